package io.coldtrail.trace.hosts;

import static org.apache.spark.sql.functions.expr;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Logins over SSH by machine and address, counted in Spark: who only knocks never leaves it. */
public final class Logins {
    /** Failed tries from an address that make a password accepted after them a guess. */
    public static final int GUESSES = 5;

    /** What a guess can be of: a key is not guessed. */
    private static final String GUESSABLE = "(method LIKE 'password%' OR method LIKE 'keyboard-interactive%')";

    private Logins() {}

    /** What host_auth says; in the order of the first login. */
    public static List<Login> read(Dataset<Row> hostAuth) {
        String door = "coalesce(instance_id, log_stream, host)";
        String entry = "struct(event_time, object, record_index, event_id, user_name, method)";
        List<Row> rows = hostAuth.where("event_time IS NOT NULL AND source_ip IS NOT NULL")
                .selectExpr(
                        "*",
                        door + " AS door",
                        // a message may stand for many
                        "CASE WHEN action = 'failed' THEN coalesce(repeats, 1) ELSE 0 END AS tries")
                .selectExpr(
                        "*",
                        "sum(tries) OVER (PARTITION BY door, source_ip ORDER BY event_time, object, record_index "
                                + "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS so_far")
                .selectExpr(
                        "*",
                        "action = 'accepted' AND so_far >= " + GUESSES + " AND coalesce(" + GUESSABLE
                                + ", false) AS guess")
                .groupBy("door", "source_ip")
                .agg(
                        expr("max(instance_id)").as("instance"),
                        expr("CASE WHEN sum(tries) > 0 THEN min(event_time) END")
                                .as("first_try"),
                        expr("sum(tries)").as("failures"),
                        expr("min(CASE WHEN guess THEN so_far END)").as("failures_before"),
                        expr("min(CASE WHEN guess THEN " + entry + " END)").as("guessed"),
                        expr("min(CASE WHEN action = 'accepted' THEN " + entry + " END)")
                                .as("accepted"),
                        expr("max(event_time)").as("last"))
                .where("accepted IS NOT NULL")
                .collectAsList();
        List<Login> logins = new ArrayList<>();
        for (Row r : rows) {
            Long before = r.getAs("failures_before");
            logins.add(new Login(
                    r.getAs("instance"),
                    r.getAs("source_ip"),
                    instant(r, "first_try"),
                    before != null ? before : r.<Long>getAs("failures"),
                    entry(r.getAs("guessed")),
                    entry(r.getAs("accepted")),
                    instant(r, "last")));
        }
        logins.sort((x, y) -> {
            int c = x.accepted().time().compareTo(y.accepted().time());
            return c != 0 ? c : x.toString().compareTo(y.toString());
        });
        return logins;
    }

    private static Login.Entry entry(Row r) {
        return r == null
                ? null
                : new Login.Entry(
                        instant(r, "event_time"),
                        r.getAs("event_id"),
                        r.getAs("object"),
                        r.<Integer>getAs("record_index"),
                        r.getAs("user_name"),
                        r.getAs("method"));
    }

    private static Instant instant(Row r, String column) {
        Timestamp time = r.getAs(column);
        return time == null ? null : time.toInstant();
    }
}
