package io.coldtrail.trace.containment;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import io.coldtrail.trace.coverage.Coverage;
import io.coldtrail.trace.incident.CaseRecords;
import io.coldtrail.trace.incident.IncidentView;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a rule of containment looks at.
 *
 * @param acts calls that may contain
 * @param exposures rows of the table, of this incident
 * @param others who else uses what the attacker used
 * @param interfaces network interfaces of the incident's instances, by instance
 */
record Scene(
        CaseRecords records,
        IncidentView incident,
        Coverage coverage,
        List<Act> acts,
        List<Row> exposures,
        OtherUse others,
        Map<String, Set<String>> interfaces) {
    private static final int MOST = 1_000;

    List<Row> exposed(String kind) {
        return exposures.stream().filter(e -> kind.equals(e.getAs("kind"))).toList();
    }

    /** The attacker's records of a log, with {@code through}: they succeeded. */
    Dataset<Row> attack(String log) {
        Dataset<Row> mine = records.attackIn(log).where(col("incident_id").equalTo(incident.id()));
        return switch (log) {
            case "flow" -> mine.withColumn("through", expr("action = 'ACCEPT'"));
            case "host_auth" -> mine.withColumn("through", expr("action = 'accepted'"));
            default -> mine.withColumn("through", expr("outcome = 'success'"));
        };
    }

    /** The attacker's flows from some of their addresses, as the interfaces at the other end saw them. */
    Dataset<Row> flowsFrom(Collection<String> addresses) {
        return attack("flow")
                .where(col("srcaddr")
                        .isin(addresses.toArray())
                        // what leaves a machine of the attacker's says nothing of what reached its target
                        .and(not(at(incident.attackers()))));
    }

    /** The attacker's flows at the interfaces of a machine. */
    Dataset<Row> flowsAt(String machine) {
        return attack("flow").where(at(Set.of(machine)));
    }

    /** Flows that the interfaces of these machines saw; the formats that name the instance need no AWS Config. */
    private Column at(Set<String> machines) {
        Object[] theirs = machines.stream()
                .flatMap(m -> interfaces.getOrDefault(m, Set.of()).stream())
                .toArray();
        return coalesce(col("interface_id").isin(theirs), lit(false))
                .or(coalesce(col("instance_id").isin(machines.toArray()), lit(false)));
    }

    /** Network interfaces by the instance that AWS Config saw them at. */
    static Map<String, Set<String>> interfaces(CaseRecords records, IncidentView incident) {
        Set<String> machines = new TreeSet<>(incident.machines());
        machines.addAll(incident.attackers());
        Map<String, Set<String>> interfaces = new TreeMap<>();
        records.events("config_items")
                .where("resource_type = 'AWS::EC2::NetworkInterface'")
                .withColumn("machine", expr("get_json_object(configuration, '$.attachment.instanceId')"))
                .where(col("machine").isin(machines.toArray()))
                .select("machine", "resource_id")
                .distinct()
                .orderBy("machine", "resource_id")
                .limit(MOST)
                .collectAsList()
                .forEach(i -> interfaces
                        .computeIfAbsent(i.getAs("machine"), m -> new TreeSet<>())
                        .add(i.getAs("resource_id")));
        return interfaces;
    }

    boolean covers(String log, Collection<String> places, Instant time) {
        Instant end = incident.last() == null || incident.last().isBefore(time) ? time : incident.last();
        return coverage.share(log, places, time, end) > 0;
    }
}
