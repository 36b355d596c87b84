package io.coldtrail.trace;

import com.fasterxml.jackson.databind.JsonNode;
import io.coldtrail.trace.owners.Attachment;
import io.coldtrail.trace.owners.ConfigOwners;
import io.coldtrail.trace.owners.FlowOwners;
import io.coldtrail.trace.owners.Holding;
import io.coldtrail.trace.owners.Ownership;
import io.coldtrail.trace.owners.Ownership.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Who held which address when. The responses of EC2's calls say it to the second, but CloudTrail never holds what a
 * Describe call returned: a machine started before the archive is in none, nor is a public address that EC2 gave by
 * itself. AWS Config and the flow logs fill in what they know.
 */
final class Owners {
    private final Map<String, List<Ownership>> byAddress = new TreeMap<>();
    private final Map<String, String> allocations = new HashMap<>();
    private final Map<String, String> associations = new HashMap<>();
    private final Map<String, String> interfaces = new HashMap<>();
    private final Map<String, String> networks = new HashMap<>();
    private final List<Attachment> attachments = new ArrayList<>();

    /** Calls this reads. */
    static final List<String> CALLS = List.of(
            "RunInstances",
            "StartInstances",
            "TerminateInstances",
            "CreateNetworkInterface",
            "DeleteNetworkInterface",
            "AttachNetworkInterface",
            "AllocateAddress",
            "AssociateAddress",
            "DisassociateAddress",
            "ReleaseAddress",
            "CreateNatGateway",
            "DeleteNatGateway");

    Owners(List<WatchedEvent> events, ConfigOwners config, FlowOwners flows, List<Holding> queries) {
        events.stream()
                .filter(e -> e.succeeded() && CALLS.contains(e.api().name()))
                .forEach(this::read);
        attachments.addAll(config.attachments());
        attachments.addAll(flows.attachments());
        config(config.holdings());
        queries.forEach(this::fill);
        flows.holdings().forEach(this::fill);
        byAddress
                .values()
                .forEach(owners -> owners.forEach(o -> {
                    if (o.kind() == Kind.INSTANCE && o.vpc() != null) {
                        networks.putIfAbsent(o.owner(), o.vpc());
                    }
                }));
    }

    /** Interfaces by instance and time. */
    List<Attachment> attachments() {
        return attachments;
    }

    /** Items of one owner that follow each other are one time; calls know the minute that Config learns later. */
    private void config(List<Holding> holdings) {
        Map<String, List<Ownership>> told = new TreeMap<>();
        for (Holding h : holdings) {
            Ownership o = ofInstance(h.ownership());
            List<Ownership> times = told.computeIfAbsent(
                    String.join("\n", h.ip(), o.kind().word(), o.owner(), String.valueOf(o.account())),
                    k -> new ArrayList<>());
            times.add(o);
        }
        told.forEach((key, times) -> {
            String ip = key.substring(0, key.indexOf('\n'));
            times.sort(Comparator.comparing(Ownership::from));
            List<Ownership> joined = new ArrayList<>();
            for (Ownership o : times) {
                Ownership last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
                if (last != null && last.meets(o)) {
                    joined.set(joined.size() - 1, last.during(last.from(), later(last.to(), o.to())));
                } else {
                    joined.add(o);
                }
            }
            List<Ownership> owners = byAddress.computeIfAbsent(
                    Address.idOf(ip, null, joined.get(0).account()), k -> new ArrayList<>());
            joined.forEach(o -> add(owners, o));
        });
    }

    private static void add(List<Ownership> owners, Ownership o) {
        for (int i = 0; i < owners.size(); i++) {
            Ownership known = owners.get(i);
            if (known.kind() == o.kind() && known.owner().equals(o.owner()) && known.meets(o)) {
                Instant from = known.from().isBefore(o.from()) ? known.from() : o.from();
                owners.set(i, known.during(from, known.to() != null ? known.to() : o.to()));
                return;
            }
        }
        owners.add(o);
    }

    /** Queries and flows only fill in what nothing else tells; the next owner ends their time. */
    private void fill(Holding h) {
        Ownership o = ofInstance(h.ownership());
        List<Ownership> owners =
                byAddress.computeIfAbsent(Address.idOf(h.ip(), null, o.account()), k -> new ArrayList<>());
        if (o.kind() == Kind.INTERFACE) {
            // whose the address is, theirs is the interface that logs it
            owners.stream()
                    .filter(k -> k.kind() == Kind.INSTANCE && (k.to() == null || k.to().isAfter(o.from())))
                    .forEach(k ->
                            attachments.add(new Attachment(o.owner(), k.owner(), earlier(k.from(), o.from()), k.to())));
        }
        if (owners.stream().anyMatch(k -> k.at(o.from()) || k.owner().equals(o.owner()))) {
            return;
        }
        owners.replaceAll(k -> k.basis().equals(o.basis()) && k.to() == null ? k.during(k.from(), o.from()) : k);
        Instant next = owners.stream()
                .map(Ownership::from)
                .filter(t -> t.isAfter(o.from()))
                .min(Comparator.naturalOrder())
                .orElse(null);
        owners.add(o.during(o.from(), next));
    }

    /** An interface's address is its instance's, where something says whose the interface was. */
    private Ownership ofInstance(Ownership o) {
        if (o.kind() != Kind.INTERFACE) {
            return o;
        }
        return attachments.stream()
                .filter(a -> a.networkInterface().equals(o.owner())
                        && (a.to() == null || a.to().isAfter(o.from()))
                        && (o.to() == null || a.from().isBefore(o.to())))
                .findFirst()
                .map(a -> new Ownership(Kind.INSTANCE, a.instance(), o.account(), o.vpc(), o.from(), o.to(), o.basis()))
                .orElse(o);
    }

    /** Account of an instance, null where no owner's record names it. */
    String accountOf(String instance) {
        return byAddress.values().stream()
                .flatMap(List::stream)
                .filter(o -> o.kind() == Kind.INSTANCE && o.owner().equals(instance))
                .map(Ownership::account)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static Instant earlier(Instant x, Instant y) {
        return x.isBefore(y) ? x : y;
    }

    private static Instant later(Instant x, Instant y) {
        return x == null || y == null ? null : x.isAfter(y) ? x : y;
    }

    /** Ownerships by address id; a private address is within the account, since these calls come through no endpoint. */
    Map<String, List<Ownership>> byAddress() {
        return byAddress;
    }

    /** Network of an instance, null where unknown. */
    String networkOf(String instance) {
        return networks.get(instance);
    }

    private void read(WatchedEvent e) {
        JsonNode request = e.request();
        JsonNode response = e.response();
        switch (e.api().name()) {
            case "RunInstances" -> items(response.path("instancesSet")).forEach(i -> instance(e, i));
            case "TerminateInstances" -> items(response.path("instancesSet"))
                    .forEach(i -> end(text(i, "instanceId"), e.ref().time()));
            case "CreateNetworkInterface" -> {
                JsonNode eni = response.path("networkInterface");
                interfaces.put(text(eni, "networkInterfaceId"), text(eni, "privateIpAddress"));
                own(
                        e,
                        text(eni, "privateIpAddress"),
                        Kind.INTERFACE,
                        text(eni, "networkInterfaceId"),
                        text(eni, "vpcId"));
            }
            case "AttachNetworkInterface" -> {
                String instance = text(request, "instanceId");
                String ip = interfaces.get(text(request, "networkInterfaceId"));
                own(e, ip, Kind.INSTANCE, instance, networks.get(instance));
                attach(text(request, "networkInterfaceId"), instance, e);
            }
            case "DeleteNetworkInterface" -> end(
                    text(request, "networkInterfaceId"), e.ref().time());
            case "AllocateAddress" -> {
                allocations.put(text(response, "allocationId"), text(response, "publicIp"));
                own(e, text(response, "publicIp"), Kind.ELASTIC_IP, text(response, "allocationId"), null);
            }
            case "AssociateAddress" -> {
                String ip = ipOf(request);
                String instance = text(request, "instanceId");
                associations.put(text(response, "associationId"), ip);
                endAddress(ip, Kind.ELASTIC_IP, e.ref().time());
                own(
                        e,
                        ip,
                        instance != null ? Kind.INSTANCE : Kind.INTERFACE,
                        instance != null ? instance : text(request, "networkInterfaceId"),
                        networks.get(instance));
            }
            case "DisassociateAddress" -> endAddress(
                    ipOf(request), Kind.ELASTIC_IP, e.ref().time());
            case "ReleaseAddress" -> endAddress(ipOf(request), null, e.ref().time());
            case "CreateNatGateway" -> {
                JsonNode nat = response.path("CreateNatGatewayResponse").path("natGateway");
                JsonNode asked = request.path("CreateNatGatewayRequest");
                own(
                        e,
                        allocations.get(text(asked, "AllocationId")),
                        Kind.NAT_GATEWAY,
                        text(nat, "natGatewayId"),
                        text(nat, "vpcId"));
            }
            case "DeleteNatGateway" -> end(
                    text(request.path("DeleteNatGatewayRequest"), "NatGatewayId"),
                    e.ref().time());
            default -> {}
        }
    }

    private void instance(WatchedEvent e, JsonNode i) {
        String id = text(i, "instanceId");
        String vpc = text(i, "vpcId");
        networks.put(id, vpc);
        own(e, text(i, "privateIpAddress"), Kind.INSTANCE, id, vpc);
        own(e, text(i, "ipAddress"), Kind.INSTANCE, id, vpc);
        for (JsonNode eni : items(i.path("networkInterfaceSet"))) {
            interfaces.put(text(eni, "networkInterfaceId"), text(eni, "privateIpAddress"));
            attach(text(eni, "networkInterfaceId"), id, e);
            own(e, text(eni, "privateIpAddress"), Kind.INSTANCE, id, vpc);
            own(e, text(eni.path("association"), "publicIp"), Kind.INSTANCE, id, vpc);
        }
    }

    private void attach(String networkInterface, String instance, WatchedEvent e) {
        if (networkInterface != null && instance != null) {
            attachments.add(new Attachment(networkInterface, instance, e.ref().time(), null));
        }
    }

    private String ipOf(JsonNode request) {
        String ip = text(request, "publicIp");
        if (ip == null) {
            ip = allocations.get(text(request, "allocationId"));
        }
        return ip != null ? ip : associations.get(text(request, "associationId"));
    }

    private void own(WatchedEvent e, String ip, Kind kind, String owner, String vpc) {
        if (ip == null || owner == null) {
            return;
        }
        List<Ownership> owners = byAddress.computeIfAbsent(Address.idOf(ip, null, e.account()), k -> new ArrayList<>());
        boolean known = owners.stream()
                .anyMatch(o -> o.to() == null && o.kind() == kind && o.owner().equals(owner));
        if (!known) {
            owners.add(new Ownership(
                    kind, owner, e.account(), vpc, e.ref().time(), null, e.api().toString()));
        }
    }

    private void end(String owner, Instant time) {
        byAddress
                .values()
                .forEach(owners ->
                        owners.replaceAll(o -> o.to() == null && o.owner().equals(owner) ? until(o, time) : o));
    }

    /** Ends what holds the address, apart from one kind that goes on holding it. */
    private void endAddress(String ip, Kind but, Instant time) {
        byAddress
                .getOrDefault(ip == null ? "" : ip, new ArrayList<>())
                .replaceAll(o -> o.to() == null && o.kind() != but ? until(o, time) : o);
    }

    private static Ownership until(Ownership o, Instant time) {
        return o.during(o.from(), time);
    }

    private static Iterable<JsonNode> items(JsonNode set) {
        return set.path("items");
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isTextual() && !value.asText().isEmpty() ? value.asText() : null;
    }
}
