package io.coldtrail.trace;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Stops an address that would convict more principals than an attacker plausibly holds: it is shared, and nobody said
 * so. Lineage is never stopped.
 */
final class Brake {
    /** Part of the week's active principals that one address may convict. */
    private static final double SHARE = 0.05;

    private static final int AT_LEAST = 2;
    private static final int AT_MOST = 5;

    private final Estate estate;
    private final Spread spread;

    Brake(Estate estate, Spread spread) {
        this.estate = estate;
        this.spread = spread;
    }

    /** Principals that one address may convict, of those active. */
    static long allowed(long active) {
        return Math.min(AT_MOST, Math.max(AT_LEAST, (long) Math.floor(active * SHARE)));
    }

    /** What may count of what one round found. */
    List<Fall> hold(List<Fall> found) {
        if (found.stream().noneMatch(Brake::isByAddress)) {
            return found;
        }
        Map<Node, Set<String>> convicts = new TreeMap<>();
        for (Fall f : found) {
            if (isByAddress(f)) {
                Session session = estate.session(f.node().sessionId());
                Fall old = spread.fall(f.node());
                boolean byLineage = spread.isUsed(Node.of(session)) || (old != null && !isByAddress(old));
                if (!byLineage) {
                    convicts.computeIfAbsent(f.parent(), p -> new TreeSet<>()).add(session.root());
                }
            }
        }
        convicts.forEach((address, principals) -> {
            Instant from = spread.from(address);
            if (principals.size() > allowed(estate.activeInWeek(from)) && spread.brake(address)) {
                spread.review(new Review(
                        address,
                        address,
                        "hub_suspected",
                        from,
                        "would convict " + principals.size() + " principals: " + String.join(", ", principals),
                        spread.fall(address).evidence()));
            }
        });
        List<Fall> held = new ArrayList<>();
        for (Fall f : found) {
            if (!isByAddress(f) || !spread.isBraked(f.parent())) {
                held.add(f);
            }
        }
        return held;
    }

    private static boolean isByAddress(Fall f) {
        return f.parent() != null
                && f.parent().kind() == Node.Kind.ADDRESS
                && f.node().kind() == Node.Kind.ORIGIN;
    }
}
