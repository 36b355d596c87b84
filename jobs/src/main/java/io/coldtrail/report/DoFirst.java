package io.coldtrail.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What to do first: the remedies of the findings, the gravest first, and who else they would hit. */
final class DoFirst {
    /** A list of orders that one can hold in one's head. */
    private static final int MOST = 7;

    private static final String UNKNOWN = "Not known from CloudTrail.";

    /**
     * An action.
     *
     * @param head its first sentence
     * @param rest what follows it
     * @param finding number of the finding it comes from
     * @param breaks who else uses what it would take away, in words
     */
    record Action(int number, String head, String rest, int finding, String breaks) {}

    private DoFirst() {}

    /** @param incident id of the incident; null: of findings outside any */
    static List<Action> of(CaseView view, String incident) {
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
            int end = firstSentence(remedy.getKey());
            String breaks = breaks(view, f);
            int before = breaks.equals(UNKNOWN) ? number : said.computeIfAbsent(breaks, b -> number);
            actions.add(new Action(
                    number,
                    remedy.getKey().substring(0, end),
                    remedy.getKey().substring(end).strip(),
                    remedy.getValue() + 1,
                    before == number ? breaks : "As in " + before + "."));
        }
        return actions;
    }

    private static int firstSentence(String text) {
        int dot = text.indexOf(". ");
        return dot < 0 ? text.length() : dot + 1;
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
    static String window(Archive archive) {
        return archive.begin() == null ? "" : hours(Duration.between(archive.begin(), archive.end()));
    }
}
