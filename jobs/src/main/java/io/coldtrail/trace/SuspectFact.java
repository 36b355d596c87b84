package io.coldtrail.trace;

import io.coldtrail.lake.Grade;
import io.coldtrail.trace.owners.Ownership;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * S1: what an analyst named with {@code --suspect}: an address, an instance with its addresses, or the holder of a
 * credential. A named credential may
 * still be at work where it belongs, so of its origins those are spared that it had on days before the fact begins.
 */
final class SuspectFact implements Seed {
    static final String CODE = "S1";

    @Override
    public List<Fall> find(Estate estate) {
        List<Fall> seeds = new ArrayList<>();
        for (Fact fact : estate.facts()) {
            if (!fact.is("suspect")) {
                continue;
            }
            Instant to = fact.to();
            if (fact.what().equals("instance")) {
                seeds.addAll(instance(estate, fact));
            }
            for (Address address : estate.addresses().values()) {
                if (!fact.what().equals("instance") && fact.names(address)) {
                    seeds.add(seed(Node.of(address), from(fact, address), to, fact, null));
                }
            }
            for (Session session : estate.sessions()) {
                for (Origin origin : session.origins()) {
                    boolean named = fact.names(session) || (fact.what().equals("ua") && fact.names(origin));
                    boolean spared = fact.from() != null
                            && !fact.what().equals("ua")
                            && origin.address() != null
                            && !estate.principals()
                                    .days(session, origin.address())
                                    .headSet(Days.of(fact.from()))
                                    .isEmpty();
                    if (named && !spared && !session.isService() && overlaps(fact, origin)) {
                        Instant from = fact.from() == null
                                        || fact.from().isBefore(origin.first().time())
                                ? origin.first().time()
                                : fact.from();
                        seeds.add(seed(Node.of(origin), from, to, fact, origin.first()));
                    }
                }
            }
        }
        return seeds;
    }

    /** An instance, and its addresses while it holds them: the next owner of a recycled one is nobody's suspect. */
    private static List<Fall> instance(Estate estate, Fact fact) {
        List<Fall> falls = new ArrayList<>();
        Instant since = fact.from() == null ? Instant.EPOCH : fact.from();
        Fall instance = seed(Node.ofInstance(fact.value()), since, fact.to(), fact, null);
        falls.add(instance);
        for (Address address : estate.addresses().values()) {
            for (Ownership o : address.owners()) {
                Instant from = o.from().isBefore(since) ? since : o.from();
                Instant to = o.to() == null || (fact.to() != null && fact.to().isBefore(o.to())) ? fact.to() : o.to();
                if (o.kind() == Ownership.Kind.INSTANCE
                        && o.owner().equals(fact.value())
                        && (to == null || from.isBefore(to))) {
                    falls.add(instance.spread(
                            Node.of(address),
                            instance.level(),
                            from,
                            to,
                            CODE,
                            "an address of " + fact.value() + " by " + o.basis(),
                            null));
                }
            }
        }
        return falls;
    }

    private static boolean overlaps(Fact fact, Origin origin) {
        return (fact.from() == null || !origin.last().isBefore(fact.from()))
                && (fact.to() == null || origin.first().time().isBefore(fact.to()));
    }

    private static Instant from(Fact fact, Address address) {
        if (fact.from() != null) {
            return fact.from();
        }
        return address.origins().stream()
                .map(o -> o.first().time())
                .min(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }

    private static Fall seed(Node node, Instant from, Instant to, Fact fact, EventRef evidence) {
        String reason = "the analyst suspects " + fact.what() + " " + fact.value()
                + (fact.reason() == null ? "" : ": " + fact.reason());
        return Fall.seed(node, Level.of(Grade.A), from, to, CODE, reason, evidence);
    }
}
