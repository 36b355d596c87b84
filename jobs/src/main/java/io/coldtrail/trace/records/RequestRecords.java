package io.coldtrail.trace.records;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** N1 for requests to buckets: from an address of the attacker in its time, where CloudTrail does not tell the same. */
final class RequestRecords {
    private RequestRecords() {}

    /** @param told request ids that {@link SameRequest} explains, as column {@code request_id} */
    static Dataset<Row> of(SparkSession spark, Dataset<Row> access, Dataset<Row> told, Fallen fallen) {
        Dataset<Row> mine = Once.each(access.where(col("event_time")
                                .isNotNull()
                                .and(col("source_ip").isin(fallen.ips())))
                        .join(
                                fallen.addresses(spark),
                                expr(
                                        "used = source_ip AND (used_in IS NULL OR account_id IS NULL OR used_in = account_id) "
                                                + "AND (used_from IS NULL OR event_time >= used_from) "
                                                + "AND (used_to IS NULL OR event_time <= used_to)"))
                        .selectExpr("*", "'N1' AS rule", "used AS attacker"))
                .join(told.select("object", "record_index"), new String[] {"object", "record_index"}, "left_anti")
                .selectExpr(
                        "object",
                        "record_index",
                        "event_id",
                        "event_time",
                        "source_ip",
                        "account_id",
                        "aws_region",
                        "incident",
                        "'attacker' AS actor",
                        "grade",
                        "rule",
                        "coalesce(operation, 'request') AS verb",
                        "attacker",
                        "coalesce(outcome, 'failed') AS outcome",
                        "object_key AS target",
                        "bucket_name AS parent",
                        "coalesce(bytes_sent, 0L) AS bytes");
        return Deeds.of(mine, "s3_access");
    }
}
