package io.coldtrail.trace;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * An instance of this account whose address attacked, and that nobody named: the story asks whose it is. Its address
 * is the attacker's no surer than B, and what else the instance does is nobody's until somebody says so.
 */
final class AttackingInstance {
    static final String RULE = "own_instance";

    private AttackingInstance() {}

    /** Instances by the fallen thing that shows them; each is put down for review. */
    static void review(Estate estate, Spread spread) {
        Map<String, Review> found = new TreeMap<>();
        for (Fall fall : spread.falls()) {
            if (fall.state() == Fall.State.USED && fall.node().kind() == Node.Kind.ADDRESS) {
                Address address = estate.addresses().get(fall.node().id());
                found(estate, spread, address, fall.node(), fall.from(), fall.evidence(), null, found);
            }
        }
        for (Session session : estate.sessions()) {
            for (Origin origin : session.origins()) {
                Fall fall = spread.fall(Node.of(origin));
                if (fall != null && fall.state() == Fall.State.USED && origin.isDirect()) {
                    found(
                            estate,
                            spread,
                            origin.address(),
                            fall.node(),
                            origin.first().time(),
                            origin.first(),
                            session.sessionName(),
                            found);
                }
            }
        }
        found.values().forEach(spread::review);
    }

    private static void found(
            Estate estate,
            Spread spread,
            Address address,
            Node near,
            Instant time,
            EventRef evidence,
            String itself,
            Map<String, Review> found) {
        String instance = address == null ? null : estate.instanceAt(address, time);
        if (instance == null || instance.equals(itself) || spread.isUsed(Node.ofInstance(instance))) {
            return;
        }
        found.putIfAbsent(
                instance,
                new Review(
                        Node.ofInstance(instance),
                        near,
                        RULE,
                        time,
                        instance + ", an instance of this account, attacked from " + address.ip()
                                + ". Is it the attacker's own, or did it fall too? Say --suspect instance=" + instance
                                + " where it is",
                        evidence));
    }
}
