package io.coldtrail.bench;

import com.sun.management.OperatingSystemMXBean;
import io.coldtrail.archive.ArchiveFilter;
import io.coldtrail.archive.LargeBucket;
import io.coldtrail.archive.ObjectRef;
import io.coldtrail.job.SparkSessions;
import io.coldtrail.lake.Batches;
import io.coldtrail.lake.Case;
import io.coldtrail.lake.NewObjects;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.SparkSession;

/** Lists and plans a bucket of so many days, 200,000 keys each, whose requests take 100 ms. Reads no object. */
final class ListingBenchmark {
    private static final Duration LATENCY = Duration.ofMillis(100);

    private ListingBenchmark() {}

    public static void main(String[] args) throws Exception {
        int days = Integer.parseInt(args[0]);
        Path dir = Files.createTempDirectory("coldtrail-listing-");
        SparkSession.Builder builder = SparkSession.builder().master("local[2]").config("spark.ui.enabled", "false");
        SparkSessions.common().forEach(builder::config);
        try (SparkSession spark = builder.getOrCreate()) {
            measure("a warm-up, 1/10 of it", () -> plan(spark, dir, days / 10 + 1, Collections.emptyIterator()));
            int size = new LargeBucket(days, LATENCY).size();
            measure("the simulated bucket alone, page after page", () -> {
                LargeBucket bucket = new LargeBucket(days, Duration.ZERO);
                return bucket.size() + " keys, " + bucket.pages() + " requests";
            });
            measure("listed, to a sink", () -> list(days, ArchiveFilter.ALL));
            measure(
                    "two days of it",
                    () -> list(
                            days,
                            new ArchiveFilter(
                                    Instant.parse("2023-01-20T00:00:00Z"),
                                    Instant.parse("2023-01-22T00:00:00Z"),
                                    Set.of(),
                                    Set.of())));
            measure("listed and planned, a new case", () -> plan(spark, dir, days, Collections.emptyIterator()));
            measure(
                    "listed and planned, all but 1/10 known",
                    () -> plan(spark, dir, days, new LargeBucket(days, LATENCY).names(size / 10 * 9)));
        }
    }

    private static String list(int days, ArchiveFilter filter) {
        LargeBucket bucket = new LargeBucket(days, LATENCY);
        AtomicLong listed = new AtomicLong();
        bucket.list(filter, ref -> listed.incrementAndGet());
        return listed + " keys, " + bucket.requests() + " requests";
    }

    private static String plan(SparkSession spark, Path dir, int days, Iterator<String> known) throws Exception {
        LargeBucket bucket = new LargeBucket(days, LATENCY);
        Case kase = new Case(spark, Files.createTempDirectory(dir, "case").toString());
        Batches batches = new Batches(kase);
        int planned = 0;
        try (NewObjects fresh = NewObjects.of(kase, sink -> bucket.list(ArchiveFilter.ALL, sink), known)) {
            for (Iterator<List<ObjectRef>> parts = fresh.batches(); parts.hasNext(); planned++) {
                batches.plan(parts.next());
            }
            return fresh.listed() + " keys, " + bucket.requests() + " requests, " + planned + " batches";
        }
    }

    private static void measure(String what, Callable<String> job) throws Exception {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        ManagementFactory.getMemoryPoolMXBeans().forEach(pool -> pool.resetPeakUsage());
        long cpu = system.getProcessCpuTime();
        long wall = System.nanoTime();
        String done = job.call();
        double cpuSeconds = (system.getProcessCpuTime() - cpu) / 1e9;
        double wallSeconds = (System.nanoTime() - wall) / 1e9;
        long heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
        long keys = Long.parseLong(done.substring(0, done.indexOf(' ')));
        System.out.printf(
                Locale.ROOT,
                "%-45s %-50s wall %6.1f s   CPU %6.1f s   %,9.0f keys a CPU second   heap at most %,d MB%n",
                what,
                done,
                wallSeconds,
                cpuSeconds,
                keys / cpuSeconds,
                heap >> 20);
    }
}
