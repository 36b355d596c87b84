package io.coldtrail.trace;

import io.coldtrail.lake.Grade;
import java.util.function.Consumer;

/** P2: a principal that a USED session made: everything it ever does. By unique id, for names come back (P4). */
final class CreatedPrincipal implements Rule {
    @Override
    public String code() {
        return "P2";
    }

    @Override
    public void apply(Estate estate, Spread spread, Consumer<Fall> found) {
        for (WatchedEvent event : estate.done(Pivots.Edge.PRINCIPAL)) {
            Origin origin = estate.originOf(event);
            if (!spread.isUsedAt(origin, event.ref().time())) {
                continue;
            }
            for (String uid : Pivots.targets(event, Pivots.Edge.PRINCIPAL)) {
                Node principal = new Node(Node.Kind.PRINCIPAL, uid);
                Fall by = spread.fall(origin);
                found.accept(by.spread(
                        principal,
                        by.level().then(Grade.A),
                        event.ref().time(),
                        null,
                        code(),
                        "made by " + event.caller().arn(),
                        event.ref()));
                Fall made = spread.fall(principal);
                if (made == null) {
                    continue;
                }
                for (Session session : estate.sessionsOf(uid)) {
                    if (!session.isService()) {
                        found.accept(made.spread(
                                Node.of(session),
                                made.level(),
                                session.first().time(),
                                null,
                                code(),
                                "session of a principal the attacker made",
                                session.first()));
                    }
                }
            }
        }
    }
}
