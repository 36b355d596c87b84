package io.coldtrail.trace.records;

import static org.apache.spark.sql.functions.expr;

import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * Folds deeds of one shape (whose, which log, what, between whom, with what outcome) that come within 10 minutes into
 * one moment, in Spark. What comes within half a minute is one round; the time from round to round is the rhythm.
 */
final class Runs {
    private static final int GAP_SECONDS = 600;
    private static final int ROUND_SECONDS = 30;
    private static final int SAMPLE = 5;

    private Runs() {}

    /**
     * Deeds with their moment.
     *
     * @param seeds places of records ({@code object#index}) that seeds rest on: each a moment of its own
     */
    static Dataset<Row> of(SparkSession spark, Dataset<Row> deeds, Set<String> seeds) {
        List<Row> rows = seeds.stream().sorted().map(s -> RowFactory.create(s)).toList();
        Dataset<Row> places = functions.broadcast(spark.createDataFrame(rows, StructType.fromDDL("seed string")));
        String own = "(PARTITION BY incident, verb, attacker, other, target ORDER BY event_time, object, record_index)";
        String shape = "(PARTITION BY incident, shape, pinned ORDER BY event_time, object, record_index)";
        String before = shape.replace(")", " ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)");
        return deeds.join(places, expr("seed = concat(object, '#', record_index)"), "left")
                .selectExpr(
                        "*",
                        "concat_ws('\\n', actor, log, verb, attacker, coalesce(machine, other, ''), port, outcome, "
                                + "parent) AS shape",
                        "CASE WHEN seed IS NOT NULL THEN 'seed' WHEN verb = 'logged_in' AND tries > 0 AND "
                                + "row_number() OVER " + own.replace("PARTITION BY", "PARTITION BY tries > 0,")
                                + " = 1 THEN 'login' END AS pinned")
                .selectExpr(
                        "*",
                        "(unix_micros(event_time) - lag(unix_micros(event_time)) OVER " + shape + ") / 1e6 AS since")
                .selectExpr(
                        "*",
                        "since IS NULL OR since > " + GAP_SECONDS + " AS opens",
                        "since IS NULL OR since > " + ROUND_SECONDS + " AS begins")
                .selectExpr(
                        "*",
                        "sum(CASE WHEN opens THEN 1 ELSE 0 END) OVER " + shape + " AS run",
                        "last_value(CASE WHEN begins THEN unix_micros(event_time) END, true) OVER " + before
                                + " AS round")
                .selectExpr(
                        "*",
                        "substr(sha2(CASE WHEN pinned IS NULL THEN concat_ws('\\n', incident, shape, run) "
                                + "ELSE concat_ws('\\n', incident, pinned, object, record_index) END, 256), 1, 16)"
                                + " AS moment",
                        "CASE WHEN begins AND NOT opens THEN (unix_micros(event_time) - round) / 1e6 END AS gap")
                .drop("since", "opens", "begins", "run", "round", "seed");
    }

    /** Moments, counted. */
    static Dataset<Row> moments(Dataset<Row> runs) {
        String ref = "struct(event_time, object, record_index, event_id)";
        Dataset<Row> counted = runs.groupBy("incident", "moment")
                .agg(
                        expr("first(log)").as("log"),
                        expr("first(verb)").as("verb"),
                        expr("first(actor)").as("actor"),
                        expr("first(shape)").as("shape"),
                        expr("first(pinned)").as("pinned"),
                        expr("max(grade)").as("grade"),
                        expr("first(attacker)").as("attacker"),
                        expr("max(other)").as("other"),
                        expr("max(machine)").as("machine"),
                        expr("max(account)").as("account"),
                        expr("max(port)").as("port"),
                        expr("first(outcome)").as("outcome"),
                        expr("max(parent)").as("parent"),
                        expr("collect_set(method)").as("methods"),
                        expr("count(1)").as("n"),
                        expr("count_if(outcome = 'success')").as("success"),
                        expr("count_if(outcome = 'denied')").as("denied"),
                        expr("sum(tries)").as("tries"),
                        expr("sum(bytes)").as("bytes"),
                        expr("count(gap)").as("gaps"),
                        expr("coalesce(sum(gap), 0D)").as("gap_sum"),
                        expr("coalesce(sum(gap * gap), 0D)").as("gap_squares"),
                        expr("min(" + ref + ")").as("first"),
                        expr("max(" + ref + ")").as("last"),
                        expr("max(end_time)").as("end"),
                        expr("collect_set(source_ip)").as("addresses"),
                        expr("collect_set(region)").as("regions"),
                        expr("collect_set(account)").as("accounts"),
                        expr("collect_set(rule)").as("rules"));
        Dataset<Row> targets = runs.where("target IS NOT NULL")
                .groupBy("incident", "moment", "target")
                .agg(expr("min(event_time)").as("first_time"))
                .selectExpr(
                        "*", "row_number() OVER (PARTITION BY incident, moment ORDER BY first_time, target) AS place")
                .groupBy("incident", "moment")
                .agg(
                        expr("count(1)").as("targets"),
                        expr("array_sort(collect_list(CASE WHEN place <= " + SAMPLE + " THEN target END))")
                                .as("sample"));
        return counted.join(targets, new String[] {"incident", "moment"}, "left");
    }
}
