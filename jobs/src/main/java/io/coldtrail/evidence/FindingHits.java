package io.coldtrail.evidence;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import io.coldtrail.lake.Case;
import io.coldtrail.lake.Severity;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/** The hits of each finding: how many, what they count, and those that it can name. */
final class FindingHits {
    /** What the hunts judged, the gravest first. */
    private static final String[] VERDICTS = {"success", "likely_success", "cannot_tell", "no_success"};

    private FindingHits() {}

    /**
     * One row a finding that rests on hits.
     *
     * @param claims as {@link Claims} has them
     */
    static Dataset<Row> of(Case investigation, Dataset<Row> claims) {
        Dataset<Row> hits = claims.where(col("hit_id").isNotNull())
                .select("finding_id", "hit_id")
                .distinct()
                .join(HitClaims.typed(investigation), "hit_id");
        WindowSpec finding = Window.partitionBy("finding_id");
        WindowSpec rule = Window.partitionBy("finding_id", "rule_id");
        WindowSpec gravest = finding.orderBy(
                gravity().desc(), verdict(), col("n").desc_nulls_last(), col("time_first"), col("hit_id"));
        return hits.withColumn("place", row_number().over(gravest))
                // two hunts may count the same tries: the larger count holds both
                .withColumn("n_rule", sum("n").over(rule))
                .groupBy("finding_id")
                .agg(
                        count(lit(1)).as("hit_count"),
                        max("n_rule").as("hit_n"),
                        unix_micros(min("time_first")).as("hit_first_micros"),
                        unix_micros(max("time_last")).as("hit_last_micros"),
                        max(gravity()).as("hit_gravity"),
                        sort_array(collect_list(when(
                                        col("place").leq(FindingGroups.DETAILS),
                                        struct(
                                                col("place"),
                                                col("rule_id"),
                                                col("resource_type"),
                                                col("detail"),
                                                col("verdict"),
                                                unix_micros(col("verdict_time")).as("verdict_micros"),
                                                col("grade"),
                                                col("host_user"),
                                                col("local_ip"),
                                                col("remote_ip"),
                                                col("port"),
                                                col("bytes"),
                                                col("score")))))
                                .as("hits"));
    }

    private static Column gravity() {
        Column gravity = lit(0);
        for (Severity severity : Severity.values()) {
            gravity = when(col("severity").equalTo(severity.word()), severity.ordinal())
                    .otherwise(gravity);
        }
        return gravity;
    }

    private static Column verdict() {
        Column place = lit(VERDICTS.length);
        for (int i = 0; i < VERDICTS.length; i++) {
            place = when(col("verdict").equalTo(VERDICTS[i]), i).otherwise(place);
        }
        return place;
    }
}
