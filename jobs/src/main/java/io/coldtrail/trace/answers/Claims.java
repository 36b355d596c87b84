package io.coldtrail.trace.answers;

import io.coldtrail.lake.Together;
import io.coldtrail.trace.WorkingSet;
import io.coldtrail.trace.containment.Containment;
import io.coldtrail.trace.coverage.BlindSpots;
import io.coldtrail.trace.coverage.Coverage;
import io.coldtrail.trace.coverage.Spot;
import io.coldtrail.trace.exposure.Exposures;
import io.coldtrail.trace.incident.CaseRecords;
import io.coldtrail.trace.incident.IncidentView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Row;

/**
 * What the trace answers by itself: tables {@code blind_spots}, {@code exposures}, {@code containment} and, from these,
 * {@code claims}. Runs on what the trace wrote before.
 */
public final class Claims {
    private static final List<Answer> ANSWERS = List.of(
            new BruteForce(),
            new Stolen(),
            new Actions(),
            new Encryption(),
            new Objects(),
            new ActorOrTarget(),
            new Contained(),
            new Automation());

    private Claims() {}

    /** Replaces the four tables. */
    public static void write(WorkingSet set) {
        CaseRecords records = new CaseRecords(set);
        Together reads = new Together();
        reads.start(() -> Exposures.write(records));
        List<Spot> spots = BlindSpots.write(records);
        List<Row> rows = new ArrayList<>();
        if (records.incidents().isEmpty()) {
            reads.end();
            set.replace("containment", rows);
        } else {
            Coverage coverage = new Coverage(records, spots);
            reads.end();
            Containment.write(records, coverage);
            for (IncidentView incident : records.incidents()) {
                rows.addAll(claims(Known.of(records, incident, coverage)));
            }
        }
        set.replace("claims", rows);
    }

    private static List<Row> claims(Known known) {
        Map<String, Row> rows = new TreeMap<>();
        List<List<Claim>> answers = Together.all(ANSWERS.stream()
                .map(answer -> (Callable<List<Claim>>) () -> answer.to(known))
                .toList());
        for (List<Claim> claims : answers) {
            int seq = 0;
            for (Claim claim : claims) {
                Row row = claim.row(known.incident(), ++seq);
                rows.putIfAbsent(row.getString(0), row);
            }
        }
        return List.copyOf(rows.values());
    }
}
