package io.coldtrail.report;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * A row of {@code claims}: a statement that answers a question.
 *
 * @param coverage share of its time and place that the logs it needs cover, 0 to 1; null where nobody counted
 */
record Answer(
        String id,
        String incident,
        String question,
        int seq,
        String subject,
        String statement,
        String said,
        String grade,
        List<String> needs,
        Double coverage,
        Instant first,
        Instant last) {
    /** By question, in its own order. */
    static final Comparator<Answer> IN_ORDER = Comparator.comparingInt(
                    (Answer a) -> Question.of(a.question).map(Question::ordinal).orElse(Question.values().length))
            .thenComparing(Answer::question)
            .thenComparingInt(Answer::seq)
            .thenComparing(Answer::id);

    private static final String NO = "no";
    private static final String CANNOT_TELL = "cannot_tell";

    static Answer of(Row row) {
        Cells c = new Cells(row);
        return new Answer(
                c.word("claim_id"),
                c.word("incident_id"),
                c.word("question"),
                (int) c.count("seq"),
                c.word("subject"),
                c.word("statement"),
                c.word("verdict"),
                c.word("grade"),
                c.texts("needs"),
                c.decimal("coverage"),
                c.time("time_first"),
                c.time("time_last"));
    }

    /** yes, no, partly, cannot_tell. A no that the logs do not cover whole is none. */
    public String verdict() {
        return said.equals(NO) && !covered() ? CANNOT_TELL : said;
    }

    public boolean yes() {
        return said.equals("yes") || said.equals("partly");
    }

    private boolean covered() {
        return coverage != null && coverage >= 1;
    }

    /** Which logs could tell and how much of it they cover; empty where they cover it whole. */
    public String missing() {
        if (needs.isEmpty() || covered()) {
            return "";
        }
        String logs = Log.either(needs);
        if (coverage == null) {
            return "Needs " + logs + "; how much they cover is not known.";
        }
        return coverage == 0
                ? "Needs " + logs + ": the archive has none of it."
                : "Needs " + logs + ", of which the archive has " + Words.share(coverage) + ".";
    }

    public String anchor() {
        return "q-" + id;
    }
}
