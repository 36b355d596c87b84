package io.coldtrail.trace;

import io.coldtrail.lake.Grade;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * A1: an address that a USED session calls from. Not a hub (A2: that convicts the origin only), not one that the estate
 * owns, not one where the session's own principal worked on an earlier day: an insider's office is everybody's.
 */
final class AttackerAddress implements Rule {
    /** How long before and after the attacker's calls an address is his. */
    static final Duration AROUND = Duration.ofHours(24);

    private static final Duration EXCLUSIVE = Duration.ofDays(90);

    @Override
    public String code() {
        return "A1";
    }

    @Override
    public void apply(Estate estate, Spread spread, Consumer<Fall> found) {
        for (Session session : estate.sessions()) {
            if (!spread.isUsed(session)) {
                continue;
            }
            for (Origin origin : session.origins()) {
                Fall by = spread.fall(origin);
                if (by != null && origin.isDirect() && canConvict(estate, spread, origin)) {
                    Instant from = later(spread.from(origin), origin.first().time());
                    found.accept(by.spread(
                            Node.of(origin.address()),
                            by.level().then(grade(estate, origin, from)),
                            from,
                            origin.last().plus(AROUND),
                            code(),
                            "a session the attacker held calls from it",
                            origin.first()));
                }
            }
        }
    }

    private static boolean canConvict(Estate estate, Spread spread, Origin origin) {
        Address address = origin.address();
        Session session = origin.session();
        Instant from = spread.from(origin);
        if (address.hub() != null || address.place() == Address.Place.ENDPOINT) {
            return false;
        }
        if (address.ownedAt(origin.first().time()) || address.ownedAt(origin.last())) {
            return false;
        }
        if (session.kind().isCompute() && estate.machines().where(origin) == Machines.Where.OWN) {
            return false;
        }
        // its own earlier days, unless a principal that the attacker made
        return estate.principals().days(session, address).headSet(Days.of(from)).isEmpty()
                || spread.isUsed(Node.of(session));
    }

    /** A where nobody else used it in 90 days; an archive that does not reach back so far can only say B. */
    private static Grade grade(Estate estate, Origin origin, Instant from) {
        boolean covered = !estate.start().isAfter(from.minus(EXCLUSIVE));
        String root = origin.session().root();
        boolean alone = origin.address().origins().stream()
                .filter(Origin::isDirect)
                .allMatch(o -> o.session().root().equals(root));
        return covered && alone ? Grade.A : Grade.B;
    }

    private static Instant later(Instant x, Instant y) {
        return x.isAfter(y) ? x : y;
    }
}
