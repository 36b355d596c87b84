package io.coldtrail.trace.owners;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.hash;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;

import io.coldtrail.trace.owners.Ownership.Kind;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Who held which private address, as flow logs say: an interface always logs its own primary private address, as
 * source or as destination. Where the record has no direction, its own address is the one that all its records have.
 * Distinct owners only leave Spark.
 *
 * @param holdings private addresses by owner and time, open
 * @param attachments interfaces by instance and time, open
 */
public record FlowOwners(List<Holding> holdings, List<Attachment> attachments) {
    /** To count each address that an interface met is dear where it meets the internet. */
    private static final int PARTS = 64;

    /** What table flow says. */
    public static FlowOwners read(Dataset<Row> flow) {
        Dataset<Row> ends = flow.where("event_time IS NOT NULL AND interface_id IS NOT NULL AND srcaddr IS NOT NULL")
                .selectExpr(
                        "interface_id",
                        "instance_id",
                        "account_id",
                        "vpc_id",
                        "event_time",
                        "explode(CASE flow_direction WHEN 'ingress' THEN array(dstaddr) WHEN 'egress' "
                                + "THEN array(srcaddr) ELSE array_distinct(array(srcaddr, dstaddr)) END) AS ip",
                        // a record without direction counts half for each of its two ends
                        "CASE WHEN flow_direction IN ('ingress', 'egress') OR srcaddr = dstaddr THEN 1.0D ELSE 0.5D END"
                                + " AS share")
                .withColumn("part", pmod(hash(col("ip")), lit(PARTS)));
        List<Row> rows = ends.join(broadcast(halves(ends)), new String[] {"interface_id", "part"})
                .groupBy("interface_id", "ip", "total")
                .agg(
                        expr("max(instance_id)").as("instance"),
                        expr("max(account_id)").as("account"),
                        expr("max(vpc_id)").as("vpc"),
                        expr("min(event_time)").as("since"),
                        expr("sum(share)").as("records"))
                .selectExpr("*", "count_if(records >= total / 2) OVER (PARTITION BY interface_id) AS owns")
                .where("records >= total / 2 AND owns = 1")
                .orderBy("since", "interface_id")
                .collectAsList();
        List<Holding> holdings = new ArrayList<>();
        List<Attachment> attachments = new ArrayList<>();
        for (Row r : rows) {
            String instance = r.getAs("instance");
            String eni = r.getAs("interface_id");
            Timestamp since = r.getAs("since");
            if (instance != null) {
                attachments.add(new Attachment(eni, instance, since.toInstant(), null));
            }
            holdings.add(new Holding(
                    r.getAs("ip"),
                    new Ownership(
                            instance != null ? Kind.INSTANCE : Kind.INTERFACE,
                            instance != null ? instance : eni,
                            r.getAs("account"),
                            r.getAs("vpc"),
                            since.toInstant(),
                            null,
                            "flow logs")));
        }
        return new FlowOwners(holdings, attachments);
    }

    /** Parts of all addresses that half of an interface's records fall into: what lies in others is of its peers. */
    private static Dataset<Row> halves(Dataset<Row> ends) {
        return ends.groupBy("interface_id", "part")
                .agg(expr("sum(share)").as("records"))
                .selectExpr("*", "sum(records) OVER (PARTITION BY interface_id) AS total")
                .where("records >= total / 2")
                .drop("records");
    }
}
