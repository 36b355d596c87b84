package io.coldtrail.report;

import java.util.ArrayList;
import java.util.List;

/** Page one where no incident was found: what was looked at, what was seen all the same, and what that cannot say. */
record NoIncident(List<Line> story, List<Verdict.Fact> facts, DoFirst.Actions actions, Unseen unseen) {

    static NoIncident of(CaseView view) {
        return new NoIncident(story(view), facts(view), DoFirst.of(view, null), Unseen.of(view));
    }

    private static List<Line> story(CaseView view) {
        Archive archive = view.archive();
        List<Line> story = new ArrayList<>();
        Line read = new Line();
        if (archive.events() == 0) {
            read.text("No event was left to analyse: " + Words.count(archive.objects(), "object", "objects")
                    + " met, " + Words.count(archive.records(), "record", "records")
                    + " read. So nothing can be said about what happened.");
            return List.of(read);
        }
        read.text(Words.count(archive.events(), "event was", "events were") + " analysed, from "
                + new Clock(null).span(archive.begin(), archive.end()) + ", of "
                + Words.count(archive.places(Archive.Coverage::account), "account", "accounts") + " in "
                + Words.count(archive.places(Archive.Coverage::region), "region", "regions") + ".");
        story.add(read);
        long signals = view.rules().stream().mapToLong(CaseView.RuleCount::n).sum();
        Line seen = new Line();
        if (signals == 0) {
            seen.text("No rule matched any of them.");
        } else {
            seen.text(
                    Words.count(view.rules().size(), "rule", "rules") + " matched "
                            + Words.count(signals, "time", "times")
                            + ". A match is a place to look: none is tied to a credential or an address that the attacker is shown to hold.");
        }
        story.add(seen);
        story.add(new Line()
                .text("That is not proof that nothing happened: what the archive does not hold, it cannot show."));
        return story;
    }

    private static List<Verdict.Fact> facts(CaseView view) {
        Archive archive = view.archive();
        List<Verdict.Fact> facts = new ArrayList<>();
        facts.add(fact(
                "Read",
                Words.count(archive.objects() - archive.unread()) + " of "
                        + Words.count(archive.objects(), "object", "objects"),
                ", " + Words.count(archive.records(), "record", "records") + ", "
                        + Words.count(archive.rejected(), "reject", "rejects")));
        facts.add(fact("Incidents", "0", " with what the tool was told: " + told(view)));
        facts.add(fact("Findings", Words.count(view.findingsInAll()), ""));
        long signals = view.rules().stream().mapToLong(CaseView.RuleCount::n).sum();
        facts.add(fact(
                "Signals",
                Words.count(signals),
                " by " + Words.count(view.rules().size(), "rule", "rules")));
        return facts;
    }

    private static String told(CaseView view) {
        return Words.count(view.facts().size(), "fact", "facts") + ", "
                + Words.count(view.settings().threatLists().size(), "threat list", "threat lists");
    }

    private static Verdict.Fact fact(String label, String bold, String text) {
        return new Verdict.Fact(label, new Line().bold(bold).text(text), "");
    }
}
