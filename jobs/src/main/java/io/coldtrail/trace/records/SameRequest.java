package io.coldtrail.trace.records;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * N2: a line of a bucket's access log with the request id of an attributed CloudTrail event is the same deed: same
 * actor, same step, and not counted again.
 */
public final class SameRequest {
    /** The code in column {@code rule}. */
    public static final String RULE = "N2";

    private SameRequest() {}

    /**
     * Lines by the moment of their event.
     *
     * @param swept attributed CloudTrail events
     * @param events CloudTrail events, for their request ids
     */
    public static Dataset<Row> of(Dataset<Row> access, Dataset<Row> swept, Dataset<Row> events) {
        Dataset<Row> requests = events.where("request_id IS NOT NULL AND event_source = 's3.amazonaws.com'")
                .select("object", "record_index", "request_id")
                .join(
                        swept.select("object", "record_index", "incident", "session_id", "actor", "grade", "moment"),
                        new String[] {"object", "record_index"})
                .drop("object", "record_index")
                .dropDuplicates("request_id");
        return access.where("request_id IS NOT NULL AND event_time IS NOT NULL")
                .join(requests, "request_id")
                .selectExpr(
                        "'s3_access' AS log",
                        "object",
                        "record_index",
                        "event_id",
                        "event_time",
                        "session_id",
                        "source_ip",
                        "actor",
                        "grade",
                        "'" + RULE + "' AS rule",
                        "incident",
                        "moment");
    }
}
