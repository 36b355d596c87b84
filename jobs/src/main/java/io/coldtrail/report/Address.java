package io.coldtrail.report;

import java.time.Instant;
import java.util.Comparator;
import org.apache.spark.sql.Row;

/** A row of {@code addresses}. */
record Address(
        String ip,
        String scope,
        String ownerKind,
        String owner,
        Instant first,
        Instant last,
        long n,
        long denied,
        long principals,
        String hub,
        String listed,
        String state,
        String grade,
        String rule,
        String incident) {
    static final Comparator<Address> IN_ORDER = Comparator.comparing((Address a) -> a.state.isEmpty())
            .thenComparing(Comparator.comparingLong(Address::n).reversed())
            .thenComparing(Address::ip)
            .thenComparing(a -> a.owner == null ? "" : a.owner);

    static Address of(Row row) {
        Cells c = new Cells(row);
        return new Address(
                c.word("ip"),
                c.word("scope"),
                c.text("owner_kind"),
                c.text("owner"),
                c.time("first_seen"),
                c.time("last_seen"),
                c.count("n"),
                c.count("n_denied"),
                c.count("n_principals"),
                c.text("hub"),
                c.text("listed"),
                c.word("state"),
                c.word("grade"),
                c.word("rule"),
                c.text("incident_id"));
    }
}
