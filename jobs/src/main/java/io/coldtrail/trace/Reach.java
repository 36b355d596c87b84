package io.coldtrail.trace;

import io.coldtrail.trace.owners.Attachment;
import io.coldtrail.trace.owners.Ownership;
import io.coldtrail.trace.records.Fallen;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What of the fallen things other logs can show: addresses and instances for the time in which they were his. */
final class Reach {
    private final Estate estate;
    private final Spread spread;
    private final Incidents incidents;

    private Reach(Inquiry inquiry) {
        this.estate = inquiry.estate();
        this.spread = inquiry.spread();
        this.incidents = inquiry.incidents();
    }

    static Fallen of(Inquiry inquiry) {
        return new Reach(inquiry).fallen(inquiry.verdicts());
    }

    private Fallen fallen(Map<String, SessionVerdict> verdicts) {
        List<Fallen.UsedAddress> addresses = new ArrayList<>();
        List<Fallen.OwnInstance> instances = new ArrayList<>();
        Set<String> his = new HashSet<>();
        for (Fall fall : spread.falls()) {
            Node node = fall.node();
            if (!spread.isUsed(node) || spread.isBraked(node) || incidents.of(node) == null) {
                continue;
            }
            if (node.kind() == Node.Kind.ADDRESS) {
                Address address = estate.addresses().get(node.id());
                // who is one of many at a hub, no other log tells
                if (address != null && (address.hub() == null || fall.rule().equals(SuspectFact.CODE))) {
                    his.add(address.id());
                    address(fall, address, addresses);
                }
            } else if (node.kind() == Node.Kind.INSTANCE && fall.rule().equals(SuspectFact.CODE)) {
                instance(fall, instances);
            }
        }
        Set<String> owned = new TreeSet<>();
        estate.addresses().values().stream()
                .filter(a -> !a.owners().isEmpty() && !his.contains(a.id()))
                .forEach(a -> owned.add(a.ip()));
        return new Fallen(addresses, instances, List.copyOf(owned), machines(verdicts));
    }

    private void address(Fall fall, Address address, List<Fallen.UsedAddress> addresses) {
        Instant from = spread.from(fall.node());
        Instant to = spread.to(fall.node());
        boolean ofInstance = fall.parent() != null && fall.parent().kind() == Node.Kind.INSTANCE;
        if (ofInstance) {
            address.owners().stream()
                    .filter(o -> o.owner().equals(fall.parent().id()))
                    .forEach(o -> add(fall, address, later(from, o.from()), earlier(to, o.to()), addresses));
            return;
        }
        // calls show him there; he may have come some time before
        Instant since = fall.rule().equals("A1") ? from.minus(AttackerAddress.AROUND) : from;
        Ownership held =
                holders(address).stream().filter(o -> o.at(from)).findFirst().orElse(null);
        if (held != null) {
            add(fall, address, later(since, held.from()), earlier(to, held.to()), addresses);
            return;
        }
        Instant freed = since;
        Instant taken = to;
        for (Ownership o : holders(address)) {
            if (o.from().isAfter(from)) {
                taken = earlier(taken, o.from());
            } else if (o.to() != null) {
                freed = later(freed, o.to());
            }
        }
        add(fall, address, freed, taken, addresses);
    }

    /** Who works with the address; that it is allocated only says whose it is. */
    private static List<Ownership> holders(Address address) {
        return address.owners().stream()
                .filter(o -> o.kind() != Ownership.Kind.ELASTIC_IP)
                .toList();
    }

    private void add(Fall fall, Address address, Instant from, Instant to, List<Fallen.UsedAddress> addresses) {
        int at = address.id().indexOf('@');
        addresses.add(new Fallen.UsedAddress(
                address.ip(),
                at < 0 ? null : address.id().substring(at + 1),
                from,
                to,
                incidents.of(fall.node()).id(),
                fall.level().grade().name()));
    }

    private void instance(Fall fall, List<Fallen.OwnInstance> instances) {
        String id = fall.node().id();
        Instant from = spread.from(fall.node());
        Instant to = spread.to(fall.node());
        String incident = incidents.of(fall.node()).id();
        String grade = fall.level().grade().name();
        List<String> ips = estate.addresses().values().stream()
                .filter(a -> a.id().contains("@")
                        && a.owners().stream().anyMatch(o -> o.owner().equals(id)))
                .map(Address::ip)
                .toList();
        instances.add(new Fallen.OwnInstance(id, id, ips, from, to, incident, grade));
        for (Attachment a : estate.owners().attachments()) {
            if (a.instance().equals(id)) {
                instances.add(new Fallen.OwnInstance(
                        a.networkInterface(), id, ips, later(from, a.from()), earlier(to, a.to()), incident, grade));
            }
        }
    }

    private static List<Fallen.Machine> machines(Map<String, SessionVerdict> verdicts) {
        Map<String, Fallen.Machine> machines = new TreeMap<>();
        verdicts.values().stream()
                .filter(v -> v.machine() != null && v.instance() != null)
                .forEach(v -> machines.put(
                        v.session(),
                        new Fallen.Machine(
                                v.session(), v.instance(), v.machine().since())));
        return List.copyOf(machines.values());
    }

    private static Instant later(Instant x, Instant y) {
        return x.isAfter(y) ? x : y;
    }

    /** Null is open. */
    private static Instant earlier(Instant x, Instant y) {
        return x == null ? y : y == null || x.isBefore(y) ? x : y;
    }
}
