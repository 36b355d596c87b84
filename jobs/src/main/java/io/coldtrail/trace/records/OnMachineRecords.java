package io.coldtrail.trace.records;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.udf;

import io.coldtrail.net.AwsRanges;
import io.coldtrail.net.IpAddress;
import io.coldtrail.trace.WorkingSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * N5: on a machine that fell, what a call that is likely the attacker's leaves in other logs within seconds. The
 * connection to AWS: opened and closed within a minute, as a command line does, where programs that stay keep theirs.
 * The query for the service's name: where the machine did not ask for it before the attack, or where its answer is the
 * far end of such a connection. Likely the attacker's, B.
 */
final class OnMachineRecords {
    private static final String NEAR = "BETWEEN call_time - INTERVAL 5 SECONDS AND call_time + INTERVAL 2 SECONDS";
    private static final int SHORT_SECONDS = 60;
    private static final String SYN_AND_FIN = "(tcp_flags & 3) = 3";

    private final Fallen fallen;
    private final Dataset<Row> calls;
    private final Dataset<Row> connections;

    /** @param swept attributed CloudTrail events */
    OnMachineRecords(WorkingSet set, Dataset<Row> swept, Fallen fallen) {
        SparkSession spark = set.kase().spark();
        this.fallen = fallen;
        this.calls = set.keep(swept.where("actor = 'likely_attacker' AND event_source LIKE '%.amazonaws.com'")
                .join(fallen.machines(spark), "session_id")
                .selectExpr(
                        "machine",
                        "incident",
                        "since",
                        "event_time AS call_time",
                        "substring_index(event_source, '.amazonaws.com', 1) AS service")
                .distinct());
        this.connections = set.keep(connections(set.events("flow")));
    }

    private Object[] machines() {
        return fallen.machines().stream()
                .map(Fallen.Machine::instance)
                .distinct()
                .toArray();
    }

    /** Both directions of the short connections. */
    Dataset<Row> flows() {
        return connections
                .selectExpr(
                        "*",
                        "CASE WHEN outward THEN srcaddr ELSE dstaddr END AS source_ip",
                        "'likely_attacker' AS actor",
                        "'B' AS grade",
                        "'N5' AS rule",
                        "'aws_called' AS verb",
                        "machine AS attacker",
                        "443 AS port",
                        "CASE action WHEN 'REJECT' THEN 'denied' ELSE 'success' END AS outcome",
                        "aws AS target",
                        "CASE WHEN outward THEN bytes ELSE 0L END AS out")
                .drop("bytes")
                .withColumnRenamed("out", "bytes")
                .transform(d -> Deeds.of(d, "flow"));
    }

    private Dataset<Row> connections(Dataset<Row> flow) {
        var isAws = udf((UDF1<String, Boolean>) OnMachineRecords::isAws, DataTypes.BooleanType);
        Dataset<Row> https = flow.where(col("instance_id").isin(machines()))
                .where("event_time IS NOT NULL AND protocol = 6 AND 443 IN (srcport, dstport) AND " + SYN_AND_FIN
                        + " AND unix_seconds(coalesce(end_time, event_time)) - unix_seconds(event_time) <= "
                        + SHORT_SECONDS)
                .selectExpr("*", "dstport = 443 AS outward")
                .selectExpr("*", "CASE WHEN outward THEN dstaddr ELSE srcaddr END AS aws")
                .where(isAws.apply(col("aws")));
        return Once.each(https.join(calls, expr("machine = instance_id AND event_time " + NEAR))
                        .selectExpr("*", "'N5' AS rule", "'B' AS grade", "machine AS attacker")
                        .drop("since", "service", "call_time"))
                .drop("rule", "grade", "attacker");
    }

    /** Queries for the names of what was called. */
    Dataset<Row> queries(Dataset<Row> dns) {
        Dataset<Row> asked = dns.where(
                        col("event_time").isNotNull().and(col("instance_id").isin(machines())))
                .withColumn("name", expr("lower(trim(TRAILING '.' FROM query_name))"));
        Dataset<Row> near = asked.join(
                calls,
                expr("machine = instance_id AND event_time " + NEAR
                        + " AND name RLIKE '(^|[.])[a-z0-9.-]*amazonaws[.]com([.]cn)?$'"
                        + " AND array_contains(split(name, '[.]'), service)"));
        Dataset<Row> before = asked.groupBy(
                        col("instance_id").as("asker"), col("name").as("asked"))
                .agg(expr("min(event_time)").as("first_asked"));
        Dataset<Row> ends = connections.where("outward").selectExpr("machine AS caller", "aws", "event_time AS opened");
        Dataset<Row> fresh =
                near.join(before, expr("asker = instance_id AND asked = name")).where("first_asked >= since");
        Dataset<Row> connected = near.join(
                ends,
                expr("caller = machine AND instr(answers, concat('\"', aws, '\"')) > 0 "
                        + "AND opened BETWEEN event_time - INTERVAL 1 SECOND AND event_time + INTERVAL 5 SECONDS"),
                "left_semi");
        Dataset<Row> told = Once.each(fresh.drop("asker", "asked", "first_asked")
                        .unionByName(connected)
                        .selectExpr("*", "'N5' AS rule", "'B' AS grade", "machine AS attacker"))
                .selectExpr(
                        "*",
                        "'likely_attacker' AS actor",
                        "'aws_asked' AS verb",
                        "CASE WHEN rcode = 'NOERROR' THEN 'success' ELSE 'failed' END AS outcome",
                        "query_name AS target");
        return Deeds.of(told, "dns");
    }

    private static boolean isAws(String ip) {
        IpAddress address = IpAddress.parse(ip);
        return address != null && AwsRanges.contains(address);
    }
}
