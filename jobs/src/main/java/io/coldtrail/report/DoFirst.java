package io.coldtrail.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What to do first. Where the trace says which controls are missing, these in its order; else the remedies of the
 * findings, the gravest first, and who else they would hit.
 */
final class DoFirst {
    /** A list of orders that one can hold in one's head. */
    private static final int MOST = 7;

    private static final String UNKNOWN = "Not known from CloudTrail.";

    /**
     * An action.
     *
     * @param head its first sentence
     * @param rest what follows it
     * @param why what it comes from, and the place of that in the page
     * @param breaks who else uses what it would take away, or what must be known first, in words
     */
    record Action(int number, String head, String rest, String why, String anchor, String breaks) {}

    /** The list, and what stands over the column beside it. */
    record Actions(String beside, List<Action> list) {}

    private DoFirst() {}

    /** @param incident id of the incident; null: of findings outside any */
    static Actions of(CaseView view, String incident) {
        List<Action> controls = incident == null ? List.of() : controls(view.conclusions(), incident);
        if (!controls.isEmpty()) {
            return new Actions("What to know first", controls);
        }
        String window = window(view.archive());
        return new Actions(
                "Who else uses it" + (window.isEmpty() ? "" : ", in " + window + " of logs"), remedies(view, incident));
    }

    /** Controls that the trace orders, in its order. */
    static List<Action> controls(Conclusions conclusions, String incident) {
        List<Action> actions = new ArrayList<>();
        conclusions.shownControls(incident).stream()
                .filter(c -> c.priority() != null)
                .sorted(Comparator.comparing(Control::priority).thenComparing(Control.BAD_FIRST))
                .limit(MOST)
                .forEach(c -> actions.add(new Action(
                        actions.size() + 1,
                        Orders.of(c),
                        c.detail(),
                        c.verdict(),
                        c.anchor(),
                        (c.checkFirst() + " " + c.automation()).strip())));
        return actions;
    }

    private static List<Action> remedies(CaseView view, String incident) {
        Map<String, Integer> remedies = new LinkedHashMap<>();
        for (int i = 0; i < view.findings().size(); i++) {
            Finding f = view.findings().get(i);
            boolean ours = incident == null ? f.incident() == null : incident.equals(f.incident());
            if (ours && !f.remediation().isBlank()) {
                remedies.putIfAbsent(f.remediation().strip(), i);
            }
        }
        List<Action> actions = new ArrayList<>();
        Map<String, Integer> said = new HashMap<>();
        for (var remedy : remedies.entrySet()) {
            if (actions.size() == MOST) {
                break;
            }
            Finding f = view.findings().get(remedy.getValue());
            int number = actions.size() + 1;
            int end = Words.firstSentence(remedy.getKey());
            String breaks = breaks(view, f);
            int before = breaks.equals(UNKNOWN) ? number : said.computeIfAbsent(breaks, b -> number);
            actions.add(new Action(
                    number,
                    remedy.getKey().substring(0, end),
                    remedy.getKey().substring(end).strip(),
                    "finding " + (remedy.getValue() + 1),
                    "f-" + (remedy.getValue() + 1),
                    before == number ? breaks : "As in " + before + "."));
        }
        return actions;
    }

    private static String breaks(CaseView view, Finding finding) {
        Long others = finding.principal() == null ? null : view.users().get(finding.principal());
        if (others == null || !finding.resourceType().startsWith("AwsIam")) {
            return UNKNOWN;
        }
        String who = Names.principal(finding.principal());
        return others == 0
                ? "Nothing seen: no other call of " + who + "."
                : Words.calls(others) + " that are not the attacker's, by " + who + ".";
    }

    private static String hours(Duration time) {
        return time.toHours() < 48
                ? Words.count(Math.max(1, Math.round(time.toMinutes() / 60.0))) + " h"
                : time.toDays() + " days";
    }

    /** Hours that the column rests on: "36 h", empty where the archive has no events. */
    private static String window(Archive archive) {
        return archive.begin() == null ? "" : hours(Duration.between(archive.begin(), archive.end()));
    }
}
