package io.coldtrail.trace.records;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * What fell, as far as other logs can show it: few things, so they go to every task.
 *
 * @param addresses addresses of the attacker
 * @param instances instances that are the attacker's own
 * @param owned addresses of the estate that are not the attacker's
 * @param machines machines on which the attacker called AWS, by session
 */
public record Fallen(
        List<UsedAddress> addresses, List<OwnInstance> instances, List<String> owned, List<Machine> machines) {
    /**
     * An address for a time in which it was the attacker's.
     *
     * @param account network it is private in, null for a public one
     * @param to inclusive, null for open
     */
    public record UsedAddress(String ip, String account, Instant from, Instant to, String incident, String grade) {}

    /**
     * An instance, or one of its interfaces, for a time in which it was the attacker's own.
     *
     * @param id instance or interface
     * @param instance instance
     * @param ips its private addresses
     */
    public record OwnInstance(
            String id, String instance, List<String> ips, Instant from, Instant to, String incident, String grade) {}

    /**
     * A machine that holds the credentials of a session.
     *
     * @param since when the attack on it began: what it did before is its own way
     */
    public record Machine(String session, String instance, Instant since) {}

    /** True where no record of another log can be anyone's. */
    public boolean isEmpty() {
        return addresses.isEmpty() && instances.isEmpty() && machines.isEmpty();
    }

    /** Addresses of the attacker, for a filter before the join. */
    Object[] ips() {
        return addresses.stream().map(UsedAddress::ip).distinct().toArray();
    }

    /** Ids of the attacker's instances and their interfaces. */
    Object[] ids() {
        return instances.stream().map(OwnInstance::id).distinct().toArray();
    }

    Dataset<Row> addresses(SparkSession spark) {
        List<Row> rows = new ArrayList<>();
        addresses.forEach(a -> rows.add(
                RowFactory.create(a.ip(), a.account(), time(a.from()), time(a.to()), a.incident(), a.grade())));
        return functions.broadcast(spark.createDataFrame(
                rows,
                StructType.fromDDL("used string, used_in string, used_from timestamp, used_to timestamp, "
                        + "incident string, grade string")));
    }

    Dataset<Row> instances(SparkSession spark) {
        List<Row> rows = new ArrayList<>();
        instances.forEach(i -> rows.add(RowFactory.create(
                i.id(),
                i.instance(),
                i.ips().toArray(String[]::new),
                time(i.from()),
                time(i.to()),
                i.incident(),
                i.grade())));
        return functions.broadcast(spark.createDataFrame(
                rows,
                StructType.fromDDL(
                        "own string, own_instance string, own_ips array<string>, own_from timestamp, own_to timestamp, "
                                + "incident string, grade string")));
    }

    Dataset<Row> owned(SparkSession spark) {
        List<Row> rows = new ArrayList<>();
        owned.forEach(ip -> rows.add(RowFactory.create(ip)));
        return functions.broadcast(spark.createDataFrame(rows, StructType.fromDDL("owned string")));
    }

    Dataset<Row> machines(SparkSession spark) {
        List<Row> rows = new ArrayList<>();
        machines.forEach(m -> rows.add(RowFactory.create(m.session(), m.instance(), time(m.since()))));
        return functions.broadcast(
                spark.createDataFrame(rows, StructType.fromDDL("session_id string, machine string, since timestamp")));
    }

    /** Times beyond what a timestamp holds are open. */
    private static Timestamp time(Instant instant) {
        boolean open = instant == null || instant.equals(Instant.MAX) || instant.equals(Instant.MIN);
        return open ? null : Timestamp.from(instant);
    }
}
