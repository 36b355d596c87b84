package io.coldtrail.evidence;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import io.coldtrail.lake.Actor;
import io.coldtrail.lake.Case;
import io.coldtrail.lake.Outcome;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/** Claims summed up: one row a finding, with the most frequent of its addresses, keys, calls, objects and rules. */
final class FindingGroups {
    /** Most frequent values of a kind that a finding names: more would be read by nobody, and stand in the evidence. */
    static final int DETAILS = 20;

    private FindingGroups() {}

    static Dataset<Row> of(Case investigation, Dataset<Row> claims) {
        String[] finding = {"finding_id"};
        return sums(claims)
                .join(details(claims), finding, "left")
                .join(FindingHits.of(investigation, claims), finding, "left");
    }

    private static Dataset<Row> sums(Dataset<Row> claims) {
        Column place = struct("object", "record_index", "record_offset", "record_length", "event_id");
        Column timed = col("event_time").isNotNull();
        Column early = struct(
                when(timed, 0).otherwise(1).as("untimed"), col("event_time"), col("object"), col("record_index"));
        Column late =
                struct(when(timed, 1).otherwise(0).as("timed"), col("event_time"), col("object"), col("record_index"));
        return claims.groupBy("finding_id", "type", "account_id", "aws_region", "role", "target")
                .agg(
                        min("principal").as("principal"),
                        min("principal_id").as("principal_id"),
                        min("principal_type").as("principal_type"),
                        count(lit(1)).as("n"),
                        sum(when(col("hit_id").isNull(), 1L).otherwise(0L)).as("n_signals"),
                        max("n_all").as("n_all"),
                        sum(when(col("hit_id").isNull().and(col("outcome").equalTo(Outcome.DENIED.word())), 1L)
                                        .otherwise(0L))
                                .as("n_denied"),
                        sum(when(col("actor").equalTo(Actor.ATTACKER.word()), 1L)
                                        .otherwise(0L))
                                .as("n_attacker"),
                        unix_micros(min("event_time")).as("first_micros"),
                        unix_micros(max("event_time")).as("last_micros"),
                        // attacker comes before likely_attacker, and no other two meet in one finding
                        min("actor").as("actor"),
                        min("grade").as("grade"),
                        min_by(col("incident_id"), when(col("incident_id").isNotNull(), early))
                                .as("incident_id"),
                        min_by(place, early).as("first_place"),
                        max_by(place, late).as("last_place"));
    }

    private static Dataset<Row> details(Dataset<Row> claims) {
        Column object = when(
                col("bucket_name").isNotNull().and(col("object_key").isNotNull()),
                concat(col("bucket_name"), lit("/"), col("object_key")));
        Column values = array(
                detail("address", col("source_ip")),
                detail("key", col("access_key_id")),
                detail(
                        "call",
                        when(col("event_name").isNotNull(), concat_ws(" ", col("event_source"), col("event_name")))),
                detail("object", object));
        Dataset<Row> each = claims.select(col("finding_id"), explode(values).as("detail"))
                .select("finding_id", "detail.kind", "detail.value")
                .unionByName(claims.select(
                        col("finding_id"),
                        lit("rule").as("kind"),
                        explode(col("rules")).as("value")))
                .where(col("value").isNotNull())
                .groupBy("finding_id", "kind", "value")
                .agg(count(lit(1)).as("n"));
        WindowSpec kind = Window.partitionBy("finding_id", "kind");
        return each.withColumn("rank", row_number().over(kind.orderBy(col("n").desc(), col("value"))))
                .withColumn("of", count(lit(1)).over(kind))
                .where(col("rank").leq(DETAILS))
                .groupBy("finding_id")
                .agg(sort_array(collect_list(struct("kind", "rank", "value", "n", "of")))
                        .as("details"));
    }

    private static Column detail(String kind, Column value) {
        return struct(lit(kind).as("kind"), value.as("value"));
    }
}
