package io.coldtrail.trace.coverage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import io.coldtrail.trace.coverage.Spot.State;
import io.coldtrail.trace.incident.CaseRecords;
import io.coldtrail.trace.incident.Cell;
import io.coldtrail.trace.incident.Question;
import io.coldtrail.trace.incident.Say;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Machines that were reached over SSH while their sshd log says nothing: never shipped, or cut. */
final class SilentHosts implements Check {
    private static final int SPOTS = 100;
    /** Fewer packets than a login try needs are no conversation with sshd. */
    private static final int PACKETS = 11;

    @Override
    public List<Spot> find(CaseRecords records) {
        List<Spot> spots = new ArrayList<>();
        Dataset<Row> hours = FlowMachines.flows(records)
                .where("dstport = 22 AND action = 'ACCEPT' AND packets >= " + PACKETS
                        + " AND coalesce(flow_direction, 'ingress') = 'ingress' AND machine IS NOT NULL")
                .groupBy(col("machine").as("instance_id"), col("account_id"), col("aws_region"))
                .agg(expr("count(*) AS n"), expr("collect_set(date_trunc('HOUR', event_time)) AS reached"));
        Dataset<Row> told = records.events("host_auth")
                .where("instance_id IS NOT NULL")
                .groupBy("instance_id")
                .agg(
                        expr("collect_set(date_trunc('HOUR', event_time)) AS told"),
                        expr("collect_set(date_trunc('HOUR', event_time + INTERVAL 5 MINUTES)) AS told_late"),
                        expr("collect_set(date_trunc('HOUR', event_time - INTERVAL 5 MINUTES)) AS told_early"));
        hours.join(told, new String[] {"instance_id"}, "left")
                .withColumn(
                        "silent",
                        expr("array_sort(array_except(array_except(array_except(reached, coalesce(told, array())),"
                                + " coalesce(told_late, array())), coalesce(told_early, array())))"))
                .where("size(silent) > 0")
                .selectExpr(
                        "instance_id",
                        "account_id",
                        "aws_region",
                        "n",
                        "told IS NULL AS never",
                        "size(silent) AS hours",
                        "silent[0] AS time_from",
                        "element_at(silent, -1) + INTERVAL 1 HOUR AS time_to")
                .orderBy("instance_id")
                .limit(SPOTS)
                .collectAsList()
                .forEach(r -> spots.add(spot(r)));
        return spots;
    }

    private static Spot spot(Row r) {
        boolean never = r.getAs("never");
        String instance = r.getAs("instance_id");
        return Spot.of(
                        "silent_host",
                        "host_auth",
                        "instance " + instance,
                        never ? State.OFF : State.PARTIAL,
                        never
                                ? instance + " was reached over SSH " + Say.times(Cell.number(r, "n"))
                                        + ", and no sshd message of it is in the archive: who logged in, cannot tell."
                                : "The sshd log of " + instance + " is silent in "
                                        + Say.count(Cell.number(r, "hours"), "hour", "hours")
                                        + " in which it was reached over SSH, "
                                        + Say.span(Cell.time(r, "time_from"), Cell.time(r, "time_to"))
                                        + ": who logged in then, cannot tell.",
                        Question.BRUTE_FORCE,
                        Question.CREDENTIALS)
                .in(r.getAs("account_id"), r.getAs("aws_region"))
                .during(Cell.time(r, "time_from"), Cell.time(r, "time_to"));
    }
}
