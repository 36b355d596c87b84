package io.coldtrail.trace.coverage;

import static org.apache.spark.sql.functions.expr;

import io.coldtrail.trace.incident.CaseRecords;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Whose flows are whose. */
final class FlowMachines {
    private FlowMachines() {}

    /** Flows with {@code machine}, the instance behind the interface: the record says it, else AWS Config. */
    static Dataset<Row> flows(CaseRecords records) {
        Dataset<Row> machines = records.events("config_items")
                .where("resource_type = 'AWS::EC2::NetworkInterface'")
                .selectExpr(
                        "resource_id AS interface_id",
                        "get_json_object(configuration, '$.attachment.instanceId') AS attached")
                .where("attached IS NOT NULL")
                .groupBy("interface_id")
                .agg(expr("max(attached) AS attached"));
        return records.events("flow")
                .join(machines, new String[] {"interface_id"}, "left")
                .withColumn("machine", expr("coalesce(instance_id, attached)"))
                .drop("attached");
    }
}
