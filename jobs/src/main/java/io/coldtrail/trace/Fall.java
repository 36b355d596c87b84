package io.coldtrail.trace;

import java.time.Instant;
import java.util.Comparator;

/**
 * One reason why a node fell: an edge of the spread, or a seed.
 *
 * @param level how well the path to here holds
 * @param from fallen from then on
 * @param to until then, null for open
 * @param rule rule that says so, by its code
 * @param parent node it spread from, null for a seed
 * @param reason in words
 * @param evidence record that shows it, null where the analyst said so
 * @param hop steps from the seed
 */
record Fall(
        Node node,
        State state,
        Level level,
        Instant from,
        Instant to,
        String rule,
        Node parent,
        String reason,
        EventRef evidence,
        int hop) {
    enum State {
        /** The attacker could hold it; does not spread. */
        EXPOSED,
        /** The attacker held it. */
        USED
    }

    /** The better first: used before exposed, then by level, hops, time, and names so that no tie is left. */
    static final Comparator<Fall> BEST = Comparator.comparing((Fall f) -> f.state() == State.USED ? 0 : 1)
            .thenComparing(Fall::level)
            .thenComparing(Fall::hop)
            .thenComparing(Fall::from)
            .thenComparing(Fall::rule)
            .thenComparing(f -> f.parent() == null ? "" : f.parent().toString())
            .thenComparing(f -> f.evidence() == null ? "" : f.evidence().place());

    static Fall seed(Node node, Level level, Instant from, Instant to, String rule, String reason, EventRef evidence) {
        return new Fall(node, State.USED, level, from, to, rule, null, reason, evidence, 0);
    }

    /** What spreads from here by one more edge. */
    Fall spread(Node child, Level level, Instant from, Instant to, String rule, String reason, EventRef evidence) {
        return new Fall(child, State.USED, level, from, to, rule, node, reason, evidence, hop + 1);
    }

    /** What is exposed from here: it could be used, and is not seen to be. */
    Fall expose(Node child, Instant from, String rule, String reason, EventRef evidence) {
        return new Fall(child, State.EXPOSED, level, from, null, rule, node, reason, evidence, hop + 1);
    }
}
