package io.coldtrail.trace;

import io.coldtrail.lake.Actor;
import java.util.Locale;

/** Part of a story that a step belongs to. */
enum Stage {
    ENTRY,
    FOOTHOLD,
    DISCOVERY,
    ACTION,
    CONTAINMENT;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Stage of(Step step) {
        if (step.actor() == Actor.RESPONDER) {
            return CONTAINMENT;
        }
        if ("seed".equals(step.pinned())) {
            return ENTRY;
        }
        if (step.head().verb().kind() == Verb.Kind.LOGIN && "credential-access".equals(step.tactic())) {
            return ENTRY;
        }
        return switch (String.valueOf(step.tactic())) {
            case "initial-access", "reconnaissance", "resource-development" -> ENTRY;
            case "execution",
                    "persistence",
                    "privilege-escalation",
                    "defense-evasion",
                    "stealth",
                    "defense-impairment" -> FOOTHOLD;
            case "discovery" -> DISCOVERY;
            default -> step.head().reads() ? DISCOVERY : ACTION;
        };
    }
}
