package io.coldtrail.trace;

import io.coldtrail.lake.Actor;
import io.coldtrail.lake.Grade;
import java.util.Map;

/** How much a moment weighs: for folding, and for the key moments; the page itself runs by time. */
final class Rank {
    private static final Map<String, Integer> BY_TACTIC = Map.ofEntries(
            Map.entry("impact", 100),
            Map.entry("exfiltration", 100),
            Map.entry("persistence", 80),
            Map.entry("privilege-escalation", 80),
            Map.entry("defense-evasion", 80),
            Map.entry("stealth", 80),
            Map.entry("defense-impairment", 80),
            Map.entry("initial-access", 60),
            Map.entry("credential-access", 60),
            Map.entry("execution", 40),
            Map.entry("lateral-movement", 40),
            Map.entry("collection", 40));
    private static final int DENIED_WRITE = 30;
    private static final int RECON = 10;
    private static final int CONTACT = 40;
    private static final int ENTRY = 60;
    private static final int RESPONSE = 60;
    private static final int FIRST = 10;
    private static final int SUGGESTIVE = -20;

    private Rank() {}

    static int of(Moment m) {
        if (m.actor() == Actor.RESPONDER) {
            return m.reads() ? RECON : RESPONSE;
        }
        if (m.contact() != null && m.verb().kind() != Verb.Kind.LOGIN) {
            return "command-and-control".equals(m.tacticOrKnown()) && m.success() > 0 ? CONTACT : RECON;
        }
        int rank = m.reads() || "discovery".equals(m.tacticOrKnown())
                ? RECON
                : m.success() > 0 ? ifAllowed(m) : DENIED_WRITE;
        if ("seed".equals(m.pinned())) {
            rank = Math.max(rank, ENTRY);
        }
        if (m.pinned() != null) {
            rank += FIRST;
        }
        return m.grade() == Grade.C ? rank + SUGGESTIVE : rank;
    }

    /** What a denied call would have weighed, had it been allowed. */
    static int ifAllowed(Moment m) {
        return BY_TACTIC.getOrDefault(String.valueOf(m.tacticOrKnown()), RECON);
    }
}
