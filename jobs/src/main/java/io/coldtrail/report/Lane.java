package io.coldtrail.report;

import io.coldtrail.lake.Actor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One line of the timeline picture: the steps of one principal or other log from one address, of what is undecided, of responders. */
record Lane(Kind kind, String label, String about, List<Step> steps) {
    /** More lines than this do not fit a screen; what is left shares the last. */
    private static final int MOST = 10;

    enum Kind {
        ATTACKER,
        UNDECIDED,
        RESPONDER
    }

    /** Lanes in the order in which they begin; undecided and responder last. */
    static List<Lane> of(List<Step> steps) {
        Map<String, Lane> attackers = new LinkedHashMap<>();
        Lane undecided = new Lane(Kind.UNDECIDED, "undecided", "could be either's", new ArrayList<>());
        Lane responder = new Lane(Kind.RESPONDER, "responder", "", new ArrayList<>());
        for (Step step : steps) {
            if (step.first() == null) {
                continue;
            }
            if (step.responders()) {
                responder.steps.add(step);
            } else if (step.actor().equals(Actor.AMBIGUOUS.word())) {
                undecided.steps.add(step);
            } else {
                lane(attackers, step).steps.add(step);
            }
        }
        List<Lane> lanes = new ArrayList<>(attackers.values());
        if (!undecided.steps.isEmpty()) {
            lanes.add(undecided);
        }
        if (!responder.steps.isEmpty()) {
            lanes.add(new Lane(Kind.RESPONDER, "responder", responders(responder.steps), responder.steps));
        }
        return lanes;
    }

    private static Lane lane(Map<String, Lane> lanes, Step step) {
        String who = who(step);
        String from = step.addresses().isEmpty()
                ? "no address"
                : step.addresses().size() == 1
                        ? step.addresses().get(0)
                        : step.addresses().get(0) + " and " + (step.addresses().size() - 1) + " more";
        String key = who + '\n' + from;
        Lane lane = lanes.get(key);
        if (lane == null && lanes.size() >= MOST) {
            return lanes.computeIfAbsent("", k -> new Lane(Kind.ATTACKER, "others", "", new ArrayList<>()));
        }
        return lane != null
                ? lane
                : lanes.computeIfAbsent(key, k -> new Lane(Kind.ATTACKER, who, from, new ArrayList<>()));
    }

    /** Whose credentials; what no credential was used for is called by its log. */
    private static String who(Step step) {
        if (!step.log().equals(Log.CLOUDTRAIL.table())) {
            return Log.words(step.log());
        }
        return step.person() != null && step.principal() == null ? step.person() : Names.principal(step.principal());
    }

    private static String responders(List<Step> steps) {
        List<String> who = steps.stream()
                .map(s -> s.person() == null ? Names.principal(s.principal()) : s.person())
                .distinct()
                .toList();
        return who.get(0) + (who.size() > 1 ? " and " + (who.size() - 1) + " more" : "");
    }
}
