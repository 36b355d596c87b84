package io.coldtrail.trace.records;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * N1 and N3 for flow logs: a record one of whose ends is an address of the attacker in its time, both directions; a
 * record of an interface of an instance that is the attacker's own. The server is the end with the lower port.
 */
final class FlowRecords {
    /** More packets than trying a password takes: a login, or a copy over SSH. SSHCure sees 11 to 51. */
    private static final int TRY_PACKETS = 51;
    /** How long before its log line a login's flow may begin. */
    private static final String KNOCK = "INTERVAL 3 MINUTES";
    /** Ports that tell what an own machine is at; the others are one. */
    private static final String KNOWN_PORTS = "22, 53, 80, 123, 443";

    private FlowRecords() {}

    /** @param auth table host_auth, which knows the ports of logins */
    static Dataset<Row> of(SparkSession spark, Dataset<Row> flow, Dataset<Row> auth, Fallen fallen) {
        Dataset<Row> seen = flow.where("event_time IS NOT NULL AND srcaddr IS NOT NULL AND dstaddr IS NOT NULL")
                .withColumn("until", expr("coalesce(end_time, event_time)"));
        Object[] ips = fallen.ips();
        Dataset<Row> atAddress = seen.where(col("srcaddr")
                        .isin(ips)
                        .or(col("dstaddr").isin(ips))
                        .or(col("pkt_srcaddr").isin(ips))
                        .or(col("pkt_dstaddr").isin(ips)))
                .join(
                        fallen.addresses(spark),
                        expr("(used = srcaddr OR used = dstaddr OR used = pkt_srcaddr OR used = pkt_dstaddr) "
                                + "AND (used_in IS NULL OR account_id IS NULL OR used_in = account_id) "
                                + "AND (used_from IS NULL OR until >= used_from) "
                                + "AND (used_to IS NULL OR event_time <= used_to)"))
                .selectExpr(
                        "*",
                        "'N1' AS rule",
                        "(used = srcaddr OR used <=> pkt_srcaddr) AS outward",
                        "instance_id AS machine",
                        "used AS attacker")
                .drop("used", "used_in", "used_from", "used_to");
        Object[] ids = fallen.ids();
        Dataset<Row> ofInstance = seen.where(
                        col("interface_id").isin(ids).or(col("instance_id").isin(ids)))
                .join(
                        fallen.instances(spark),
                        expr("(own = interface_id OR own = instance_id) AND (own_from IS NULL OR until >= own_from) "
                                + "AND (own_to IS NULL OR event_time <= own_to)"))
                .selectExpr(
                        "*",
                        "'N3' AS rule",
                        "coalesce(flow_direction = 'egress', array_contains(own_ips, srcaddr)) AS outward",
                        "own_instance AS machine",
                        "own_instance AS attacker")
                .drop("own", "own_instance", "own_ips", "own_from", "own_to");
        Dataset<Row> once = Once.each(atAddress.unionByName(ofInstance));
        Dataset<Row> logins = auth.where(
                        col("action").equalTo("accepted").and(col("source_ip").isin(ips)))
                .groupBy(col("source_ip").as("in_ip"), col("source_port").as("in_port"))
                .agg(
                        expr("min(event_time)").as("in_first"),
                        expr("max(event_time)").as("in_last"));
        Dataset<Row> told = once.selectExpr(
                        "*",
                        "CASE WHEN outward THEN dstaddr ELSE srcaddr END AS other",
                        "CASE WHEN outward THEN srcport ELSE dstport END AS attacker_port",
                        "CASE WHEN outward THEN dstport ELSE srcport END AS other_port")
                .join(fallen.owned(spark), expr("owned = other"), "left")
                .join(
                        logins,
                        expr("in_ip = attacker AND in_port = attacker_port AND until >= in_first - " + KNOCK
                                + " AND event_time <= in_last + INTERVAL 1 DAY"),
                        "left")
                .selectExpr(
                        "*",
                        "owned IS NOT NULL AS ours",
                        "coalesce(attacker_port > other_port, true) AS calls",
                        "CASE WHEN protocol = 1 THEN NULL ELSE least(srcport, dstport) END AS server_port")
                .selectExpr(
                        "*",
                        "CASE WHEN rule = 'N3' AND ours THEN 'own_side' WHEN rule = 'N3' THEN 'own_traffic' "
                                + "WHEN protocol = 1 THEN 'ping' WHEN NOT calls THEN 'called_out' "
                                + "WHEN server_port = 22 AND (in_ip IS NOT NULL OR packets > " + TRY_PACKETS
                                + ") THEN 'ssh_session' WHEN server_port = 22 THEN 'ssh_tried' "
                                + "ELSE 'connected' END AS verb")
                .selectExpr(
                        "object",
                        "record_index",
                        "event_id",
                        "event_time",
                        "end_time",
                        "CASE WHEN outward THEN srcaddr ELSE dstaddr END AS source_ip",
                        "account_id",
                        "aws_region",
                        "incident",
                        "'attacker' AS actor",
                        "grade",
                        "rule",
                        "verb",
                        "attacker",
                        // who sweeps hosts or ports does one thing: they are its targets
                        "CASE WHEN verb IN ('connected', 'own_traffic') THEN NULL ELSE other END AS other",
                        "machine",
                        "CASE WHEN verb = 'connected' THEN NULL WHEN verb = 'own_traffic' " + "AND server_port NOT IN ("
                                + KNOWN_PORTS + ") THEN NULL ELSE server_port END AS port",
                        "CASE action WHEN 'REJECT' THEN 'denied' ELSE 'success' END AS outcome",
                        "CASE WHEN verb = 'connected' THEN concat_ws(' port ', other, server_port) "
                                + "WHEN verb = 'own_traffic' THEN other END AS target",
                        "packets",
                        "CASE WHEN outward THEN 0L ELSE bytes END AS bytes");
        return Deeds.of(told, "flow");
    }
}
