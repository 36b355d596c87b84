package io.coldtrail.trace.containment;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.when;

import io.coldtrail.trace.incident.CaseRecords;
import io.coldtrail.trace.incident.Cell;
import io.coldtrail.trace.incident.HeldSession;
import io.coldtrail.trace.incident.IncidentView;
import io.coldtrail.trace.incident.Say;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Row;

/**
 * Who else used the roles and users that the attacker used, in the week before the attack ended: what taking them away
 * would break. All are counted in one pass.
 */
final class OtherUse {
    /** Who else uses a thing shows in a week. */
    private static final Duration WEEK = Duration.ofDays(7);

    private final Map<String, Row> byPrincipal = new HashMap<>();

    private OtherUse() {}

    /** @param exposures of the incident: the credentials among them are the stolen ones */
    static OtherUse find(CaseRecords records, IncidentView incident, List<Row> exposures) {
        OtherUse use = new OtherUse();
        Set<String> principals = new TreeSet<>();
        Set<String> stolen = new TreeSet<>();
        incident.used().stream()
                .map(HeldSession::principal)
                .filter(Objects::nonNull)
                .forEach(principals::add);
        for (Row exposure : exposures) {
            if ("credential".equals(exposure.getAs("kind"))) {
                stolen.add(exposure.getAs("item"));
                if (exposure.getAs("container") != null) {
                    principals.add(exposure.getAs("container"));
                }
            }
        }
        if (!principals.isEmpty()) {
            use.look(records, principals, stolen, incident.last());
        }
        return use;
    }

    private void look(CaseRecords records, Set<String> principals, Set<String> stolen, Instant end) {
        records.othersIn("cloudtrail")
                .withColumn("principal", expr("coalesce(issuer_arn, user_arn)"))
                .where(col("principal")
                        .isin(principals.toArray())
                        .and(col("event_time").between(Timestamp.from(end.minus(WEEK)), Timestamp.from(end))))
                .groupBy("principal")
                .agg(
                        expr("count(*) AS n"),
                        expr("count(DISTINCT source_ip) AS addresses"),
                        count(when(col("access_key_id").isin(stolen.toArray()), 1))
                                .as("with_key"),
                        expr("slice(array_sort(collect_set(regexp_extract(user_arn, '/(i-[0-9a-f]+)$', 1))), 1, 100)"
                                + " AS machines"))
                .collectAsList()
                .forEach(r -> byPrincipal.put(r.getAs("principal"), r));
    }

    /** In words. */
    String of(String principal) {
        Row r = byPrincipal.get(principal);
        if (r == null) {
            return "Nobody else is seen to use " + Say.name(principal) + " in the week before.";
        }
        List<String> machines =
                Cell.texts(r, "machines").stream().filter(m -> !m.isEmpty()).toList();
        return Say.name(principal) + " is used by others too: in the week before, "
                + Say.count(Cell.number(r, "n"), "call", "calls") + " that are not the attacker's, "
                + (Cell.number(r, "with_key") == 0
                        ? "none with a stolen key"
                        : Say.number(Cell.number(r, "with_key")) + " of them with the stolen key")
                + ", from "
                + Say.count(Cell.number(r, "addresses"), "address", "addresses")
                + (machines.isEmpty()
                        ? ""
                        : ", on " + Say.count(machines.size(), "instance", "instances") + " (" + Say.list(machines)
                                + ")")
                + ".";
    }
}
