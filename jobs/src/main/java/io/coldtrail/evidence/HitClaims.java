package io.coldtrail.evidence;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode_outer;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.when;

import io.coldtrail.lake.Case;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** The records that typed hits rest on, in the shape of those that signals rest on. */
final class HitClaims {
    private static final String CALLS = "cloudtrail";
    private static final String[] OF_RECORD = {"event_id", "event_time", "record_offset", "record_length"};
    private static final String[] OF_CALL = {"event_source", "event_name", "outcome", "bucket_name", "object_key"};

    private HitClaims() {}

    /** Hits that make findings. */
    static Dataset<Row> typed(Case investigation) {
        return investigation.table("hits").where(col("finding_type").isNotNull());
    }

    /** One row a typed hit and record; a hit without records has one row, whose record is null. */
    static Dataset<Row> of(Case investigation) {
        Dataset<Row> references = investigation.keep(typed(investigation)
                .select(
                        col("hit_id"),
                        col("finding_type").as("type"),
                        array(col("rule_id")).as("rules"),
                        array(col("tactic")).as("tactics"),
                        bounded(col("account_id")).as("account_id"),
                        bounded(col("aws_region")).as("aws_region"),
                        coalesce(col("role"), lit(Claims.TARGET)).as("role"),
                        bounded(target()).as("target"),
                        bounded(col("principal")).as("principal"),
                        bounded(col("access_key_id")).as("access_key_id"),
                        bounded(col("remote_ip")).as("source_ip"),
                        explode_outer(col("evidence")).as("record"))
                .withColumn("log", col("record.log"))
                .withColumn("object", col("record.object"))
                .withColumn("record_index", col("record.record_index"))
                .drop("record"));
        Dataset<Row> attribution = investigation
                .table("attribution")
                .select("log", "object", "record_index", "actor", "grade", "incident_id");
        // first those that are named, by a join that leaves all records where they lie: an outer one would shuffle them
        Dataset<Row> named = records(investigation, EventRecords.named(references))
                .join(references.select("log", "object", "record_index"), Claims.RECORD, "left_semi");
        return references
                .join(named, Claims.RECORD, "left")
                .join(attribution, Claims.RECORD, "left")
                .withColumn("typed", lit(true))
                .withColumn("principal_id", lit(null).cast("string"))
                .withColumn("principal_type", lit(null).cast("string"));
    }

    /** The records of these logs, where they lie, and of calls what they were. */
    private static Dataset<Row> records(Case investigation, List<String> logs) {
        List<String> others = logs.stream().filter(l -> !l.equals(CALLS)).toList();
        Dataset<Row> ofOthers = EventRecords.of(investigation, others, OF_RECORD)
                .select(columns(name -> lit(null).cast("string").as(name)));
        if (!logs.contains(CALLS)) {
            return ofOthers;
        }
        Dataset<Row> calls = ClaimRecords.read(investigation)
                .select(ClaimRecords.with(List.of(Claims.RECORD)))
                .select(columns(functions::col));
        return others.isEmpty() ? calls : calls.unionByName(ofOthers);
    }

    /** @param ofCall what a column of {@link #OF_CALL} is */
    private static Column[] columns(Function<String, Column> ofCall) {
        return Stream.concat(
                        Stream.of(Claims.RECORD, OF_RECORD).flatMap(Stream::of).map(functions::col),
                        Stream.of(OF_CALL).map(ofCall))
                .toArray(Column[]::new);
    }

    /** As signals name it too, so that both make one finding: a bucket by its name, an instance by its id. */
    private static Column target() {
        return when(col("resource_type").equalTo(FindingType.BUCKET), col("bucket_name"))
                .when(col("resource_type").equalTo(FindingType.INSTANCE), col("instance_id"))
                .otherwise(col("resource_id"));
    }

    private static Column bounded(Column text) {
        return when(length(text).gt(0), substring(text, 1, AsffLimits.ARN));
    }
}
