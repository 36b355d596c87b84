package io.coldtrail.detect;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import io.coldtrail.detect.sigma.RuleHead;
import io.coldtrail.lake.Basis;
import io.coldtrail.lake.Case;
import io.coldtrail.lake.Severity;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
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

    private static final String ID_HASH = "id_hash";

    private IdConflict() {}

    /** Signals of all other rules. */
    static Dataset<Row> others(Dataset<Row> signals) {
        return signals.where(col("rule_id").notEqual(HEAD.id()));
    }

    /**
     * Empty where no two records share an id, and the events need not be read again.
     *
     * @param basis what the signals that are there were made of
     */
    static Optional<Dataset<Row>> signals(Case kase, Basis basis) {
        Dataset<Row> events = kase.events(Detection.LOG);
        Dataset<Row> found = basis.holds() ? sharedSince(kase, basis, events) : shared(events.select(idHash()));
        List<Row> ids = found.orderBy(ID_HASH).limit(MAX_IDS).collectAsList();
        return ids.isEmpty() ? Optional.empty() : Optional.of(signals(events, ids));
    }

    /** Those that were shared before, and those that an id which came since shares. */
    private static Dataset<Row> sharedSince(Case kase, Basis basis, Dataset<Row> events) {
        Dataset<Row> fresh =
                kase.events(Detection.LOG, basis.fresh()).select(idHash()).distinct();
        return kase.table("signals")
                .where(col("rule_id").equalTo(HEAD.id()))
                .select(idHash())
                .union(shared(events.select(idHash()).join(fresh, ID_HASH, "left_semi")))
                .distinct();
    }

    /** Eight bytes an event are shuffled; the ids themselves are compared only where hashes agree. */
    private static Dataset<Row> shared(Dataset<Row> ids) {
        return ids.groupBy(ID_HASH)
                .agg(count(lit(1)).as("n"))
                .where(col("n").gt(1))
                .select(ID_HASH);
    }

    private static Column idHash() {
        return xxhash64(col("account_id"), col("event_id")).as(ID_HASH);
    }

    private static Dataset<Row> signals(Dataset<Row> events, List<Row> shared) {
        Dataset<Row> hashes =
                events.sparkSession().createDataFrame(shared, new StructType().add(ID_HASH, DataTypes.LongType));
        return events.select(SignalRows.eventColumns(idHash()))
                .join(broadcast(hashes), ID_HASH)
                .drop(ID_HASH)
                .withColumn("n", count(lit(1)).over(Window.partitionBy("account_id", "event_id")))
                .where(col("n").gt(1))
                .drop("n")
                .withColumn("detail", lit(null).cast("string"))
                .withColumn("rule", lit(0))
                .join(broadcast(SignalRows.heads(events.sparkSession(), List.of(HEAD))), "rule")
                .drop("rule");
    }
}
