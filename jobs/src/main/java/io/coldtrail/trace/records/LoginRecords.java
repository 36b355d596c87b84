package io.coldtrail.trace.records;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * N1 and N3 for the log of sshd: a line that names an address of the attacker in its time; all lines of an instance
 * that is the attacker's own. What a line without an address belongs to, only the number of its process tells, and that
 * comes again: it is nobody's.
 */
final class LoginRecords {
    private LoginRecords() {}

    static Dataset<Row> of(SparkSession spark, Dataset<Row> auth, Fallen fallen) {
        Dataset<Row> lines = auth.where("event_time IS NOT NULL")
                .withColumn("door", expr("coalesce(instance_id, log_stream, object)"));
        Dataset<Row> atAddress = lines.where(col("source_ip").isin(fallen.ips()))
                .join(
                        fallen.addresses(spark),
                        expr("used = source_ip AND (used_from IS NULL OR event_time >= used_from) "
                                + "AND (used_to IS NULL OR event_time <= used_to)"))
                .selectExpr("*", "'N1' AS rule", "used AS attacker")
                .drop("used", "used_in", "used_from", "used_to");
        Dataset<Row> ofInstance = lines.where(col("instance_id").isin(fallen.ids()))
                .join(
                        fallen.instances(spark),
                        expr("own = instance_id AND (own_from IS NULL OR event_time >= own_from) "
                                + "AND (own_to IS NULL OR event_time <= own_to)"))
                .selectExpr("*", "'N3' AS rule", "own_instance AS attacker")
                .drop("own", "own_instance", "own_ips", "own_from", "own_to");
        Dataset<Row> told = Once.each(atAddress.unionByName(ofInstance))
                .selectExpr("*", "max(action = 'accepted') OVER (PARTITION BY door, host, pid, source_ip) AS let_in")
                .selectExpr(
                        "*",
                        "CASE WHEN rule = 'N3' THEN 'own_lines' WHEN action = 'accepted' OR (let_in AND action NOT IN "
                                + "('failed', 'invalid_user', 'pam_failure')) THEN 'logged_in' ELSE 'password_tried' "
                                + "END AS verb")
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
                        "verb",
                        "attacker",
                        "door AS other",
                        "instance_id AS machine",
                        "22 AS port",
                        "CASE verb WHEN 'logged_in' THEN 'success' WHEN 'own_lines' THEN 'success' ELSE 'failed' END"
                                + " AS outcome",
                        "user_name AS target",
                        "CASE WHEN action = 'accepted' THEN method END AS method",
                        "CASE WHEN action = 'failed' THEN cast(coalesce(repeats, 1) AS BIGINT) "
                                + "WHEN action = 'accepted' THEN 1L ELSE 0L END AS tries");
        return Deeds.of(told, "host_auth");
    }
}
