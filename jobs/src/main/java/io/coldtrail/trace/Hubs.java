package io.coldtrail.trace;

import io.coldtrail.trace.owners.Ownership.Kind;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * HUB: addresses that many share, so that being seen there convicts nobody. Found over the whole archive before anyone
 * is accused.
 */
final class Hubs {
    /** Principals in {@link #WINDOW_DAYS} that make an address shared: an office, a VPN. */
    private static final int PRINCIPALS = 4;
    /** Two principals are enough where both come back this often. */
    private static final int REGULARS = 2;

    private static final int REGULAR_DAYS = 10;
    private static final int WINDOW_DAYS = 30;
    /** A younger address is no hub by count: an attacker must not hide by making users. */
    private static final int MIN_AGE_DAYS = 7;

    private final List<Fact> facts;

    Hubs(List<Fact> facts) {
        this.facts = facts;
    }

    void mark(Collection<Address> addresses) {
        for (Address address : addresses) {
            address.hub(why(address));
        }
    }

    private String why(Address address) {
        if (facts.stream().anyMatch(f -> f.is("trust") && f.names(address))) {
            return "trusted by the analyst";
        }
        if (address.owners().stream().anyMatch(o -> o.kind() == Kind.NAT_GATEWAY)) {
            return "NAT gateway";
        }
        boolean runner = address.origins().stream()
                .anyMatch(o -> o.session().kind() == Session.Kind.OIDC
                        || "WebIdentityUser".equals(o.session().userType()));
        if (runner) {
            return "CI runner: the next job of a stranger gets it";
        }
        return byCount(address);
    }

    /** Counts whom a person started from, on the days before the address drew its first signal. */
    private static String byCount(Address address) {
        if (address.origins().isEmpty()) {
            return null;
        }
        long until = address.firstSignal() == null
                ? Long.MAX_VALUE
                : Days.of(address.firstSignal().time());
        Map<String, TreeSet<Long>> days = new HashMap<>();
        for (Origin origin : address.origins()) {
            if (!origin.session().isService()) {
                days.computeIfAbsent(origin.session().root(), r -> new TreeSet<>())
                        .addAll(origin.days().headSet(until));
            }
        }
        days.values().removeIf(TreeSet::isEmpty);
        if (days.isEmpty()) {
            return null;
        }
        long firstDay = days.values().stream().mapToLong(TreeSet::first).min().orElseThrow();
        long lastDay = days.values().stream().mapToLong(TreeSet::last).max().orElseThrow();
        long end = until == Long.MAX_VALUE ? lastDay : until;
        if (end - firstDay < MIN_AGE_DAYS) {
            return null;
        }
        long recent = days.values().stream()
                .filter(d -> d.last() >= end - WINDOW_DAYS)
                .count();
        if (recent >= PRINCIPALS) {
            return recent + " principals in " + WINDOW_DAYS + " days";
        }
        long regulars =
                days.values().stream().filter(d -> d.size() >= REGULAR_DAYS).count();
        return regulars >= REGULARS ? regulars + " principals on " + REGULAR_DAYS + " or more days" : null;
    }
}
