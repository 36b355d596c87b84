package io.coldtrail.trace.containment;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import io.coldtrail.trace.incident.Cell;
import io.coldtrail.trace.incident.Evidence;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What came against a control after it was taken. */
record Attempts(long n, long successes, Instant last, Instant lastSuccess, List<Row> evidence) {
    /** A change takes a while to hold everywhere. */
    static final Duration TO_HOLD = Duration.ofSeconds(120);

    static final Attempts NONE = new Attempts(0, 0, null, null, List.of());

    /** @param records event_time, log, object, record_index, and {@code through}: it succeeded */
    static Attempts after(Instant control, Dataset<Row> records) {
        Row r = Evidence.marked(
                        records.where(col("event_time").gt(Timestamp.from(control)))
                                .select(
                                        col("log"),
                                        col("object"),
                                        col("record_index"),
                                        col("event_time"),
                                        col("through")
                                                .and(col("event_time").gt(Timestamp.from(control.plus(TO_HOLD))))
                                                .as("late"),
                                        lit(1).as("all")),
                        "all")
                .agg(
                        expr("count(*) AS n"),
                        expr("count_if(late) AS successes"),
                        expr("max(event_time) AS last"),
                        expr("max(event_time) FILTER (WHERE late) AS last_success"),
                        Evidence.refs().as("evidence"))
                .first();
        return new Attempts(
                Cell.number(r, "n"),
                Cell.number(r, "successes"),
                Cell.time(r, "last"),
                Cell.time(r, "last_success"),
                Evidence.of(r));
    }

    /** @param covered whether the log that would show them is there */
    String verdict(boolean covered) {
        if (n == 0) {
            return covered ? "UNTESTED" : "NOT_COVERED";
        }
        return successes > 0 ? "BROKEN" : "HELD";
    }
}
