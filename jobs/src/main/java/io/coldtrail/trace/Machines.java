package io.coldtrail.trace;

import io.coldtrail.trace.Address.Place;
import io.coldtrail.trace.owners.Ownership;
import io.coldtrail.trace.owners.Ownership.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Where the machines are that hold credentials: by the owners of addresses, else by the first address a machine called
 * from, which is its own until it is restarted or given another; of one that a person works from too, nothing is learned.
 */
final class Machines {
    /** Where a call with a machine's credentials came from, seen from the machine. */
    enum Where {
        OWN,
        OTHER_MACHINE,
        OUTSIDE,
        AWS,
        /** Private, in a network the record does not name. */
        UNKNOWN
    }

    private final Owners owners;
    private final Map<String, Set<Address>> homes = new TreeMap<>();
    private final Set<String> known = new HashSet<>();
    private final Map<Address, Boolean> canBeHome = new IdentityHashMap<>();
    private final Map<String, List<Instant>> restarts = new TreeMap<>();
    private final Estate estate;

    Machines(Estate estate, Owners owners) {
        this.owners = owners;
        this.estate = estate;
        for (WatchedEvent e : estate.watched()) {
            if (e.succeeded() && (e.is("StartInstances") || e.is("AssociateAddress"))) {
                e.request().findValuesAsText("instanceId").forEach(i -> restarts.computeIfAbsent(
                                e.account() + "/" + i, k -> new ArrayList<>())
                        .add(e.ref().time()));
            }
        }
        Map<String, List<Origin>> machines = new TreeMap<>();
        for (Session session : estate.sessions()) {
            if (session.machine() != null) {
                session.origins().stream().filter(Origin::isDirect).forEach(o -> machines.computeIfAbsent(
                                session.machine(), m -> new ArrayList<>())
                        .add(o));
            }
        }
        machines.forEach(this::learn);
    }

    /** True where there is something to compare with: an owner's record, or an earlier address. */
    boolean isKnown(Session session) {
        return known.contains(session.machine());
    }

    Where where(Origin origin) {
        Session session = origin.session();
        Address address = origin.address();
        if (session.kind() != Session.Kind.INSTANCE) {
            // functions and tasks roam AWS's addresses
            return address.place() == Place.OUTSIDE ? Where.OUTSIDE : Where.OWN;
        }
        if (isOwned(origin) || homes.getOrDefault(session.machine(), Set.of()).contains(address)) {
            return Where.OWN;
        }
        boolean others = ownersOf(origin).stream()
                .anyMatch(o ->
                        o.at(origin.first().time()) && o.kind() != Kind.ELASTIC_IP && o.kind() != Kind.NAT_GATEWAY);
        if (others) {
            return Where.OTHER_MACHINE;
        }
        return switch (address.place()) {
            case OUTSIDE -> Where.OUTSIDE;
            case AWS -> Where.AWS;
                // an endpoint stands in our own network unless an owner says otherwise
            case ENDPOINT -> Where.OWN;
            case PRIVATE -> Where.UNKNOWN;
        };
    }

    private boolean isOwned(Origin origin) {
        String instance = origin.session().sessionName();
        String vpc = owners.networkOf(instance);
        return ownersOf(origin).stream()
                .filter(o -> o.at(origin.first().time()) || o.at(origin.last()))
                .anyMatch(o -> o.owner().equals(instance)
                        || (o.kind() == Kind.NAT_GATEWAY && (vpc == null || o.vpc() == null || vpc.equals(o.vpc()))));
    }

    /** Owners of the address; of a private one seen through an endpoint, owners in the account. */
    private List<Ownership> ownersOf(Origin origin) {
        Address address = origin.address();
        if (address.place() != Place.ENDPOINT) {
            return address.owners();
        }
        Address inAccount = estate.addresses()
                .get(Address.idOf(address.ip(), null, origin.session().account()));
        return inAccount == null ? List.of() : inAccount.owners();
    }

    private void learn(String machine, List<Origin> origins) {
        origins.sort(Comparator.comparing(Origin::first));
        Set<Address> home = homes.computeIfAbsent(machine, m -> new HashSet<>());
        Instant learned = estate.start().plus(Estate.LEARNING);
        Set<Address> seen = new HashSet<>();
        for (Origin o : origins) {
            if (isOwned(o)) {
                known.add(machine);
                seen.add(o.address());
            }
        }
        settle(origins.stream(), home, seen);
        origins.stream()
                .filter(o -> o.first().time().isBefore(learned) && canBeHome(o.address()))
                .forEach(o -> home.add(o.address()));
        for (Instant restart : restarts.getOrDefault(machine, List.of())) {
            settle(
                    origins.stream()
                            .filter(o -> !o.first().time().isBefore(restart)
                                    && o.session().created() != null
                                    && !o.session().created().isBefore(restart)),
                    home,
                    seen);
        }
        seen.addAll(home);
        for (Origin o : origins) {
            if (canBeHome(o.address()) && o.address().place() == Place.AWS && moved(o, origins, seen)) {
                home.add(o.address());
                seen.add(o.address());
            }
        }
        // with no owner's record, an address is only trusted once the archive has had time to show it
        long last = Days.of(lastOf(origins));
        if (origins.stream()
                .anyMatch(o -> home.contains(o.address()) && Days.of(o.first().time()) < last)) {
            known.add(machine);
        }
    }

    /** The first address is the machine's. Where a person works there too it is nobody's home, and nor is the next. */
    private void settle(Stream<Origin> origins, Set<Address> home, Set<Address> seen) {
        origins.map(Origin::address).filter(a -> !a.listed()).findFirst().ifPresent(a -> {
            seen.add(a);
            if (canBeHome(a)) {
                home.add(a);
            }
        });
    }

    private static Instant lastOf(List<Origin> origins) {
        return origins.stream().map(Origin::last).max(Instant::compareTo).orElseThrow();
    }

    /** A machine that moved calls from its old address no more; a thief's address and the machine's own overlap. */
    private static boolean moved(Origin origin, List<Origin> all, Set<Address> before) {
        Instant arrived = all.stream()
                .filter(o -> o.address() == origin.address())
                .map(o -> o.first().time())
                .min(Instant::compareTo)
                .orElseThrow();
        return all.stream()
                .filter(o -> before.contains(o.address()) && o.address() != origin.address())
                .noneMatch(o -> o.last().isAfter(arrived) || o.session() == origin.session());
    }

    /** A threat-listed address, or one that a person works from, is never learned as a machine's own. */
    private boolean canBeHome(Address address) {
        return canBeHome.computeIfAbsent(
                address,
                a -> !a.listed()
                        && a.origins().stream()
                                .allMatch(o -> o.session().kind().isCompute()
                                        || o.session().isService()
                                        || !o.isDirect()));
    }
}
