package io.coldtrail.job;

import io.coldtrail.archive.Archive;
import io.coldtrail.archive.ArchiveAccess;
import io.coldtrail.archive.ArchiveFilter;
import io.coldtrail.archive.ObjectKind;
import io.coldtrail.archive.ObjectRef;
import io.coldtrail.logs.LogFormats;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says what a scan would read and cost, from the listing alone. */
@Command(
        name = "estimate",
        mixinStandardHelpOptions = true,
        description =
                "Objects and bytes by source, account and day, what reading them costs, and how long it takes here."
                        + " Lists the archive; reads no body.",
        footer = {"", "Example:", "  coldtrail estimate s3://acme-logs/AWSLogs --from 2026-03-13 --to 2026-03-15"})
final class Estimate implements Callable<Integer> {
    /** US dollars a GET, S3 Standard, us-east-1, 2026: https://aws.amazon.com/s3/pricing/. */
    private static final double DOLLARS_A_GET = 0.0004 / 1000;

    /** US dollars a request, 2026: https://aws.amazon.com/kms/pricing/. One a GET where a bucket has no bucket key. */
    private static final double DOLLARS_A_KMS_REQUEST = 0.03 / 10_000;

    /** Stored bytes of CloudTrail of which one core makes an answer a second, measured: jobs/README.md. */
    private static final double BYTES_A_SECOND = 1.4e6;

    private static final double SECONDS_AN_OBJECT = 0.001;

    /** What an investigation takes on next to nothing, on two cores, measured. */
    private static final double SECONDS_AT_LEAST = 65;

    @Parameters(
            paramLabel = "URI",
            arity = "0..*",
            description = "Archives: local folders or files, s3://bucket/prefix.")
    private List<String> archives = new ArrayList<>();

    @Mixin
    private SourceOptions sources;

    @Mixin
    private WindowOptions window;

    /** Objects that have source, account and day in common. */
    private static final class Sum {
        long objects;
        long bytes;

        void add(ObjectRef object) {
            objects++;
            bytes += object.size();
        }
    }

    @Override
    public Integer call() {
        window.check();
        Map<String, ObjectKind> kinds = ScanStep.kinds(sources.sources());
        Set<String> places = new LinkedHashSet<>(archives);
        places.addAll(kinds.keySet());
        if (places.isEmpty()) {
            throw new UsageException("say what to look at: coldtrail estimate URI");
        }
        Archive.access(sources.access(ArchiveAccess.OWN));
        Map<String, Sum> sums = new TreeMap<>();
        Sum read = new Sum();
        Sum all = new Sum();
        ArchiveFilter filter = new ArchiveFilter(window.from(), window.to(), window.accounts(), window.regions())
                .withVersions(sources.versions());
        Archive.list(List.copyOf(places), sources.inventories(), kinds, filter, object -> {
            String day = object.delivered() == null
                    ? "-"
                    : object.delivered().atOffset(ZoneOffset.UTC).toLocalDate().toString();
            String key =
                    String.join("\t", object.kind().word(), object.account() == null ? "-" : object.account(), day);
            sums.computeIfAbsent(key, k -> new Sum()).add(object);
            all.add(object);
            if (LogFormats.reads(object.kind()) || object.kind() == ObjectKind.UNKNOWN) {
                read.add(object);
            }
        });
        if (all.objects == 0) {
            throw new UsageException(
                    "no object of " + String.join(" ", places) + " lies in the window: nothing to read");
        }
        print(sums, all, read);
        return CaseCommand.DONE;
    }

    private static void print(Map<String, Sum> sums, Sum all, Sum read) {
        List<String[]> rows = new ArrayList<>();
        sums.forEach((key, sum) -> {
            String[] k = key.split("\t");
            rows.add(new String[] {k[0], k[1], k[2], grouped(sum.objects), Sizes.bytes(sum.bytes)});
        });
        rows.add(new String[] {"all", "", "", grouped(all.objects), Sizes.bytes(all.bytes)});
        System.out.print(TextTable.of(List.of("source", "account", "delivered", "objects", "size"), rows, 2));
        int cores = Runtime.getRuntime().availableProcessors();
        double seconds = SECONDS_AT_LEAST + (read.bytes / BYTES_A_SECOND + read.objects * SECONDS_AN_OBJECT) / cores;
        System.out.printf(
                Locale.ROOT,
                "%nTo read: %,d objects, %s; not the aggregated and foreign ones. What is unknown by key is told by its content.%n"
                        + "Requests: $%.2f for GETs; $%.2f more for KMS where the bucket has SSE-KMS and no bucket key.%n"
                        + "Time: an investigation takes about %.0f s here, on %d cores; the network may be slower.%n",
                read.objects,
                Sizes.bytes(read.bytes),
                read.objects * DOLLARS_A_GET,
                read.objects * DOLLARS_A_KMS_REQUEST,
                seconds,
                cores);
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
