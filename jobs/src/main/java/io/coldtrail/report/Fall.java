package io.coldtrail.report;

import java.time.Instant;
import java.util.Comparator;
import org.apache.spark.sql.Row;

/** A row of {@code spread}: a node that fell, and from where. */
record Fall(
        String node,
        String kind,
        String state,
        String grade,
        Instant from,
        Instant to,
        String rule,
        String parent,
        String reason,
        String event,
        String object,
        Long index,
        int hop,
        String incident) {
    /** Seeds first, then as it spread. */
    static final Comparator<Fall> IN_ORDER = Comparator.comparingInt(Fall::hop)
            .thenComparing(Fall::from, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Fall::node)
            .thenComparing(f -> f.parent == null ? "" : f.parent)
            .thenComparing(Fall::rule);

    static Fall of(Row row) {
        Cells c = new Cells(row);
        return new Fall(
                c.word("node"),
                c.word("kind"),
                c.word("state"),
                c.word("grade"),
                c.time("from_lo"),
                c.time("to"),
                c.word("rule"),
                c.text("parent"),
                c.word("reason"),
                c.word("event_id"),
                c.word("object"),
                c.number("record_index"),
                (int) c.count("hop"),
                c.word("incident_id"));
    }

    public boolean used() {
        return state.equalsIgnoreCase("USED");
    }

    /** A question for people, not a step of the spread. */
    public boolean review() {
        return kind.equals("review") || grade.equals("C");
    }
}
