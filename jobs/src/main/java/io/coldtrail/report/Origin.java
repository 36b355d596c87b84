package io.coldtrail.report;

import java.time.Instant;
import org.apache.spark.sql.Row;

/** Calls of {@code attribution} that share session, address, actor and the rule that decided. */
record Origin(
        String session,
        String address,
        String actor,
        String grade,
        String rule,
        Instant first,
        Instant last,
        long n,
        String incident) {
    static Origin of(Row row) {
        Cells c = new Cells(row);
        return new Origin(
                c.word("session_id"),
                c.word("source_ip"),
                c.word("actor"),
                c.word("grade"),
                c.word("rule"),
                c.time("first"),
                c.time("last"),
                c.count("n"),
                c.text("incident_id"));
    }
}
