package io.coldtrail.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The timeline for a spreadsheet. */
final class TimelineCsv {
    private static final List<String> HEAD = List.of(
            "incident_id",
            "seq",
            "time_first",
            "time_last",
            "actor",
            "grade",
            "stage",
            "tactic",
            "technique",
            "principal",
            "person",
            "addresses",
            "action",
            "target_kind",
            "target",
            "target_count",
            "regions",
            "accounts",
            "outcome",
            "n",
            "n_success",
            "n_denied",
            "n_failed",
            "bytes",
            "cadence",
            "novelty",
            "why",
            "sentence",
            "event_ids",
            "step_id");

    private TimelineCsv() {}

    static String of(CaseView view) {
        StringBuilder out = new StringBuilder();
        out.append(Csv.line(HEAD));
        for (Incident incident : view.incidents()) {
            view.stepsOf(incident).forEach(step -> out.append(Csv.line(cells(step))));
        }
        return out.toString();
    }

    private static List<String> cells(Step s) {
        List<String> cells = new ArrayList<>(List.of(
                s.incident(),
                String.valueOf(s.seq()),
                time(s.first()),
                time(s.last()),
                s.actor(),
                s.grade(),
                s.stage(),
                s.tactic().word(),
                s.technique(),
                s.principal() == null ? "" : s.principal(),
                s.person() == null ? "" : s.person(),
                String.join(" ", s.addresses()),
                s.action(),
                s.targetKind(),
                s.target(),
                String.valueOf(s.targets()),
                String.join(" ", s.regions()),
                String.join(" ", s.accounts()),
                s.outcome()));
        for (long n : new long[] {s.n(), s.succeeded(), s.denied(), s.failed(), s.bytes()}) {
            cells.add(String.valueOf(n));
        }
        cells.addAll(List.of(
                s.cadence(),
                s.novelty(),
                String.join(" ", s.why()),
                s.sentence(),
                String.join(" ", s.events()),
                s.id()));
        return cells;
    }

    private static String time(Instant time) {
        return time == null ? "" : time.toString();
    }
}
