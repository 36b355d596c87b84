package io.coldtrail.trace.records;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** N3 for resolver queries: what an instance asked for that is the attacker's own. */
final class QueryRecords {
    private QueryRecords() {}

    static Dataset<Row> of(SparkSession spark, Dataset<Row> dns, Fallen fallen) {
        Dataset<Row> told = Once.each(dns.where(col("event_time")
                                .isNotNull()
                                .and(col("instance_id").isin(fallen.ids())))
                        .join(
                                fallen.instances(spark),
                                expr("own = instance_id AND (own_from IS NULL OR event_time >= own_from) "
                                        + "AND (own_to IS NULL OR event_time <= own_to)"))
                        .selectExpr("*", "'N3' AS rule", "own_instance AS attacker"))
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
                        "'own_query' AS verb",
                        "attacker",
                        "own_instance AS machine",
                        "CASE WHEN rcode = 'NOERROR' THEN 'success' ELSE 'failed' END AS outcome",
                        "query_name AS target");
        return Deeds.of(told, "dns");
    }
}
