package io.coldtrail.logs;

import io.coldtrail.archive.ObjectKind;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The formats that are read, by the kind of object that holds them. */
public final class LogFormats {
    private static final Map<ObjectKind, Known> FORMATS = new EnumMap<>(ObjectKind.class);

    /**
     * @param reader makes a reader
     * @param begins tells content of this format by its begin
     */
    private record Known(Supplier<LogFormat> reader, Predicate<Head> begins) {}

    static {
        FORMATS.put(ObjectKind.CLOUDTRAIL, new Known(CloudTrail::new, CloudTrail::begins));
        FORMATS.put(ObjectKind.INSIGHTS, new Known(Insights::new, Insights::begins));
        FORMATS.put(ObjectKind.NETWORK_ACTIVITY, new Known(NetworkActivity::new, NetworkActivity::begins));
        FORMATS.put(ObjectKind.FLOW, new Known(VpcFlow::new, VpcFlow::begins));
        FORMATS.put(ObjectKind.S3_ACCESS, new Known(S3Access::new, S3Access::begins));
        FORMATS.put(ObjectKind.DNS, new Known(Dns::new, Dns::begins));
        FORMATS.put(ObjectKind.HOST_AUTH, new Known(HostAuth::new, HostAuth::begins));
        FORMATS.put(ObjectKind.IMPORTED_FINDINGS, new Known(ImportedFindings::new, ImportedFindings::begins));
        FORMATS.put(ObjectKind.CONFIG_ITEMS, new Known(ConfigItems::new, ConfigItems::begins));
        FORMATS.put(ObjectKind.DIGESTS, new Known(Digests::new, Digests::begins));
    }

    private LogFormats() {}

    /** True where objects of this kind are read into a table of events. */
    public static boolean reads(ObjectKind kind) {
        return FORMATS.containsKey(kind);
    }

    /** The kind of log that begins so; null where it is none that is read. */
    static ObjectKind tell(Head head) {
        return FORMATS.entrySet().stream()
                .filter(format -> format.getValue().begins().test(head))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    /** A new reader of a format: it holds the object at hand, so each task has its own. */
    static LogFormat of(ObjectKind kind) {
        return FORMATS.get(kind).reader().get();
    }
}
