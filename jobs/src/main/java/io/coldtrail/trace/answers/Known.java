package io.coldtrail.trace.answers;

import static org.apache.spark.sql.functions.col;

import io.coldtrail.trace.coverage.Coverage;
import io.coldtrail.trace.incident.CaseRecords;
import io.coldtrail.trace.incident.IncidentView;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What an answer is read from.
 *
 * @param exposures rows of the table, of this incident
 * @param containment rows of the table, of this incident
 * @param bruteForce hits of the hunts for guessed SSH passwords, of its addresses and machines
 */
record Known(
        CaseRecords records,
        IncidentView incident,
        Coverage coverage,
        List<Row> exposures,
        List<Row> containment,
        List<Row> bruteForce) {
    private static final int MOST = 2_000;

    static Known of(CaseRecords records, IncidentView incident, Coverage coverage) {
        Object[] machines = union(incident.machines(), incident.attackers()).toArray();
        Object[] addresses = incident.addresses().toArray();
        return new Known(
                records,
                incident,
                coverage,
                rows(records, "exposures", incident),
                rows(records, "containment", incident),
                records.table("hits")
                        .where(col("finding_type")
                                .contains("SSHBruteForce")
                                .and(col("remote_ip")
                                        .isin(addresses)
                                        .or(col("local_ip").isin(addresses))
                                        .or(col("instance_id").isin(machines))))
                        .orderBy("time_first", "hit_id")
                        .limit(MOST)
                        .collectAsList());
    }

    private static Set<String> union(Set<String> a, Set<String> b) {
        Set<String> all = new TreeSet<>(a);
        all.addAll(b);
        return all;
    }

    private static List<Row> rows(CaseRecords records, String table, IncidentView incident) {
        Dataset<Row> rows = records.table(table).where(col("incident_id").equalTo(incident.id()));
        boolean told = table.equals("exposures");
        return rows.orderBy(told ? "time_first" : "time", told ? "exposure_id" : "containment_id")
                .limit(MOST)
                .collectAsList();
    }

    List<Row> exposed(String kind) {
        return exposures.stream().filter(e -> kind.equals(e.getAs("kind"))).toList();
    }

    /** The attacker's records of a log, in this incident. */
    Dataset<Row> attack(String log) {
        return records.attackIn(log).where(col("incident_id").equalTo(incident.id()));
    }

    double share(String log, Collection<String> places, Instant from, Instant to) {
        return coverage.share(log, places, from, to);
    }

    /** Of the incident's time, in its accounts and regions. */
    double ofCalls() {
        Set<String> places = new TreeSet<>();
        incident.accounts().forEach(a -> incident.regions().forEach(r -> places.add(a + " " + r)));
        // a region in which the attacker did nothing in this account has no place in the mean
        Set<String> there = new TreeSet<>(places);
        there.retainAll(coverage.places(Coverage.CALLS));
        return share(Coverage.CALLS, there.isEmpty() ? places : there, incident.first(), incident.last());
    }

    /** Of requests to buckets: a data event or a line of the access log, either shows it. */
    double ofRequests(Collection<String> buckets, Instant from, Instant to) {
        return Math.max(share(Coverage.DATA_EVENTS, buckets, from, to), share(Coverage.S3_ACCESS, buckets, from, to));
    }
}
