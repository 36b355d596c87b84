package io.coldtrail.trace;

import java.util.function.Consumer;

/**
 * P3: a role is never convicted whole; it is EXPOSED where the attacker edited its trust, or passed it to something
 * that computes for him.
 */
final class EditedTrust implements Rule {
    @Override
    public String code() {
        return "P3";
    }

    @Override
    public void apply(Estate estate, Spread spread, Consumer<Fall> found) {
        for (WatchedEvent event : estate.done(Pivots.Edge.TRUST, Pivots.Edge.PASS_ROLE)) {
            boolean trust = Pivots.has(event, Pivots.Edge.TRUST);
            Origin origin = estate.originOf(event);
            if (!spread.isUsedAt(origin, event.ref().time())) {
                continue;
            }
            for (String role : Pivots.targets(event, trust ? Pivots.Edge.TRUST : Pivots.Edge.PASS_ROLE)) {
                String name = role.substring(role.lastIndexOf('/') + 1);
                found.accept(spread.fall(origin)
                        .expose(
                                new Node(Node.Kind.PRINCIPAL, "role " + event.account() + "/" + name),
                                event.ref().time(),
                                code(),
                                trust ? "who may assume it was changed" : "passed to " + event.api(),
                                event.ref()));
            }
        }
    }
}
