package io.coldtrail.report;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/** A row of {@code blind_spots}: what the archive cannot show. */
record BlindSpot(
        String id,
        String kind,
        String log,
        String scope,
        String account,
        String region,
        Instant from,
        Instant to,
        String state,
        String statement,
        List<String> questions) {
    private static final String QUIET = "QUIET";
    private static final List<String> STATES = List.of("OFF", "PARTIAL", "UNKNOWN", QUIET);

    /** Kinds that silence a whole log of a place; the others are of some bucket, machine or call in it. */
    private static final Set<String> SILENT = Set.of("source_absent", "trail_off", "gap");

    /** What touches an answer first, the more the worse; what is proven to be quiet last. */
    static final Comparator<BlindSpot> WORST_FIRST = Comparator.comparing((BlindSpot b) -> !b.touches())
            .thenComparing(BlindSpot::seldom)
            .thenComparingInt(BlindSpot::rank)
            .thenComparing(
                    Comparator.comparingInt((BlindSpot b) -> b.questions.size()).reversed())
            .thenComparing(BlindSpot::from, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(BlindSpot::log)
            .thenComparing(BlindSpot::scope)
            .thenComparing(BlindSpot::id);

    static BlindSpot of(Row row) {
        Cells c = new Cells(row);
        return new BlindSpot(
                c.word("blind_spot_id"),
                c.word("kind"),
                c.word("log"),
                c.word("scope"),
                c.text("account_id"),
                c.text("aws_region"),
                c.time("time_from"),
                c.time("time_to"),
                c.word("state"),
                c.word("statement"),
                c.texts("questions"));
    }

    private int rank() {
        int at = STATES.indexOf(state);
        return at < 0 ? STATES.size() : at;
    }

    /** An answer would need it. */
    public boolean touches() {
        return !questions.isEmpty() && !state.equals(QUIET);
    }

    /** A whole log that is not there. */
    boolean absent() {
        return kind.equals("source_absent");
    }

    /** Calls that hardly any trail records: true of most archives, so named after what is of this one. */
    private boolean seldom() {
        return kind.equals("not_logged");
    }

    /** Says when the log was silent, not only where: then it can be drawn. */
    boolean timed() {
        return (from != null || to != null) && !state.equals(QUIET);
    }

    /** Nothing of the log can be there, not only something of it. */
    boolean silent() {
        return state.equals("OFF") && SILENT.contains(kind);
    }

    /** Of the log and place of a strip; a place that either does not name is any. */
    boolean about(Archive.Strip strip) {
        return log.equals(strip.log()) && same(account, strip.account()) && same(region, strip.region());
    }

    private static boolean same(String mine, String theirs) {
        return mine == null || theirs.isEmpty() || mine.equals(theirs);
    }

    /** "VPC flow logs, vpc-0a1b": what is blind. */
    public String what() {
        String name = Log.words(log);
        if (scope.isEmpty() || absent()) {
            return name;
        }
        return name.isEmpty() ? Words.title(scope) : name + ", " + scope;
    }

    /** The questions that need it, in words. */
    public String neededBy() {
        return questions.stream().map(Question::words).collect(Collectors.joining(" "));
    }
}
