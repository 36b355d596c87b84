package io.coldtrail.trace.containment;

import io.coldtrail.lake.Grade;
import io.coldtrail.lake.TableRow;
import io.coldtrail.trace.Ids;
import io.coldtrail.trace.incident.Evidence;
import io.coldtrail.trace.incident.IncidentView;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * A control that was taken, or one that is missing.
 *
 * @param target what was changed, or must be
 * @param about what of the attacker it is against
 * @param call null where it was not taken
 * @param checkFirst what must be known first
 */
record Measure(
        Control control,
        String target,
        String about,
        Act call,
        String verdict,
        Attempts attempts,
        String checkFirst,
        Grade grade,
        String detail,
        List<Row> evidence) {
    static Measure missing(Control control, String target, String about, String check, String detail, List<Row> refs) {
        return new Measure(control, target, about, null, "MISSING", Attempts.NONE, check, Grade.A, detail, refs);
    }

    boolean isOpen() {
        return verdict.equals("MISSING") || verdict.equals("BROKEN");
    }

    Row row(IncidentView incident, Integer priority) {
        List<Row> refs = new ArrayList<>();
        if (call != null) {
            refs.add(call.ref());
        }
        refs.addAll(attempts.evidence());
        refs.addAll(evidence);
        return TableRow.of("containment")
                .set(
                        "containment_id",
                        Ids.of(
                                "containment",
                                incident.id(),
                                control.word(),
                                target,
                                about,
                                call == null ? null : call.eventId()))
                .set("incident_id", incident.id())
                .set("control", control.word())
                .set("target", target)
                .set("about", about)
                .set("time", call == null ? null : call.time())
                .set("done_by", call == null ? null : call.by())
                .set("event_id", call == null ? null : call.eventId())
                .set("verdict", verdict)
                .set("attempts_after", attempts.n())
                .set("successes_after", attempts.successes())
                .set("last_attempt", attempts.last())
                .set("priority", priority)
                .set("automate", control.automate())
                .set("check_first", checkFirst)
                .set("grade", grade.name())
                .set("detail", detail)
                .set("evidence", Evidence.together(List.of(refs)))
                .row();
    }
}
