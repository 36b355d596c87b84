package io.coldtrail.trace.exposure;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;

import io.coldtrail.trace.incident.CaseRecords;
import io.coldtrail.trace.incident.Cell;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The states of the buckets that matter to an incident, on the driver. */
final class BucketHistory {
    private static final int MOST = 5_000;

    private final Map<String, List<OpenTime>> states = new TreeMap<>();

    BucketHistory(CaseRecords records, Dataset<Row> buckets) {
        records.table("bucket_states")
                .join(broadcast(buckets.select("bucket_name").distinct()), "bucket_name")
                .orderBy(col("bucket_name"), col("valid_from").asc_nulls_first())
                .limit(MOST)
                .collectAsList()
                .forEach(row -> states.computeIfAbsent(Cell.text(row, "bucket_name"), b -> new ArrayList<>())
                        .add(OpenTime.of(row)));
    }

    Set<String> buckets() {
        return states.keySet();
    }

    List<OpenTime> of(String bucket) {
        return states.getOrDefault(bucket, List.of());
    }

    /** Times of a bucket that lie in the incident or after it and in which anyone could list or get. */
    List<OpenTime> open(String bucket, Instant since) {
        return of(bucket).stream()
                .filter(OpenTime::isOpen)
                .filter(s -> since == null || s.to() == null || s.to().isAfter(since))
                .toList();
    }

    /** How the bucket was set at a time; null where unknown. */
    OpenTime at(String bucket, Instant time) {
        return of(bucket).stream()
                .filter(s -> s.holds(time))
                .reduce((a, b) -> b)
                .orElse(null);
    }
}
