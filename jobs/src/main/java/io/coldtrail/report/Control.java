package io.coldtrail.report;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/** A row of {@code containment}: a control against the attacker that was taken, or is missing. */
record Control(
        String id,
        String incident,
        String control,
        String target,
        String about,
        Instant time,
        String by,
        String verdict,
        long attempts,
        long successes,
        Instant lastAttempt,
        Long priority,
        String automate,
        String checkFirst,
        String grade,
        String detail) {
    /** Bad news first. */
    static final List<String> VERDICTS = List.of("BROKEN", "MISSING", "NOT_COVERED", "UNTESTED", "HELD");

    static final Comparator<Control> BAD_FIRST = Comparator.comparingInt(Control::rank)
            .thenComparing(Control::priority, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Control::time, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Control::control)
            .thenComparing(Control::target)
            .thenComparing(Control::id);

    private static final Map<String, String> AUTOMATE = Map.of(
            "safe", "A machine may do it.",
            "with_check", "A machine may do it after that check.",
            "person", "A person decides.");

    static Control of(Row row) {
        Cells c = new Cells(row);
        return new Control(
                c.word("containment_id"),
                c.word("incident_id"),
                c.word("control"),
                c.word("target"),
                c.word("about"),
                c.time("time"),
                c.text("done_by"),
                c.word("verdict"),
                c.count("attempts_after"),
                c.count("successes_after"),
                c.time("last_attempt"),
                c.number("priority"),
                c.word("automate"),
                c.word("check_first"),
                c.word("grade"),
                c.word("detail"));
    }

    private int rank() {
        int at = VERDICTS.indexOf(verdict);
        return at < 0 ? VERDICTS.size() : at;
    }

    /** bad: it does not hold; open: nobody knows; quiet: it held. */
    public String tone() {
        return rank() < 2 ? "bad" : verdict.equals("HELD") ? "quiet" : "open";
    }

    /** Not there, or there and of no use. */
    boolean open() {
        return rank() < 2;
    }

    /** Place in the page. */
    public String anchor() {
        return "k-" + id;
    }

    /** Whether a machine may do it, in words; empty where nobody said. */
    public String automation() {
        return AUTOMATE.getOrDefault(automate, "");
    }
}
