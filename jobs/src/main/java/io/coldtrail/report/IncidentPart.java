package io.coldtrail.report;

import io.coldtrail.lake.Actor;
import io.pebbletemplates.pebble.extension.escaper.SafeString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * All that the page shows of one incident.
 *
 * @param rows steps shown: all, or the weightiest where there are too many
 * @param moments the steps that carry the story, in order of time
 * @param decisions what only people can decide
 */
record IncidentPart(
        Incident incident,
        Clock clock,
        List<Line> story,
        List<Verdict.Fact> facts,
        SafeString dwell,
        DoFirst.Actions actions,
        Unseen unseen,
        List<Decision> decisions,
        List<Questions.Asked> questions,
        SafeString timeline,
        List<Step> moments,
        List<Step> rows,
        List<Fall> falls,
        SafeString spread,
        List<Exposure> exposures,
        long exposuresInAll,
        List<Control> controls,
        long controlsInAll) {
    /** The timeline keeps an incident to 150 rows; more means that it could not, and then the page does. */
    private static final int MOST_ROWS = 160;

    private static final int MOST_FALLS = 150;

    /** A question, and where to look before answering it. */
    record Decision(String what, String question, String anchor, String note) {}

    static IncidentPart of(CaseView view, Incident incident, Names names) {
        List<Step> steps = view.stepsOf(incident);
        Clock clock = Clock.of(incident.first(), last(incident, steps));
        List<Step> rows = steps.stream()
                .sorted(Step.BY_RANK)
                .limit(MOST_ROWS)
                .sorted(Step.IN_ORDER)
                .toList();
        List<Fall> falls = view.spreadOf(incident);
        List<Decision> decisions = decisions(incident, rows, falls, names);
        Conclusions told = view.conclusions();
        return new IncidentPart(
                incident,
                clock,
                Story.of(incident.story(), rows),
                new Verdict(view, incident, clock, names).facts(decisions),
                DwellPicture.of(incident, rows, view.archive().end(), clock),
                DoFirst.of(view, incident.id()),
                Unseen.of(view),
                decisions,
                Questions.of(told.answers(incident.id())),
                TimelinePicture.of(rows, view.archive(), told.blindSpots(), clock),
                Moments.of(rows),
                rows,
                falls.stream().limit(MOST_FALLS).toList(),
                SpreadPicture.of(falls.stream().limit(MOST_FALLS).toList(), incident.id(), names, clock),
                told.shownExposures(incident.id()),
                told.exposures(incident.id()).size(),
                told.shownControls(incident.id()),
                told.controls(incident.id()).size());
    }

    private static Instant last(Incident incident, List<Step> steps) {
        return steps.stream()
                .map(Step::last)
                .filter(t -> t != null)
                .max(Instant::compareTo)
                .filter(t -> incident.last() == null || t.isAfter(incident.last()))
                .orElse(incident.last());
    }

    private static List<Decision> decisions(Incident incident, List<Step> rows, List<Fall> falls, Names names) {
        List<Decision> decisions = new ArrayList<>();
        for (Step step : rows) {
            if (step.actor().equals(Actor.AMBIGUOUS.word()) && decisions.size() < 3) {
                decisions.add(new Decision(
                        Words.calls(step.n()),
                        "the attacker's, or the owner's?",
                        step.anchor(),
                        String.valueOf(step.seq())));
            }
        }
        Set<String> asked = new TreeSet<>();
        for (int i = 0; i < Math.min(falls.size(), MOST_FALLS); i++) {
            Fall fall = falls.get(i);
            if (fall.review() && decisions.size() < 6 && asked.add(names.node(fall.node()))) {
                decisions.add(new Decision(
                        names.node(fall.node()), fall.reason(), "sp-" + incident.id() + "-" + (i + 1), fall.rule()));
            }
        }
        return decisions;
    }

    public String id() {
        return incident.id();
    }

    /** Rows that the page does not show. */
    public long left() {
        return Math.max(0, incident.steps() - rows.size());
    }

    public long events() {
        return rows.stream().mapToLong(Step::n).sum();
    }

    public long events(String actor) {
        return rows.stream()
                .filter(s -> s.actor().equals(actor))
                .mapToLong(Step::n)
                .sum();
    }
}
