package io.coldtrail.trace.coverage;

import static org.apache.spark.sql.functions.expr;

import io.coldtrail.trace.coverage.Spot.State;
import io.coldtrail.trace.incident.CaseRecords;
import io.coldtrail.trace.incident.Cell;
import io.coldtrail.trace.incident.Evidence;
import io.coldtrail.trace.incident.Question;
import io.coldtrail.trace.incident.Say;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What flow logs leave out: networks and interfaces without any, lost records, one action alone, no TCP flags. */
final class FlowHoles implements Check {
    private static final Question[] TOUCHED = {Question.BRUTE_FORCE, Question.ACTOR_OR_TARGET, Question.CONTAINED};
    private static final int MOST = 10_000;
    private static final int SPOTS = 100;
    /** From so many records on, one action alone is a setting of the log and no chance. */
    private static final int ENOUGH = 100;

    @Override
    public List<Spot> find(CaseRecords records) {
        List<Spot> spots = new ArrayList<>();
        if (records.isAbsent("flow")) {
            return spots;
        }
        Dataset<Row> flow = records.events("flow");
        lost(spots, FlowMachines.flows(records));
        oneAction(spots, flow);
        noFlags(spots, flow);
        networks(spots, records, flow);
        return spots;
    }

    /** By the day: a machine that lost records in the morning and at night was seen at noon. */
    private static void lost(List<Spot> spots, Dataset<Row> flow) {
        flow.where("log_status = 'SKIPDATA'")
                .groupBy("account_id", "aws_region", "interface_id", "event_date")
                .agg(
                        expr("max(machine) AS machine"),
                        expr("count(*) AS n"),
                        expr("min(event_time) AS time_from"),
                        expr("max(coalesce(end_time, event_time)) AS time_to"),
                        expr("min_by(struct(object, record_index), struct(event_time, object, record_index)) AS place"))
                .select("*", "place.*")
                .orderBy("event_date", "account_id", "aws_region", "interface_id")
                .limit(SPOTS)
                .collectAsList()
                .forEach(r -> spots.add(Spot.of(
                                "skipdata",
                                "flow",
                                r.getAs("machine") == null
                                        ? "interface " + r.getAs("interface_id")
                                        : "instance " + r.getAs("machine"),
                                State.PARTIAL,
                                "AWS lost records of " + r.getAs("interface_id") + " "
                                        + Say.times(Cell.number(r, "n")) + " (SKIPDATA), "
                                        + Say.span(Cell.time(r, "time_from"), Cell.time(r, "time_to"))
                                        + ": who connected then, cannot tell for sure.",
                                TOUCHED)
                        .in(r.getAs("account_id"), r.getAs("aws_region"))
                        .during(Cell.time(r, "time_from"), Cell.time(r, "time_to"))
                        .shownBy(List.of(Evidence.ref("flow", r.getAs("object"), r.getAs("record_index"))))));
    }

    private static void oneAction(List<Spot> spots, Dataset<Row> flow) {
        flow.where("action IS NOT NULL")
                .groupBy("account_id", "aws_region")
                .agg(expr("count_if(action = 'ACCEPT') AS accepted"), expr("count_if(action = 'REJECT') AS rejected"))
                .where("(accepted = 0 OR rejected = 0) AND accepted + rejected >= " + ENOUGH)
                .orderBy("account_id", "aws_region")
                .limit(SPOTS)
                .collectAsList()
                .forEach(r -> {
                    boolean accepted = Cell.number(r, "accepted") > 0;
                    String place = "account " + r.getAs("account_id") + ", " + r.getAs("aws_region");
                    spots.add(Spot.of(
                                    "one_action",
                                    "flow",
                                    place,
                                    State.PARTIAL,
                                    "Flow logs of " + place + " hold "
                                            + (accepted
                                                    ? "only accepted traffic: what was refused, cannot tell."
                                                    : "only refused traffic: who got through, cannot tell."),
                                    TOUCHED)
                            .in(r.getAs("account_id"), r.getAs("aws_region")));
                });
    }

    private static void noFlags(List<Spot> spots, Dataset<Row> flow) {
        Row r = flow.where("format IS NOT NULL AND NOT replace(format, '_', '-') LIKE '%tcp-flags%'")
                .agg(expr("count(*) AS n"), expr("array_sort(slice(collect_set(interface_id), 1, 1000)) AS interfaces"))
                .first();
        if (Cell.number(r, "n") > 0) {
            List<String> interfaces = Cell.texts(r, "interfaces");
            spots.add(Spot.of(
                    "no_tcp_flags",
                    "flow",
                    "interfaces " + Say.list(interfaces),
                    State.PARTIAL,
                    "Flow logs of " + Say.list(interfaces)
                            + " have no TCP flags: which side began a connection is told by ports alone.",
                    Question.BRUTE_FORCE,
                    Question.ACTOR_OR_TARGET));
        }
    }

    private static void networks(List<Spot> spots, CaseRecords records, Dataset<Row> flow) {
        // interface, VPC and instance as AWS Config has them
        Dataset<Row> configured = records.events("config_items")
                .where("resource_type = 'AWS::EC2::NetworkInterface' AND coalesce(status, '') NOT LIKE '%Deleted%'")
                .select(expr("resource_id AS interface_id"), expr("get_json_object(configuration, '$.vpcId') AS vpc"));
        Dataset<Row> logged = flow.select("interface_id", "vpc_id").distinct();
        Dataset<Row> seen = logged.join(configured.distinct(), new String[] {"interface_id"}, "left")
                .select(expr("coalesce(vpc_id, vpc) AS vpc"))
                .where("vpc IS NOT NULL")
                .distinct();
        Set<String> vpcs = texts(seen);
        Set<String> made = texts(records.events("cloudtrail")
                .where("event_source = 'ec2.amazonaws.com' AND outcome = 'success' AND response_elements LIKE '%vpc-%'")
                .select(expr("regexp_extract(response_elements, '(vpc-[0-9a-f]{8,17})', 1)"))
                .union(configured.select("vpc")));
        made.removeAll(vpcs);
        made.removeIf(v -> v.isEmpty());
        if (!vpcs.isEmpty() && !made.isEmpty()) {
            spots.add(Spot.of(
                    "network_absent",
                    "flow",
                    "VPC " + Say.list(made),
                    State.OFF,
                    "CloudTrail or AWS Config name VPC " + Say.list(made)
                            + ", and no flow record is of it: who connected there, cannot tell.",
                    TOUCHED));
        }
        Set<String> silent =
                texts(configured.select("interface_id").join(logged, new String[] {"interface_id"}, "left_anti"));
        if (!silent.isEmpty()) {
            spots.add(Spot.of(
                    "interface_absent",
                    "flow",
                    "interfaces " + Say.list(silent),
                    State.PARTIAL,
                    "AWS Config knows " + Say.count(silent.size(), "interface", "interfaces")
                            + " without flow records: " + Say.list(silent) + ".",
                    TOUCHED));
        }
        Set<String> resolved = texts(records.events("dns").select("vpc_id"));
        vpcs.removeAll(resolved);
        if (!resolved.isEmpty() && !vpcs.isEmpty()) {
            spots.add(Spot.of(
                    "network_absent",
                    "dns",
                    "VPC " + Say.list(vpcs),
                    State.OFF,
                    "VPC " + Say.list(vpcs) + " has flow records and no DNS queries: which names its machines asked"
                            + " for, cannot tell.",
                    Question.ACTIONS));
        }
    }

    private static Set<String> texts(Dataset<Row> column) {
        Set<String> texts = new TreeSet<>();
        column.distinct().limit(MOST).collectAsList().forEach(r -> {
            if (r.getString(0) != null) {
                texts.add(r.getString(0));
            }
        });
        return texts;
    }
}
