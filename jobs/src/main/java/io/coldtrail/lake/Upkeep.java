package io.coldtrail.lake;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import io.delta.tables.DeltaTable;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.RuntimeConfig;
import scala.Console;
import scala.Option;

/**
 * Keeps a case fast that is hunted in for years: each hunt adds files of its own to tables that grow, and leaves what the
 * tables of answers were before. Rows stay as they are.
 */
public final class Upkeep {
    /** In one folder; a table's day, or a table without days. */
    private static final int MOST_FILES = 16;

    /** What Delta advises: a reader may be that slow. */
    private static final double RETENTION_HOURS = 168;

    private static final Map<String, String> CONF = Map.of(
            // into how many tasks the listing of a folder is cut: 10,000 where nothing is said
            "spark.sql.sources.parallelPartitionDiscovery.parallelism", "1",
            // a file of this size is let be
            "spark.databricks.delta.optimize.minFileSize", Long.toString(64L << 20),
            // which Athena reads well:
            // https://docs.aws.amazon.com/athena/latest/ug/performance-tuning-data-optimization-techniques.html
            "spark.databricks.delta.optimize.maxFileSize", Long.toString(256L << 20));

    private Upkeep() {}

    /** Puts many small files of a folder together, and removes files that were replaced a week ago. */
    public static void of(Case kase) {
        of(kase, RETENTION_HOURS);
    }

    /** @param hours how long a file is kept after it was replaced */
    static void of(Case kase, double hours) {
        RuntimeConfig conf = kase.spark().conf();
        Map<String, Option<String>> before = new TreeMap<>();
        CONF.keySet().forEach(key -> before.put(key, conf.getAll().get(key)));
        CONF.forEach(conf::set);
        try {
            for (String name : TableSchema.NAMES) {
                if (kase.has(name)) {
                    compact(kase, name);
                    kase.files().checkLock();
                    // it prints what it did, where answers are printed
                    Console.withOut(OutputStream.nullOutputStream(), () -> table(kase, name)
                            .vacuum(hours));
                }
            }
        } finally {
            before.forEach((key, value) -> {
                if (value.isDefined()) {
                    conf.set(key, value.get());
                } else {
                    conf.unset(key);
                }
            });
        }
    }

    private static void compact(Case kase, String name) {
        Set<String> before = kase.files(name);
        List<String> crowded = before.stream().collect(groupingBy(Upkeep::folder)).entrySet().stream()
                .filter(folder -> folder.getValue().size() > MOST_FILES)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        if (crowded.isEmpty()) {
            return;
        }
        kase.files().checkLock();
        if (Case.isPartitioned(name)) {
            table(kase, name)
                    .optimize()
                    .where(crowded.stream().map(Upkeep::condition).collect(joining(" OR ")))
                    .executeCompaction();
        } else {
            table(kase, name).optimize().executeCompaction();
        }
        kase.changed(name);
        Set<String> after = kase.files(name);
        Basis.compacted(kase, name, without(before, after), without(after, before));
    }

    private static Set<String> without(Set<String> some, Set<String> others) {
        Set<String> rest = new HashSet<>(some);
        rest.removeAll(others);
        return rest;
    }

    private static DeltaTable table(Case kase, String name) {
        return DeltaTable.forPath(kase.spark(), kase.path("tables/" + name));
    }

    /** {@code event_date=2022-11-09}, or nothing. */
    private static String folder(String file) {
        return file.substring(0, Math.max(0, file.lastIndexOf('/')));
    }

    private static String condition(String folder) {
        String[] day = folder.split("=");
        return day[1].equals(TableFiles.NO_VALUE) ? day[0] + " IS NULL" : day[0] + " = '" + day[1] + "'";
    }
}
