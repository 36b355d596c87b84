package io.coldtrail.trace;

import java.util.function.Consumer;

/** K1: a session that was issued in the response to a USED session is the attacker's, wherever it is used. */
final class IssuedSession implements Rule {
    @Override
    public String code() {
        return Lineage.RULE;
    }

    @Override
    public void apply(Estate estate, Spread spread, Consumer<Fall> found) {
        for (Session session : estate.sessions()) {
            Session.Parent parent = session.parent();
            if (parent == null
                    || session.isService()
                    || !spread.isUsedAt(parent.origin(), parent.event().time())) {
                continue;
            }
            Fall by = spread.fall(parent.origin());
            String reason = session.kind() == Session.Kind.FORWARDED
                    ? "a service acted for a call of " + describe(parent.session())
                    : "issued to " + describe(parent.session());
            found.accept(by.spread(
                    Node.of(session),
                    by.level().then(parent.grade()),
                    parent.event().time(),
                    null,
                    code(),
                    reason,
                    parent.event()));
        }
    }

    private static String describe(Session session) {
        return session.arn() == null ? "session " + session.id() : session.arn();
    }
}
