package io.coldtrail.report;

import java.time.Instant;
import java.util.Comparator;
import org.apache.spark.sql.Row;

/**
 * A row of {@code sessions}, with its keys and whose its calls are.
 *
 * @param key its first key, null for none
 * @param keys how many keys it has
 * @param attacker calls of attacker and likely attacker
 * @param undecided calls that could be either's
 * @param responder calls of a responder
 */
record Session(
        String id,
        String kind,
        String account,
        String principal,
        String arn,
        String name,
        String person,
        Instant created,
        Instant expires,
        Instant first,
        Instant last,
        long n,
        long denied,
        String state,
        String grade,
        String rule,
        String incident,
        String key,
        long keys,
        long attacker,
        long undecided,
        long responder) {
    /** The attacker's first, then exposed ones, then by time. */
    static final Comparator<Session> IN_ORDER = Comparator.comparingInt(Session::place)
            .thenComparing(Comparator.comparingLong(Session::attacker).reversed())
            .thenComparing(Session::first, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Session::id);

    static Session of(Row row) {
        Cells c = new Cells(row);
        return new Session(
                c.word("session_id"),
                c.word("kind"),
                c.word("account_id"),
                c.text("principal"),
                c.text("arn"),
                c.text("session_name"),
                c.text("person"),
                c.time("created"),
                c.time("expires"),
                c.time("first_seen"),
                c.time("last_seen"),
                c.count("n"),
                c.count("n_denied"),
                c.word("state"),
                c.word("grade"),
                c.word("rule"),
                c.text("incident_id"),
                c.text("key"),
                c.count("keys"),
                c.count("attacker"),
                c.count("undecided"),
                c.count("responder"));
    }

    public boolean used() {
        return state.equalsIgnoreCase("USED");
    }

    public boolean exposed() {
        return state.equalsIgnoreCase("EXPOSED");
    }

    public boolean longTerm() {
        return kind.equals("long_term_key");
    }

    /** Has a part in the story; others are only named. */
    boolean told() {
        return !state.isEmpty() || attacker + undecided + responder > 0;
    }

    /** Calls that are nobody's but the owner's. */
    public long others() {
        return Math.max(0, n - attacker - undecided - responder);
    }

    /** Could be used after the given time, as far as the archive knows. */
    boolean usableAfter(Instant time) {
        return used() && (longTerm() || (expires != null && time != null && expires.isAfter(time)));
    }

    private int place() {
        return used() ? 0 : exposed() ? 1 : 2;
    }
}
