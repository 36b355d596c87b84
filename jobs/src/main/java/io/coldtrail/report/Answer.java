package io.coldtrail.report;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
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
        String verdict,
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

    /** Stands before a statement whose verdict is printed beside it. */
    private static final Pattern VERDICT = Pattern.compile("^(?:Yes|No|Partly|Cannot tell)\\. ");

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

    /** The statement, without the verdict that stands beside it. */
    public String text() {
        return VERDICT.matcher(statement).replaceFirst("");
    }

    boolean yes() {
        return verdict.equals("yes") || verdict.equals("partly");
    }

    /** Which logs could tell and how much they cover; empty where they cover it whole, or nobody counted. */
    public String missing() {
        if (needs.isEmpty() || coverage == null || coverage >= 1) {
            return "";
        }
        String logs = Log.either(needs);
        if (!verdict.equals("cannot_tell")) {
            return "Of " + logs + " the archive has " + Words.share(coverage) + " here.";
        }
        return coverage == 0
                ? "Needs " + logs + ": the archive has none of it."
                : "Needs " + logs + ", of which the archive has " + Words.share(coverage) + ".";
    }

    public String anchor() {
        return "q-" + id;
    }
}
