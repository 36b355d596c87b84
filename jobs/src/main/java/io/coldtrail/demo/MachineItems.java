package io.coldtrail.demo;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Machines, their interfaces and public addresses, as AWS Config recorded them. */
final class MachineItems {
    private final World world;
    private final Network network;
    private final Incident incident;
    private final List<ConfigItem> items = new ArrayList<>();

    private MachineItems(World world) {
        this.world = world;
        network = world.network;
        incident = world.incident;
        machines();
        addresses();
    }

    static List<ConfigItem> of(World world) {
        return new MachineItems(world).items;
    }

    /** What is older than the archive was found when recording began. */
    private Instant found(Instant created) {
        return created.isBefore(world.trailStart()) ? world.trailStart() : created;
    }

    private void machines() {
        Machine web = world.web;
        Instant first = web.boots().get(0).plusSeconds(40);
        String name = World.STORY + ": Compromised Instance";
        Map<String, Object> tags = Json.object("Name", name);
        Map<String, Object> marked = Json.object("Name", name, "SSHBruteForce", "True");
        instance(web, first, "running", tags);
        instance(web, incident.automatic().plusSeconds(60), "running", marked);
        instance(web, incident.stopped(), "stopped", marked);
        instance(web, incident.started(), "running", marked);
        networkInterface(web, first);
        Machine host = world.maliciousHost;
        Instant hostFound = found(host.boots().get(0));
        instance(host, hostFound, "running", Json.object("Name", World.STORY + ": Malicious Host"));
        networkInterface(host, hostFound);
        for (int i = 0; i < Workers.MACHINES_A_SCALE * world.scale; i++) {
            Machine worker = world.worker(i);
            instance(worker, found(worker.boots().get(0)), "running", Json.object("Name", world.company + "-worker"));
            networkInterface(worker, found(worker.boots().get(0)));
        }
        LocalDate day = Days.officeDay(world.days.start());
        for (; day.isBefore(world.days.attackDay().plusDays(1)); day = day.plusDays(1)) {
            for (int group = 0; group < world.scale; group++) {
                surge(Surge.shift(world, group, day));
            }
        }
    }

    private void surge(Surge.Shift shift) {
        if (!shift.comes().isBefore(world.days.start()) && shift.comes().isBefore(world.days.end())) {
            instance(shift.machine(), shift.comes(), "running", Json.object("Name", world.company + "-worker"));
            networkInterface(shift.machine(), shift.comes());
            if (shift.goes().isBefore(world.days.end())) {
                gone("AWS::EC2::Instance", shift.machine().id(), shift.goes());
                gone("AWS::EC2::NetworkInterface", shift.machine().networkInterface(), shift.goes());
            }
        }
    }

    private void gone(String type, String id, Instant when) {
        items.add(ConfigItem.of(when, "ResourceDeleted", type, id, null, null, when, null));
    }

    private void instance(Machine machine, Instant changed, String state, Map<String, Object> tags) {
        Instant launched = machine.boots().get(0);
        for (Instant boot : machine.boots()) {
            launched = boot.isAfter(changed) ? launched : boot;
        }
        Map<String, Object> configuration = Json.object(
                "instanceId", machine.id(),
                "imageId", machine.image(),
                "instanceType", machine.type(),
                "launchTime", ConfigItem.time(launched),
                "state", Json.object("code", state.equals("running") ? 16 : 80, "name", state),
                "privateIpAddress", machine.privateIp(),
                "publicIpAddress", isPublic(machine) ? machine.address() : null,
                "subnetId", machine.subnet(),
                "vpcId", network.vpc(),
                "iamInstanceProfile", machine.profile() == null ? null : profile(world, machine.profile()),
                "networkInterfaces", List.of(adapter(machine)),
                "securityGroups", List.of(Json.object("groupId", group(machine))));
        List<Object> relations = List.of(
                relation("AWS::EC2::NetworkInterface", machine.networkInterface(), "Contains NetworkInterface"),
                relation("AWS::EC2::Subnet", machine.subnet(), "Is contained in Subnet"),
                relation("AWS::EC2::SecurityGroup", group(machine), "Is associated with SecurityGroup"));
        items.add(new ConfigItem(
                changed,
                "OK",
                "AWS::EC2::Instance",
                machine.id(),
                null,
                ConfigItem.ec2Arn(world, "instance/" + machine.id()),
                machine.boots().get(0),
                configuration,
                Json.object(),
                relations,
                tags));
    }

    private static Map<String, Object> relation(String type, String id, String name) {
        return Json.object("resourceType", type, "resourceId", id, "name", name);
    }

    private boolean isPublic(Machine machine) {
        return !machine.address().equals(world.addresses.nat());
    }

    private String group(Machine machine) {
        if (machine == world.maliciousHost) {
            return network.hostGroup();
        }
        return machine == world.web ? network.webGroup() : network.workGroup();
    }

    /** An instance profile, by what names it. */
    static Map<String, Object> profile(World world, String profile) {
        return Json.object(
                "arn",
                "arn:aws:iam::" + world.account + ":instance-profile/" + profile,
                "id",
                Dice.of(world.seed, profile).id("AIPA"));
    }

    /** The machine's interface as its own item has it, and as the interface's. */
    private Map<String, Object> adapter(Machine machine) {
        Map<String, Object> association = isPublic(machine)
                ? Json.object(
                        "publicIp",
                        machine.address(),
                        "ipOwnerId",
                        world.account,
                        "allocationId",
                        machine == world.web ? network.webAllocation() : network.hostAllocation())
                : null;
        return Json.object(
                "networkInterfaceId",
                machine.networkInterface(),
                "subnetId",
                machine.subnet(),
                "vpcId",
                network.vpc(),
                "ownerId",
                world.account,
                "status",
                "in-use",
                "privateIpAddress",
                machine.privateIp(),
                "privateIpAddresses",
                List.of(Json.object(
                        "privateIpAddress", machine.privateIp(), "primary", true, "association", association)),
                "association",
                association,
                "attachment",
                Json.object(
                        "instanceId",
                        machine.id(),
                        "instanceOwnerId",
                        world.account,
                        "attachTime",
                        ConfigItem.time(machine.boots().get(0)),
                        "status",
                        "attached"),
                "groups",
                List.of(Json.object("groupId", group(machine))),
                "interfaceType",
                "interface",
                "requesterManaged",
                false);
    }

    private void networkInterface(Machine machine, Instant changed) {
        items.add(ConfigItem.of(
                changed,
                "OK",
                "AWS::EC2::NetworkInterface",
                machine.networkInterface(),
                null,
                ConfigItem.ec2Arn(world, "network-interface/" + machine.networkInterface()),
                machine.boots().get(0),
                adapter(machine)));
    }

    private void addresses() {
        elasticIp(
                world.web,
                network.webAllocation(),
                network.webAssociation(),
                world.web.boots().get(0));
        elasticIp(world.maliciousHost, network.hostAllocation(), network.hostAssociation(), world.trailStart());
        Instant made = world.nat.from();
        items.add(ConfigItem.of(
                made,
                "ResourceDiscovered",
                "AWS::EC2::NatGateway",
                network.natGateway(),
                null,
                ConfigItem.ec2Arn(world, "natgateway/" + network.natGateway()),
                made,
                Json.object(
                        "natGatewayId", network.natGateway(),
                        "state", "available",
                        "subnetId", network.webSubnet(),
                        "vpcId", network.vpc(),
                        "createTime", ConfigItem.time(made),
                        "natGatewayAddresses",
                                List.of(Json.object(
                                        "allocationId", network.natAllocation(),
                                        "networkInterfaceId", network.natInterface(),
                                        "privateIp", Network.NAT_PRIVATE_IP,
                                        "publicIp", world.addresses.nat())))));
    }

    private void elasticIp(Machine machine, String allocation, String association, Instant changed) {
        items.add(ConfigItem.of(
                changed.plusSeconds(40),
                "OK",
                "AWS::EC2::EIP",
                allocation,
                machine.address(),
                ConfigItem.ec2Arn(world, "eip-allocation/" + allocation),
                changed,
                Json.object(
                        "publicIp",
                        machine.address(),
                        "allocationId",
                        allocation,
                        "associationId",
                        association,
                        "domain",
                        "vpc",
                        "instanceId",
                        machine.id(),
                        "networkInterfaceId",
                        machine.networkInterface(),
                        "networkInterfaceOwnerId",
                        world.account,
                        "privateIpAddress",
                        machine.privateIp())));
    }
}
