package io.coldtrail.trace.owners;

import static org.apache.spark.sql.functions.col;

import io.coldtrail.trace.owners.Ownership.Kind;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Who held which address when, and whose interfaces were whose, as the items of AWS Config say. An item holds from
 * when Config saw it until the next item of that resource; the first item of a resource holds from when the resource
 * was launched, attached or made, where it says so. Items that change nothing about addresses do not leave Spark.
 *
 * @param holdings addresses by owner and time
 * @param attachments interfaces by instance and time
 */
public record ConfigOwners(List<Holding> holdings, List<Attachment> attachments) {
    private static final String FIELDS =
            "privateIpAddress STRING, publicIpAddress STRING, publicIp STRING, vpcId STRING, launchTime STRING, "
                    + "instanceId STRING, networkInterfaceId STRING, state STRUCT<name: STRING>, "
                    + "association STRUCT<publicIp: STRING>, attachment STRUCT<instanceId: STRING, attachTime: STRING>, "
                    + "privateIpAddresses ARRAY<STRUCT<privateIpAddress: STRING, association: STRUCT<publicIp: STRING>>>, "
                    + "networkInterfaces ARRAY<STRUCT<networkInterfaceId: STRING, privateIpAddress: STRING, "
                    + "association: STRUCT<publicIp: STRING>, "
                    + "privateIpAddresses: ARRAY<STRUCT<privateIpAddress: STRING, association: STRUCT<publicIp: STRING>>>>>, "
                    + "natGatewayAddresses ARRAY<STRUCT<publicIp: STRING, privateIp: STRING>>";

    private static final List<String> TYPES =
            List.of("AWS::EC2::Instance", "AWS::EC2::NetworkInterface", "AWS::EC2::EIP", "AWS::EC2::NatGateway");

    private static final String PRIVATE = all(
            "array(c.privateIpAddress)",
            "c.privateIpAddresses.privateIpAddress",
            "c.networkInterfaces.privateIpAddress",
            "flatten(c.networkInterfaces.privateIpAddresses).privateIpAddress",
            "c.natGatewayAddresses.privateIp");

    private static final String PUBLIC = all(
            "array(c.publicIpAddress, c.publicIp, c.association.publicIp)",
            "c.privateIpAddresses.association.publicIp",
            "c.networkInterfaces.association.publicIp",
            "flatten(c.networkInterfaces.privateIpAddresses).association.publicIp",
            "c.natGatewayAddresses.publicIp");

    /** What several arrays hold, once, in order; each may be null. */
    private static String all(String... arrays) {
        List<String> parts = new ArrayList<>();
        for (String array : arrays) {
            parts.add("coalesce(" + array + ", array())");
        }
        return "array_sort(array_distinct(array_compact(concat(" + String.join(", ", parts) + "))))";
    }

    /** Times of two ages: 2022-11-07T01:02:03.000Z and 2014-02-26T22:56:35.0000+0000. */
    private static String time(String field) {
        return "coalesce(try_to_timestamp(%1$s), try_to_timestamp(%1$s, \"yyyy-MM-dd'T'HH:mm:ss[.SSSS]Z\"))"
                .formatted(field);
    }

    /** What config_items says. */
    public static ConfigOwners read(Dataset<Row> items) {
        Dataset<Row> states = items.where("event_time IS NOT NULL AND resource_id IS NOT NULL")
                .where(col("resource_type").isin(TYPES.toArray()))
                .selectExpr(
                        "resource_type AS type",
                        "resource_id AS id",
                        "account_id AS account",
                        "event_time AS seen",
                        "created",
                        "object",
                        "record_index",
                        "coalesce(status LIKE 'ResourceDeleted%', false) AS deleted",
                        "from_json(configuration, '" + FIELDS + "') AS c")
                .selectExpr(
                        "*",
                        "coalesce(c.state.name IN ('terminated', 'shutting-down'), false) OR deleted AS gone",
                        PRIVATE + " AS private_ips",
                        PUBLIC + " AS public_ips",
                        "array_compact(coalesce(c.networkInterfaces.networkInterfaceId, array())) AS enis",
                        "coalesce(c.instanceId, c.attachment.instanceId) AS instance",
                        "coalesce(" + time("c.launchTime") + ", " + time("c.attachment.attachTime") + ", created)"
                                + " AS begun");
        Dataset<Row> changes = states.selectExpr(
                        "*", "struct(gone, private_ips, public_ips, enis, instance, c.networkInterfaceId) AS state")
                .selectExpr(
                        "*",
                        "lag(state) OVER (PARTITION BY type, id ORDER BY seen, object, record_index) AS was",
                        "row_number() OVER (PARTITION BY type, id ORDER BY seen, object, record_index) AS place")
                .where("place = 1 OR NOT (state <=> was)")
                .selectExpr(
                        "*", "lead(seen) OVER (PARTITION BY type, id ORDER BY seen, object, record_index) AS until");
        List<Holding> holdings = new ArrayList<>();
        List<Attachment> attachments = new ArrayList<>();
        List<Row> rows = changes.where("NOT gone")
                .selectExpr(
                        "type",
                        "id",
                        "account",
                        "c.vpcId AS vpc",
                        "instance",
                        "c.networkInterfaceId AS eni",
                        "private_ips",
                        "public_ips",
                        "enis",
                        "CASE WHEN place = 1 AND begun < seen THEN begun ELSE seen END AS since",
                        "until")
                .orderBy("since", "type", "id")
                .collectAsList();
        for (Row r : rows) {
            Instant from = instant(r, "since");
            Instant to = instant(r, "until");
            if (to != null && !from.isBefore(to)) {
                continue;
            }
            Ownership ownership = ownership(r, from, to);
            r.<String>getList(r.fieldIndex("private_ips")).forEach(ip -> holdings.add(new Holding(ip, ownership)));
            r.<String>getList(r.fieldIndex("public_ips")).forEach(ip -> holdings.add(new Holding(ip, ownership)));
            String type = r.getAs("type");
            if (type.equals("AWS::EC2::Instance")) {
                r.<String>getList(r.fieldIndex("enis"))
                        .forEach(eni -> attachments.add(new Attachment(eni, r.getAs("id"), from, to)));
            } else if (type.equals("AWS::EC2::NetworkInterface") && r.getAs("instance") != null) {
                attachments.add(new Attachment(r.getAs("id"), r.getAs("instance"), from, to));
            }
        }
        return new ConfigOwners(holdings, attachments);
    }

    private static Ownership ownership(Row r, Instant from, Instant to) {
        String type = r.getAs("type");
        String instance = r.getAs("instance");
        String eni = r.getAs("eni");
        Kind kind =
                switch (type) {
                    case "AWS::EC2::Instance" -> Kind.INSTANCE;
                    case "AWS::EC2::NatGateway" -> Kind.NAT_GATEWAY;
                    default -> instance != null
                            ? Kind.INSTANCE
                            : type.endsWith("NetworkInterface") || eni != null ? Kind.INTERFACE : Kind.ELASTIC_IP;
                };
        String owner = kind == Kind.INSTANCE && instance != null
                ? instance
                : kind == Kind.INTERFACE && eni != null ? eni : r.getAs("id");
        return new Ownership(kind, owner, r.getAs("account"), r.getAs("vpc"), from, to, "Config " + type);
    }

    private static Instant instant(Row r, String column) {
        Timestamp time = r.getAs(column);
        return time == null ? null : time.toInstant();
    }
}
