package io.coldtrail.detect;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import io.coldtrail.detect.sigma.RuleHead;
import io.coldtrail.lake.Severity;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Two records of one account and event id with different bytes (equal ones are one event, and only one of them is
 * analysed): one of them may be forged, to hide the other from whoever drops repetitions.
 */
final class IdConflict {
    static final RuleHead HEAD = new RuleHead(
            "id_conflict",
            "Different records share an event id",
            "CloudTrail gives every event an id of its own. Records with one id and different bytes are a correction"
                    + " by AWS, the work of a tool that rewrote the archive, or a forgery.",
            Severity.LOW,
            null,
            null,
            List.of("https://docs.aws.amazon.com/awscloudtrail/latest/userguide/"
                    + "cloudtrail-event-reference-record-contents.html"),
            null,
            "Compare the records, and check the objects they stand in against CloudTrail's digest files.",
            "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html",
            "built in");

    /** Ids taken further. Real archives have none or a few; more is one forged flood, and these prove it. */
    private static final int MAX_IDS = 10_000;

    private IdConflict() {}

    /** Empty where no two records share an id, and the events need not be read again. */
    static Optional<Dataset<Row>> signals(Dataset<Row> events) {
        // eight bytes an event are shuffled; the ids themselves are compared only where hashes agree
        List<Row> shared = events.select(
                        xxhash64(col("account_id"), col("event_id")).as("id_hash"))
                .groupBy("id_hash")
                .agg(count(lit(1)).as("n"))
                .where(col("n").gt(1))
                .select("id_hash")
                .orderBy("id_hash")
                .limit(MAX_IDS)
                .collectAsList();
        return shared.isEmpty() ? Optional.empty() : Optional.of(signals(events, shared));
    }

    private static Dataset<Row> signals(Dataset<Row> events, List<Row> shared) {
        Dataset<Row> hashes =
                events.sparkSession().createDataFrame(shared, new StructType().add("id_hash", DataTypes.LongType));
        return events.select(SignalRows.eventColumns(
                        xxhash64(col("account_id"), col("event_id")).as("id_hash")))
                .join(broadcast(hashes), "id_hash")
                .drop("id_hash")
                .withColumn("n", count(lit(1)).over(Window.partitionBy("account_id", "event_id")))
                .where(col("n").gt(1))
                .drop("n")
                .withColumn("detail", lit(null).cast("string"))
                .withColumn("rule", lit(0))
                .join(broadcast(SignalRows.heads(events.sparkSession(), List.of(HEAD))), "rule")
                .drop("rule");
    }
}
