package io.coldtrail.trace.incident;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import java.sql.Timestamp;
import java.time.Instant;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Objects put into a bucket, by CloudTrail's data events. */
public final class Puts {
    private static final int MOST_STATES = 1_000;

    private Puts() {}

    /** @return events with {@code through}: S3 did not say that it encrypted the object */
    public static Dataset<Row> into(Dataset<Row> events, String bucket) {
        return events.where(col("bucket_name")
                        .equalTo(bucket)
                        .and(expr("event_name IN ('PutObject', 'CompleteMultipartUpload', 'CopyObject')"
                                + " AND outcome = 'success'")))
                .withColumn("log", lit("cloudtrail"))
                .withColumn(
                        "through",
                        expr("NOT coalesce(response_elements LIKE '%server-side-encryption%', false)"
                                + " AND NOT coalesce(additional_event_data LIKE '%SSEApplied%', false)"));
    }

    /** Objects that others than the attacker put into a bucket while it had no default encryption, and that lie so. */
    public static long plainOfOthers(CaseRecords records, String bucket, Instant since) {
        Column unset = lit(false);
        for (Row state : records.table("bucket_states")
                .where(col("bucket_name").equalTo(bucket).and(col("encryption").equalTo("none")))
                .limit(MOST_STATES)
                .collectAsList()) {
            Column during = col("event_time").geq(state.<Timestamp>getAs("valid_from"));
            if (state.getAs("valid_to") != null) {
                during = during.and(col("event_time").lt(state.<Timestamp>getAs("valid_to")));
            }
            unset = unset.or(during);
        }
        return into(records.othersIn("cloudtrail"), bucket)
                .where(col("through").and(unset).and(col("event_time").geq(Timestamp.from(since))))
                .select("object_key")
                .distinct()
                .count();
    }
}
