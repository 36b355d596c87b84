package io.coldtrail.report;

import io.coldtrail.lake.Severity;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Row;

/** A row of {@code incidents}. */
record Incident(
        String id,
        String title,
        List<String> story,
        String severity,
        String grade,
        Instant first,
        Instant last,
        Instant lastSuccess,
        List<String> accounts,
        List<String> regions,
        List<String> principals,
        List<String> addresses,
        List<String> tactics,
        long sessions,
        long events,
        long succeeded,
        long denied,
        long undecided,
        long responder,
        long steps) {
    /** The gravest first, of equals the one with more events, then by id. */
    static final Comparator<Incident> WORST_FIRST = Comparator.comparingInt(Incident::rank)
            .reversed()
            .thenComparing(Comparator.comparingLong(Incident::events).reversed())
            .thenComparing(Incident::id);

    static Incident of(Row row) {
        Cells c = new Cells(row);
        return new Incident(
                c.word("incident_id"),
                c.word("title"),
                c.word("story").lines().filter(s -> !s.isBlank()).toList(),
                c.word("severity"),
                c.word("grade"),
                c.time("first_seen"),
                c.time("last_seen"),
                c.time("last_success"),
                c.texts("accounts"),
                c.texts("regions"),
                c.texts("principals"),
                c.texts("addresses"),
                c.texts("tactics"),
                c.count("n_sessions"),
                c.count("n_events"),
                c.count("n_success"),
                c.count("n_denied"),
                c.count("n_ambiguous"),
                c.count("n_responder"),
                c.count("n_steps"));
    }

    private int rank() {
        return Severity.of(severity).map(Severity::ordinal).orElse(-1);
    }
}
