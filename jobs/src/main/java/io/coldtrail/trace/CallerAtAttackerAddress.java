package io.coldtrail.trace;

import io.coldtrail.lake.Grade;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * K3: a session used from a USED address. A where the address is A and new to that principal, else B. Who called from
 * it before the attacker's first call there, on an earlier day or as the first call the archive has of him, is a
 * regular user of the place: C, for review.
 */
final class CallerAtAttackerAddress implements Rule {
    @Override
    public String code() {
        return "K3";
    }

    @Override
    public void apply(Estate estate, Spread spread, Consumer<Fall> found) {
        for (Address address : estate.addresses().values()) {
            Node node = Node.of(address);
            if (!spread.isUsed(node) || spread.isBraked(node)) {
                continue;
            }
            Fall by = spread.fall(node);
            Instant start = back(spread.from(node));
            for (Origin origin : address.origins()) {
                boolean inTime =
                        !origin.last().isBefore(start) && !origin.first().time().isAfter(spread.to(node));
                if (inTime && canBeConvicted(estate, origin)) {
                    judge(estate, spread, by, origin, start, found);
                }
            }
        }
    }

    private static Instant back(Instant from) {
        return from.isBefore(Instant.EPOCH) ? from : from.minus(AttackerAddress.AROUND);
    }

    private static boolean canBeConvicted(Estate estate, Origin origin) {
        Session session = origin.session();
        boolean signed = session.kind() != Session.Kind.ORIGIN || session.uid() != null;
        boolean home = session.kind().isCompute() && estate.machines().where(origin) == Machines.Where.OWN;
        return origin.isDirect()
                && signed
                && !session.isService()
                && !home
                && !"AWSAccount".equals(session.userType())
                && !estate.isTrusted(origin, origin.first().time());
    }

    private void judge(Estate estate, Spread spread, Fall by, Origin origin, Instant start, Consumer<Fall> found) {
        Session session = origin.session();
        Instant firstHere = estate.principals().first(session, origin.address());
        Instant attackerHere = spread.from(by.node());
        boolean earlierDay = Days.of(firstHere) < Days.of(attackerHere);
        boolean firstEver = firstHere.equals(estate.principals().first(session, null));
        if (firstHere.isBefore(attackerHere) && (earlierDay || firstEver) && !spread.isUsed(session)) {
            spread.review(new Review(
                    Node.of(origin),
                    by.node(),
                    code(),
                    origin.first().time(),
                    "called from the attacker's address, and did so before him: may be a regular user there",
                    origin.first()));
            return;
        }
        boolean fresh = estate.principals().first(session, null).isBefore(firstHere);
        Grade grade = by.level().grade() == Grade.A && fresh ? Grade.A : Grade.B;
        Level level = by.level().thenAddress(grade);
        if (level != null) {
            Instant from = origin.first().time().isAfter(start) ? origin.first().time() : start;
            found.accept(by.spread(
                    Node.of(origin),
                    level,
                    from,
                    null,
                    code(),
                    "calls from " + origin.where() + ", the attacker's address",
                    origin.first()));
        }
    }
}
