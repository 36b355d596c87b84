package io.coldtrail.trace.answers;

import io.coldtrail.lake.TableRow;
import io.coldtrail.trace.Ids;
import io.coldtrail.trace.incident.Evidence;
import io.coldtrail.trace.incident.IncidentView;
import io.coldtrail.trace.incident.Question;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Row;

/**
 * One answer.
 *
 * @param needs logs that could show it
 * @param coverage share of its time and place that these cover
 */
record Claim(
        Question question,
        String subject,
        String statement,
        Verdict verdict,
        String grade,
        List<String> needs,
        double coverage,
        Instant first,
        Instant last,
        List<Row> evidence) {
    /** What the answer comes to. */
    enum Verdict {
        YES,
        NO,
        PARTLY,
        CANNOT_TELL
    }

    /** What is not seen did not happen only where all of it would have been seen. */
    static Verdict noIfCovered(double coverage) {
        return coverage >= 1 ? Verdict.NO : Verdict.CANNOT_TELL;
    }

    /** Ends a statement of what is not seen. */
    static String sayIfUncovered(double coverage) {
        return coverage >= 1
                ? ""
                : " The logs that could show it do not cover all of that time and place: cannot tell.";
    }

    Row row(IncidentView incident, int seq) {
        return TableRow.of("claims")
                .set("claim_id", Ids.of("claim", incident.id(), question.word(), subject))
                .set("incident_id", incident.id())
                .set("question", question.word())
                .set("seq", seq)
                .set("subject", subject)
                .set("statement", statement)
                .set("verdict", verdict.name().toLowerCase(Locale.ROOT))
                .set("grade", grade)
                .set("needs", needs)
                .set("coverage", coverage)
                .set("time_first", first)
                .set("time_last", last)
                .set("evidence", Evidence.together(List.of(evidence)))
                .row();
    }
}
