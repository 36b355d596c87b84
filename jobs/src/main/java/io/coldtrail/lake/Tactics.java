package io.coldtrail.lake;

import java.util.List;

/**
 * The tactics of ATT&amp;CK that cloud logs can show, as Sigma tags name them.
 *
 * @see <a href="https://attack.mitre.org/tactics/enterprise/">ATT&amp;CK, tactics of Enterprise</a>
 */
public final class Tactics {
    /** In the order of the matrix, older names included. */
    public static final List<String> MATRIX = List.of(
            "reconnaissance",
            "resource-development",
            "initial-access",
            "execution",
            "persistence",
            "privilege-escalation",
            "defense-evasion",
            "stealth",
            "defense-impairment",
            "credential-access",
            "discovery",
            "lateral-movement",
            "collection",
            "command-and-control",
            "exfiltration",
            "impact");

    private Tactics() {}
}
