package io.coldtrail.trace;

import com.fasterxml.jackson.databind.JsonNode;
import io.coldtrail.trace.Ownership.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who held which address when, as the responses of EC2's calls say. CloudTrail never holds what a Describe call
 * returned, so a machine started before the archive has no owner here, and a public address that EC2 gave by itself is
 * in no response at all.
 */
final class Owners {
    private final Map<String, List<Ownership>> byAddress = new TreeMap<>();
    private final Map<String, String> allocations = new HashMap<>();
    private final Map<String, String> associations = new HashMap<>();
    private final Map<String, String> interfaces = new HashMap<>();
    private final Map<String, String> networks = new HashMap<>();

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

    Owners(List<WatchedEvent> events) {
        events.stream()
                .filter(e -> e.succeeded() && CALLS.contains(e.api().name()))
                .forEach(this::read);
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
            own(e, text(eni, "privateIpAddress"), Kind.INSTANCE, id, vpc);
            own(e, text(eni.path("association"), "publicIp"), Kind.INSTANCE, id, vpc);
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
        return new Ownership(o.kind(), o.owner(), o.account(), o.vpc(), o.from(), time, o.basis());
    }

    private static Iterable<JsonNode> items(JsonNode set) {
        return set.path("items");
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isTextual() && !value.asText().isEmpty() ? value.asText() : null;
    }
}
