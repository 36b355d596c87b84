package io.coldtrail.trace;

import java.time.Instant;
import java.util.function.Consumer;

/**
 * I3: whoever has a shell on an instance can take the credentials it holds: its sessions from then on are EXPOSED,
 * until the instance is next stopped. Never another instance of the role.
 */
final class ExposedOnInstance implements Rule {
    @Override
    public String code() {
        return SessionVerdict.ON_MACHINE;
    }

    @Override
    public void apply(Estate estate, Spread spread, Consumer<Fall> found) {
        for (Session session : estate.sessions()) {
            Node instance = shelled(estate, spread, session);
            if (instance != null) {
                Fall by = spread.fall(instance);
                found.accept(by.expose(
                        Node.of(session),
                        later(spread.from(instance), session.first().time()),
                        code(),
                        "held by " + instance.id() + ", on which the attacker had a shell",
                        session.first()));
            }
        }
    }

    /** The instance a session belongs to, where the attacker had a shell on it in the session's time; else null. */
    static Node shelled(Estate estate, Spread spread, Session session) {
        if (session.kind() != Session.Kind.INSTANCE || session.sessionName() == null) {
            return null;
        }
        Node instance = Node.ofInstance(session.sessionName());
        boolean overlaps = spread.isUsed(instance)
                && !session.last().isBefore(spread.from(instance))
                && session.first().time().isBefore(stopped(estate, session.sessionName(), spread.from(instance)));
        return overlaps ? instance : null;
    }

    /** When the instance was first stopped after a time, {@link Instant#MAX} for never. */
    static Instant stopped(Estate estate, String instance, Instant after) {
        return estate.done(Pivots.Edge.CONTAIN_INSTANCE).stream()
                .filter(e -> e.is("StopInstances") || e.is("TerminateInstances"))
                .filter(e -> e.ref().time().isAfter(after)
                        && e.request().findValuesAsText("instanceId").contains(instance))
                .map(e -> e.ref().time())
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    private static Instant later(Instant x, Instant y) {
        return x.isAfter(y) ? x : y;
    }
}
