package io.coldtrail.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The facts of page one: each answers a question that is asked first, and says how sure the answer is. */
final class Verdict {
    private static final int NAMED = 4;
    private static final int LONGEST_NAME = 64;
    private static final int CHANGES_NAMED = 3;

    /**
     * A line of facts.
     *
     * @param grade A, B or C; empty where the line is a count
     */
    record Fact(String label, Line text, String grade) {}

    private final CaseView view;
    private final Incident incident;
    private final List<Step> steps;
    private final Clock clock;
    private final Names names;

    Verdict(CaseView view, Incident incident, Clock clock, Names names) {
        this.view = view;
        this.incident = incident;
        this.steps = view.stepsOf(incident);
        this.clock = clock;
        this.names = names;
    }

    /** @param decisions what only people can decide */
    List<Fact> facts(List<IncidentPart.Decision> decisions) {
        List<Fact> facts = new ArrayList<>();
        facts.add(stillIn());
        facts.add(entry());
        facts.add(dwell());
        add(facts, fell());
        add(facts, taken());
        add(facts, changed());
        add(facts, containment());
        add(facts, toDecide(decisions));
        facts.add(events());
        return facts;
    }

    private static void add(List<Fact> facts, Fact fact) {
        if (fact != null) {
            facts.add(fact);
        }
    }

    private Fact stillIn() {
        Line line = new Line();
        Instant end = view.archive().end();
        long usable = view.sessions().stream()
                .filter(s -> incident.id().equals(s.incident()) && s.usableAfter(end))
                .count();
        boolean open = view.conclusions().controls(incident.id()).stream().anyMatch(Control::open);
        if (incident.lastSuccess() == null) {
            line.bold("No call succeeded.").text(" Last try " + clock.time(incident.last()) + ".");
        } else {
            line.bad(usable > 0 || open ? "Cannot be ruled out." : "Cannot tell.");
            line.text(" Last success " + clock.time(incident.lastSuccess()) + since());
        }
        if (usable > 0) {
            line.text(" When the archive ends, " + Words.count(usable) + " of the credentials it held "
                    + (usable == 1 ? "has" : "have") + " not run out.");
        } else if (incident.lastSuccess() != null) {
            line.text(" The sessions it held have run out; a way in that is not logged would not show.");
        }
        return new Fact("Still in?", line, "");
    }

    private String since() {
        long since = view.sinceSuccess().getOrDefault(incident.id(), 0L);
        if (since == 0) {
            return ", and no call after it.";
        }
        return since == 1 ? "; the one call since failed." : "; all " + Words.calls(since) + " since failed.";
    }

    private Fact entry() {
        Answer guessed = view.conclusions().answers(incident.id()).stream()
                .filter(a -> a.question().equals(Question.BRUTE_FORCE.word()))
                .findFirst()
                .filter(Answer::yes)
                .orElse(null);
        return guessed == null ? firstSign() : new Fact("Entry", answered(guessed), guessed.grade());
    }

    private static Line answered(Answer answer) {
        String text = answer.text();
        return new Line().prose(text.substring(0, Words.firstSentence(text))).link("more", answer.anchor());
    }

    /** Where nobody asked how they came in: what the first seed says of it. */
    private Fact firstSign() {
        Fall seed = view.spreadOf(incident).stream()
                .filter(f -> f.parent() == null && !f.review())
                .findFirst()
                .orElse(null);
        Step first = steps.stream().filter(Step::attackers).findFirst().orElse(null);
        Line line = new Line().bold(clock.time(incident.first()));
        line.text(" ");
        if (seed != null && !seed.reason().isEmpty()) {
            line.prose(seed.reason());
        } else if (first != null) {
            line.prose(first.sentence());
        }
        if (first != null) {
            line.note(first);
        }
        return new Fact("Entry", line, seed == null ? incident.grade() : seed.grade());
    }

    private Fact dwell() {
        Line line = new Line();
        if (incident.first() == null || incident.last() == null) {
            return new Fact("Dwell", line.text("Cannot tell: the records carry no time."), "");
        }
        String inAll = Words.duration(Duration.between(incident.first(), incident.last()));
        if (incident.lastSuccess() == null) {
            line.bold(inAll).text(" from the first try to the last");
        } else {
            line.bold(Words.duration(Duration.between(incident.first(), incident.lastSuccess())));
            line.text(" to the last success; " + inAll + " to the last sign");
        }
        return new Fact("Dwell", line, incident.grade());
    }

    private Fact fell() {
        Map<String, Fall> nodes = new LinkedHashMap<>();
        view.spreadOf(incident).stream()
                .filter(f -> !f.kind().equals("review"))
                .forEach(f -> nodes.putIfAbsent(f.node(), f));
        List<Fall> used = nodes.values().stream().filter(Fall::used).toList();
        List<Fall> exposed = nodes.values().stream().filter(f -> !f.used()).toList();
        if (nodes.isEmpty()) {
            return null;
        }
        Line line = new Line();
        nodes(line, used, "used: ");
        if (!used.isEmpty() && !exposed.isEmpty()) {
            line.text(". ");
        }
        nodes(line, exposed, "exposed: ");
        String worst = used.stream().map(Fall::grade).max(String::compareTo).orElse("");
        return new Fact("Fell", line, worst);
    }

    private void nodes(Line line, List<Fall> falls, String what) {
        if (!falls.isEmpty()) {
            List<String> shown = falls.stream()
                    .sorted(Comparator.comparing((Fall f) -> f.kind().equals("address")))
                    .map(this::shown)
                    .distinct()
                    .toList();
            line.bold(Words.count(shown.size()) + " " + what).codes(shown, NAMED);
        }
    }

    private String shown(Fall fall) {
        String name = names.node(fall.node());
        return name.matches("A[A-Z]{3}[A-Z0-9]{12,}") ? Names.tail(name) : name;
    }

    private Fact taken() {
        List<Exposure> exposures = view.conclusions().exposures(incident.id());
        return exposures.isEmpty() ? carriedOut() : taken(exposures);
    }

    private Fact taken(List<Exposure> exposures) {
        List<Exposure> proven = exposures.stream().filter(Exposure::proven).toList();
        Line line = new Line();
        if (proven.isEmpty()) {
            line.bold("Nothing is proven to have left.");
        } else {
            line.bold(Words.count(proven.size()) + ": ");
            line.codes(
                    proven.stream()
                            .map(x -> Words.middle(x.name(), LONGEST_NAME))
                            .distinct()
                            .toList(),
                    NAMED);
            long bytes = proven.stream().mapToLong(Exposure::bytes).sum();
            line.text(bytes == 0 ? "." : ", " + Words.count(bytes) + " bytes.");
        }
        for (String state : List.of("REACHABLE", "LISTED", "UNKNOWN_NOT_LOGGED")) {
            long n = exposures.stream().filter(x -> x.state().equals(state)).count();
            line.text(n == 0 ? "" : " " + Words.count(n) + " " + Words.plain(state) + ".");
        }
        line.link("more", "taken-" + incident.id());
        return new Fact(
                "Taken",
                line,
                proven.stream().map(Exposure::grade).max(String::compareTo).orElse(""));
    }

    /** Where nothing says what was taken: what the steps carried out. */
    private Fact carriedOut() {
        List<Step> reads = steps.stream()
                .filter(Step::attackers)
                .filter(s -> s.log().equals(Log.CLOUDTRAIL.table()))
                .filter(s -> s.succeeded() > 0 && s.bytes() > 0)
                .sorted((a, b) ->
                        a.bytes() == b.bytes() ? Step.BY_RANK.compare(a, b) : Long.compare(b.bytes(), a.bytes()))
                .toList();
        if (reads.isEmpty()) {
            return null;
        }
        Line line = new Line();
        line.bold(Words.count(reads.stream().mapToLong(Step::bytes).sum()) + " bytes")
                .text(" left in "
                        + Words.calls(reads.stream().mapToLong(Step::succeeded).sum()) + ": ");
        List<String> targets = reads.stream()
                .map(s -> s.targetSample().isEmpty()
                        ? s.target()
                        : s.targetSample().get(0))
                .filter(t -> !t.isEmpty())
                .map(t -> Words.middle(t, LONGEST_NAME))
                .distinct()
                .toList();
        line.codes(targets, NAMED);
        line.note(reads.get(0));
        return new Fact("Taken", line, worst(reads));
    }

    private Fact changed() {
        List<Step> changes = steps.stream()
                .filter(Step::attackers)
                .filter(s -> s.succeeded() > 0 && changes(s.tactic()))
                .sorted(Step.BY_RANK)
                .toList();
        if (changes.isEmpty()) {
            return null;
        }
        Line line = new Line();
        line.bold(Words.count(changes.size(), "step", "steps")).text(" that changed something: ");
        for (int i = 0; i < Math.min(CHANGES_NAMED, changes.size()); i++) {
            Step step = changes.get(i);
            line.text(i > 0 ? ", " : "").text(Words.cut(step.calls(), 60));
            if (!step.target().isEmpty()) {
                line.text(" ").code(Words.middle(step.target(), 40));
            }
            line.note(step);
        }
        return new Fact("Changed", line, worst(changes));
    }

    private static boolean changes(Tactic tactic) {
        return tactic.group() == 2 || tactic.group() == 3 || tactic.word().equals("impact");
    }

    private static String worst(List<Step> steps) {
        return steps.stream().map(Step::grade).max(String::compareTo).orElse("");
    }

    /** How many controls there are of each verdict. */
    private Fact containment() {
        List<Control> controls = view.conclusions().controls(incident.id());
        if (controls.isEmpty()) {
            return null;
        }
        Line line = new Line();
        for (String verdict : Control.VERDICTS) {
            List<Control> of =
                    controls.stream().filter(c -> c.verdict().equals(verdict)).toList();
            if (!of.isEmpty()) {
                String counted = Words.count(of.size()) + " " + Words.plain(verdict);
                line.text(of.get(0).equals(controls.get(0)) ? "" : ", ");
                line = of.get(0).open() ? line.bad(counted) : line.text(counted);
            }
        }
        return new Fact("Containment", line.link("more", "containment-" + incident.id()), "");
    }

    private static Fact toDecide(List<IncidentPart.Decision> decisions) {
        if (decisions.isEmpty()) {
            return null;
        }
        Line line = new Line().bold(Words.count(decisions.size()) + ": ");
        for (int i = 0; i < Math.min(CHANGES_NAMED, decisions.size()); i++) {
            IncidentPart.Decision d = decisions.get(i);
            line.text(i > 0 ? "; " : "").prose(Words.middle(d.what(), LONGEST_NAME));
        }
        return new Fact("To decide", line.text(decisions.size() > CHANGES_NAMED ? "; \u2026" : ""), "");
    }

    private Fact events() {
        Line line = new Line();
        line.bold(Words.count(incident.events(), "event", "events"))
                .text(" of the attacker: " + Words.count(incident.succeeded()) + " succeeded, "
                        + Words.count(incident.denied()) + " denied");
        Map<String, Long> byLog = view.byLog().getOrDefault(incident.id(), Map.of());
        if (byLog.size() > 1) {
            line.text(". Records: "
                    + Log.OF_EVENTS.stream()
                            .filter(log -> byLog.containsKey(log.table()))
                            .map(log -> Words.count(byLog.get(log.table())) + " in " + Log.words(log.table()))
                            .collect(Collectors.joining(", ")));
        }
        List<String> tactics = incident.tactics().stream()
                .map(t -> Words.plain(t))
                .filter(t -> !t.isEmpty())
                .collect(Collectors.toList());
        if (!tactics.isEmpty()) {
            line.text(". ").quiet("ATT&CK: " + String.join(", ", tactics));
        }
        return new Fact("Events", line, "");
    }
}
