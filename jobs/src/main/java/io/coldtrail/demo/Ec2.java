package io.coldtrail.demo;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Calls of EC2 that say which machine has which address, and what is done to it. */
final class Ec2 {
    private Ec2() {}

    static Call run(Dice dice, Instant time, Caller caller, World world, Machine machine, String name) {
        Map<String, Object> tags = Json.items(Json.object("key", "Name", "value", name));
        String token = dice.guid();
        String group = group(world, machine);
        Call call = new Call(dice, time, caller, "ec2", "RunInstances");
        call.request(
                "instancesSet",
                Json.items(Json.object("imageId", machine.image(), "minCount", 1, "maxCount", 1)),
                "groupSet",
                Json.items(Json.object("groupId", group)),
                "instanceType",
                machine.type(),
                "blockDeviceMapping",
                Json.object(),
                "monitoring",
                Json.object("enabled", false),
                "subnetId",
                machine.subnet(),
                "disableApiTermination",
                false,
                "clientToken",
                token,
                "iamInstanceProfile",
                Json.object("name", machine.profile()),
                "tagSpecificationSet",
                Json.items(Json.object("resourceType", "instance", "tags", tags.get("items"))));
        return call.ec2Response(
                "reservationId",
                "r-0" + dice.hex(16),
                "ownerId",
                world.account,
                "groupSet",
                Json.object(),
                "instancesSet",
                Json.items(instance(time, world, machine, tags, token, group)));
    }

    private static Map<String, Object> instance(
            Instant time, World world, Machine machine, Map<String, Object> tags, String token, String group) {
        return Json.object(
                "instanceId", machine.id(),
                "imageId", machine.image(),
                "instanceState", Json.object("code", 0, "name", "pending"),
                "privateDnsName", "ip-" + machine.privateIp().replace('.', '-') + ".us-west-2.compute.internal",
                "amiLaunchIndex", 0,
                "productCodes", Json.object(),
                "instanceType", machine.type(),
                "launchTime", time.toEpochMilli(),
                "placement", Json.object("availabilityZone", machine.zone(), "tenancy", "default"),
                "monitoring", Json.object("state", "disabled"),
                "subnetId", machine.subnet(),
                "vpcId", world.network.vpc(),
                "privateIpAddress", machine.privateIp(),
                "stateReason", Json.object("code", "pending", "message", "pending"),
                "architecture", "x86_64",
                "rootDeviceType", "ebs",
                "rootDeviceName", "/dev/xvda",
                "blockDeviceMapping", Json.object(),
                "virtualizationType", "hvm",
                "hypervisor", "xen",
                "tagSet", tags,
                "clientToken", token,
                "groupSet", Json.items(Json.object("groupId", group)),
                "sourceDestCheck", true,
                "networkInterfaceSet", Json.items(networkInterface(time, world, machine, group)),
                "iamInstanceProfile",
                        Json.object(
                                "arn",
                                "arn:aws:iam::" + world.account + ":instance-profile/" + machine.profile(),
                                "id",
                                Dice.of(world.seed, machine.profile()).id("AIPA")),
                "ebsOptimized", false,
                "metadataOptions",
                        Json.object(
                                "state", "pending",
                                "httpTokens", "optional",
                                "httpPutResponseHopLimit", 1,
                                "httpEndpoint", "enabled"));
    }

    private static Map<String, Object> networkInterface(Instant time, World world, Machine machine, String group) {
        return Json.object(
                "networkInterfaceId", machine.networkInterface(),
                "subnetId", machine.subnet(),
                "vpcId", world.network.vpc(),
                "ownerId", world.account,
                "status", "in-use",
                "privateIpAddress", machine.privateIp(),
                "sourceDestCheck", true,
                "interfaceType", "interface",
                "groupSet", Json.items(Json.object("groupId", group)),
                "attachment",
                        Json.object(
                                "attachmentId",
                                "eni-attach-0"
                                        + Dice.of(world.seed, machine.id()).hex(16),
                                "deviceIndex",
                                0,
                                "status",
                                "attaching",
                                "attachTime",
                                time.toEpochMilli(),
                                "deleteOnTermination",
                                true),
                "privateIpAddressesSet",
                        Json.object(
                                "item", List.of(Json.object("privateIpAddress", machine.privateIp(), "primary", true))),
                "ipv6AddressesSet", Json.object(),
                "tagSet", Json.object());
    }

    private static String group(World world, Machine machine) {
        return machine.subnet().equals(world.network.webSubnet())
                ? world.network.webGroup()
                : world.network.workGroup();
    }

    /** An Elastic IP comes to the account. */
    static Call allocate(Dice dice, Instant time, Caller caller, String address, String allocation) {
        Call call = new Call(dice, time, caller, "ec2", "AllocateAddress");
        return call.request("domain", "vpc")
                .ec2Response(
                        "publicIp",
                        address,
                        "domain",
                        "vpc",
                        "allocationId",
                        allocation,
                        "publicIpv4Pool",
                        "amazon",
                        "networkBorderGroup",
                        World.HOME);
    }

    static Call associate(Dice dice, Instant time, Caller caller, Machine machine, Network network) {
        Call call = new Call(dice, time, caller, "ec2", "AssociateAddress");
        return call.request(
                        "allocationId", network.webAllocation(),
                        "instanceId", machine.id(),
                        "allowReassociation", true)
                .ec2Response("_return", true, "associationId", network.webAssociation());
    }

    /** The old request form of EC2: nested once more, with capitals. */
    static Call natGateway(Dice dice, Instant time, Caller caller, Network network) {
        String token = dice.guid();
        Call call = new Call(dice, time, caller, "ec2", "CreateNatGateway");
        return call.request(
                        "CreateNatGatewayRequest",
                        Json.object(
                                "AllocationId",
                                network.natAllocation(),
                                "SubnetId",
                                network.webSubnet(),
                                "ConnectivityType",
                                "public",
                                "ClientToken",
                                token))
                .response(
                        "CreateNatGatewayResponse",
                        Json.object(
                                "xmlns",
                                "http://ec2.amazonaws.com/doc/2016-11-15/",
                                "natGateway",
                                Json.object(
                                        "connectivityType", "public",
                                        "subnetId", network.webSubnet(),
                                        "natGatewayAddressSet",
                                                Json.object(
                                                        "item", Json.object("allocationId", network.natAllocation())),
                                        "createTime", time.toString().replace("Z", ".000Z"),
                                        "vpcId", network.vpc(),
                                        "natGatewayId", network.natGateway(),
                                        "state", "pending"),
                                "requestId",
                                call.requestId,
                                "clientToken",
                                token));
    }

    /** StopInstances, StartInstances, TerminateInstances. */
    static Call state(Dice dice, Instant time, Caller caller, String api, String instance, int from, int to) {
        Call call = new Call(dice, time, caller, "ec2", api);
        Map<String, Object> id = Json.object("instanceId", instance);
        call.request("instancesSet", Json.items(id));
        if (api.equals("StopInstances")) {
            call.request.put("force", false);
        }
        return call.ec2Response(
                "instancesSet",
                Json.items(Json.object(
                        "instanceId", instance,
                        "currentState", state(to),
                        "previousState", state(from))));
    }

    private static Map<String, Object> state(int code) {
        String name =
                switch (code) {
                    case 0 -> "pending";
                    case 16 -> "running";
                    case 32 -> "shutting-down";
                    case 64 -> "stopping";
                    default -> "stopped";
                };
        return Json.object("code", code, "name", name);
    }

    static Call tag(Dice dice, Instant time, Caller caller, String resource, String key, String value) {
        Call call = new Call(dice, time, caller, "ec2", "CreateTags");
        return call.request(
                        "resourcesSet", Json.items(Json.object("resourceId", resource)),
                        "tagSet", Json.items(Json.object("key", key, "value", value)))
                .ec2Response("_return", true);
    }
}
