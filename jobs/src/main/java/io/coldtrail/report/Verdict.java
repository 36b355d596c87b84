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

    List<Fact> facts() {
        List<Fact> facts = new ArrayList<>();
        facts.add(stillIn());
        facts.add(entry());
        facts.add(dwell());
        add(facts, fell());
        add(facts, taken());
        add(facts, changed());
        facts.add(calls());
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
        if (incident.lastSuccess() == null) {
            line.bold("No call succeeded.").text(" Last try " + clock.time(incident.last()) + ".");
        } else {
            line.bad(usable > 0 ? "Cannot be ruled out." : "Cannot tell.");
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
        List<Step> reads = steps.stream()
                .filter(Step::attackers)
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

    private Fact calls() {
        Line line = new Line();
        line.bold(Words.calls(incident.events()))
                .text(" of the attacker: " + Words.count(incident.succeeded()) + " succeeded, "
                        + Words.count(incident.denied()) + " denied");
        List<String> tactics = incident.tactics().stream()
                .map(t -> Words.plain(t))
                .filter(t -> !t.isEmpty())
                .collect(Collectors.toList());
        if (!tactics.isEmpty()) {
            line.text(". ").quiet("ATT&CK: " + String.join(", ", tactics));
        }
        return new Fact("Calls", line, "");
    }
}
