package io.coldtrail.trace.containment;

import static org.apache.spark.sql.functions.col;

import io.coldtrail.lake.Together;
import io.coldtrail.trace.coverage.Coverage;
import io.coldtrail.trace.incident.CaseRecords;
import io.coldtrail.trace.incident.IncidentView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/**
 * Table {@code containment}: each control against the attacker with its verdict, and each that is missing. Reads table
 * {@code exposures}. A tag is no control: it keeps nobody out.
 */
public final class Containment {
    private static final int MOST_EXPOSURES = 2_000;

    private Containment() {}

    /** Replaces the table. */
    public static void write(CaseRecords records, Coverage coverage) {
        List<Row> rows = new ArrayList<>();
        for (IncidentView incident : records.incidents()) {
            if (incident.first() != null && incident.last() != null) {
                rows.addAll(rows(records, coverage, incident));
            }
        }
        records.replace("containment", rows);
    }

    private static List<Row> rows(CaseRecords records, Coverage coverage, IncidentView incident) {
        List<Row> exposures = records.table("exposures")
                .where(col("incident_id").equalTo(incident.id()))
                .orderBy("kind", "exposure_id")
                .limit(MOST_EXPOSURES)
                .collectAsList();
        Scene scene = new Scene(
                records,
                incident,
                coverage,
                Act.of(records, incident),
                exposures,
                OtherUse.find(records, incident, exposures),
                Scene.interfaces(records, incident));
        List<Measure> measures = Together.<List<Measure>>all(List.of(
                        () -> Credentials.find(scene),
                        () -> Addresses.find(scene),
                        () -> Machines.find(scene),
                        () -> Buckets.find(scene)))
                .stream()
                .flatMap(List::stream)
                .toList();
        Map<String, Row> rows = new TreeMap<>();
        int priority = 0;
        for (Measure measure : measures.stream()
                .sorted(Comparator.comparing((Measure m) -> !m.verdict().equals("BROKEN"))
                        .thenComparing(Measure::control)
                        .thenComparing(m -> String.valueOf(m.target()))
                        .thenComparing(
                                m -> m.call() == null ? null : m.call().time(),
                                Comparator.nullsFirst(Comparator.naturalOrder())))
                .toList()) {
            Row row = measure.row(incident, measure.isOpen() ? ++priority : null);
            rows.putIfAbsent(row.getString(0), row);
        }
        return List.copyOf(rows.values());
    }
}
