package io.coldtrail.lake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Table {@code event_hours}: how many events each log has by account, region and hour. When and where logs speak is
 * asked often, and of all events; here they are looked at once for it.
 */
public final class EventHours {
    public static final String TABLE = "event_hours";

    /** Logs whose records are what somebody did; the others say how things stood, or what was thought of it. */
    public static final List<String> LOGS = List.of("cloudtrail", "flow", "s3_access", "dns", "host_auth");

    /** A data event of S3, over columns of table {@code cloudtrail}. */
    public static final String OBJECT_EVENT = "event_category = 'Data' AND event_source = 's3.amazonaws.com'";

    private static final String MANAGEMENT = " AND coalesce(event_category, 'Management') = 'Management'";

    private EventHours() {}

    /** @param events the events of a log that are analysed */
    public static Dataset<Row> of(Function<String, Dataset<Row>> events) {
        return LOGS.stream()
                .map(log -> hours(log, events.apply(log)))
                .reduce(Dataset::unionByName)
                .orElseThrow()
                .groupBy("log", "account_id", "aws_region", "event_date", "begin")
                .agg(
                        expr("count(*) AS n"),
                        expr("count_if(data) AS n_data"),
                        expr("count_if(reads) AS n_reads"),
                        expr("count_if(writes) AS n_writes"),
                        expr("min(event_time) AS time_first"),
                        expr("max(event_time) AS time_last"),
                        expr("min(object_event) AS first_object_event"))
                .withColumn("hour", expr("timestamp_seconds(begin)"))
                .drop("begin");
    }

    private static Dataset<Row> hours(String log, Dataset<Row> events) {
        boolean calls = log.equals("cloudtrail");
        return events.select(
                lit(log).as("log"),
                col("account_id"),
                col("aws_region"),
                col("event_date"),
                // cheaper than to cut a timestamp, which asks for the calendar
                expr("unix_seconds(event_time) - pmod(unix_seconds(event_time), 3600) AS begin"),
                col("event_time"),
                expr((calls ? "event_category = 'Data'" : "false") + " AS data"),
                expr((calls ? "read_only" + MANAGEMENT : "false") + " AS reads"),
                expr((calls ? "NOT read_only" + MANAGEMENT : "false") + " AS writes"),
                expr((calls ? "CASE WHEN " + OBJECT_EVENT + " THEN event_time END" : "CAST(NULL AS TIMESTAMP)")
                        + " AS object_event"));
    }
}
