package io.coldtrail.logs;

import io.coldtrail.archive.ObjectKind;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/** The formats that are read, by the kind of object that holds them. */
public final class LogFormats {
    private static final Map<ObjectKind, Supplier<LogFormat>> FORMATS = new EnumMap<>(ObjectKind.class);

    static {
        FORMATS.put(ObjectKind.CLOUDTRAIL, CloudTrail::new);
        FORMATS.put(ObjectKind.FLOW, VpcFlow::new);
        FORMATS.put(ObjectKind.DNS, Dns::new);
    }

    private LogFormats() {}

    /** True where objects of this kind are read into a table of events. */
    public static boolean reads(ObjectKind kind) {
        return FORMATS.containsKey(kind);
    }

    /** A new reader of a format: it holds the object at hand, so each task has its own. */
    static LogFormat of(ObjectKind kind) {
        return FORMATS.get(kind).get();
    }
}
