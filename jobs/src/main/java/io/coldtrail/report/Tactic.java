package io.coldtrail.report;

import java.util.List;
import java.util.Locale;

/**
 * What the attacker is after: the tactics of ATT&CK in five colours along the attack, from getting in to breaking
 * things. The name of the tactic always stands beside its colour.
 *
 * @param word name in tables, as in a Sigma tag: initial-access
 * @param group 1 get in, 2 stay, 3 hide, 4 look and gather, 5 control, take, break; 0 for a name not known
 */
record Tactic(String word, int group) {
    /** The groups in words, from 1. */
    static final List<String> GROUPS = List.of("get in", "stay", "hide", "look and gather", "control, take, break");

    private static final List<Tactic> MATRIX = List.of(
            new Tactic("reconnaissance", 4),
            new Tactic("resource-development", 1),
            new Tactic("initial-access", 1),
            new Tactic("execution", 2),
            new Tactic("persistence", 2),
            new Tactic("privilege-escalation", 2),
            new Tactic("defense-evasion", 3),
            new Tactic("stealth", 3),
            new Tactic("defense-impairment", 3),
            new Tactic("credential-access", 1),
            new Tactic("discovery", 4),
            new Tactic("lateral-movement", 4),
            new Tactic("collection", 4),
            new Tactic("command-and-control", 5),
            new Tactic("exfiltration", 5),
            new Tactic("impact", 5));

    static Tactic of(String word) {
        String name = word == null
                ? ""
                : word.toLowerCase(Locale.ROOT).replace('_', '-').replace(' ', '-');
        for (Tactic tactic : MATRIX) {
            if (tactic.word.equals(name)) {
                return tactic;
            }
        }
        return new Tactic(name, 0);
    }

    /** "Initial access"; empty for none. */
    public String label() {
        return Words.title(Words.plain(word));
    }
}
