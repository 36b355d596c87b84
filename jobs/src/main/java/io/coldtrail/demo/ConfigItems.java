package io.coldtrail.demo;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Every state of every resource, as AWS Config recorded it: at the start, and with each change. */
final class ConfigItems {
    private static final String EVERYWHERE = "0.0.0.0/0";

    private final World world;
    private final Network network;
    private final Incident incident;
    private final List<ConfigItem> items = new ArrayList<>();

    ConfigItems(World world) {
        this.world = world;
        network = world.network;
        incident = world.incident;
        machines();
        addresses();
        identities();
        guards();
        buckets();
    }

    List<ConfigItem> all() {
        return items;
    }

    /** What is older than the archive was found when recording began. */
    private void add(
            Instant changed,
            String status,
            String type,
            String id,
            String name,
            String arn,
            Instant created,
            Map<String, Object> configuration) {
        items.add(new ConfigItem(
                changed, status, type, id, name, arn, created, configuration, Json.object(), List.of(), Json.object()));
    }

    private Instant found(Instant created) {
        return created.isBefore(world.trailStart()) ? world.trailStart() : created;
    }

    private String arn(String resource) {
        return "arn:aws:ec2:" + World.HOME + ":" + world.account + ":" + resource;
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
        add(when, "ResourceDeleted", type, id, null, null, when, null);
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
                "iamInstanceProfile", machine.profile() == null ? null : profileRef(machine.profile()),
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
                arn("instance/" + machine.id()),
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

    private Map<String, Object> profileRef(String profile) {
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
        add(
                changed,
                "OK",
                "AWS::EC2::NetworkInterface",
                machine.networkInterface(),
                null,
                arn("network-interface/" + machine.networkInterface()),
                machine.boots().get(0),
                adapter(machine));
    }

    private void addresses() {
        elasticIp(
                world.web,
                network.webAllocation(),
                network.webAssociation(),
                world.web.boots().get(0));
        elasticIp(world.maliciousHost, network.hostAllocation(), network.hostAssociation(), world.trailStart());
        Instant made = world.nat.from();
        add(
                made,
                "ResourceDiscovered",
                "AWS::EC2::NatGateway",
                network.natGateway(),
                null,
                arn("natgateway/" + network.natGateway()),
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
                                        "publicIp", world.addresses.nat()))));
    }

    private void elasticIp(Machine machine, String allocation, String association, Instant changed) {
        add(
                changed.plusSeconds(40),
                "OK",
                "AWS::EC2::EIP",
                allocation,
                machine.address(),
                arn("eip-allocation/" + allocation),
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
                        machine.privateIp()));
    }

    private void identities() {
        Role role = world.web.role();
        String rights =
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":["
                        + "\"arn:aws:s3:::" + world.dataBucket + "\",\"arn:aws:s3:::" + world.dataBucket + "/*\"]},"
                        + "{\"Effect\":\"Allow\",\"Action\":\"s3:PutObject\",\"Resource\":\"arn:aws:s3:::"
                        + world.listBucket
                        + "/*\"}]}";
        Map<String, Object> own = policy(World.STORY + "-compromised-ec2", rights);
        role(role, world.trailStart(), List.of(own));
        role(role, incident.revoked(), List.of(own, policy("AWSRevokeOlderSessions", Responders.revocation(incident))));
        role(world.workerRole, world.trailStart(), List.of());
        for (Role holder : List.of(role, world.workerRole)) {
            Map<String, Object> profile = profile(holder);
            profile.put("roles", List.of(Json.object("roleName", holder.name(), "arn", holder.arn())));
            add(
                    world.trailStart(),
                    "OK",
                    "AWS::IAM::InstanceProfile",
                    (String) profile.get("instanceProfileId"),
                    holder.name() + "-profile",
                    (String) profile.get("arn"),
                    world.trailStart(),
                    profile);
        }
    }

    private static Map<String, Object> policy(String name, String document) {
        return Json.object("policyName", name, "policyDocument", URLEncoder.encode(document, StandardCharsets.UTF_8));
    }

    private Map<String, Object> profile(Role role) {
        Map<String, Object> ref = profileRef(role.name() + "-profile");
        return Json.object(
                "path",
                "/",
                "instanceProfileName",
                role.name() + "-profile",
                "instanceProfileId",
                ref.get("id"),
                "arn",
                ref.get("arn"));
    }

    private void role(Role role, Instant changed, List<Object> policies) {
        String trust = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":"
                + "\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}";
        add(
                changed,
                "OK",
                "AWS::IAM::Role",
                role.uniqueId(),
                role.name(),
                role.arn(),
                world.trailStart(),
                Json.object(
                        "path", role.path(),
                        "roleName", role.name(),
                        "roleId", role.uniqueId(),
                        "arn", role.arn(),
                        "assumeRolePolicyDocument", URLEncoder.encode(trust, StandardCharsets.UTF_8),
                        "instanceProfileList", List.of(profile(role)),
                        "rolePolicyList", policies,
                        "attachedManagedPolicies", List.of()));
    }

    private void guards() {
        List<Object> open = List.of(port(80), port(443), port(22));
        securityGroup(network.webGroup(), World.STORY + "-compromised", world.trailStart(), open);
        securityGroup(network.webGroup(), World.STORY + "-compromised", incident.ingressClosed(), open.subList(0, 2));
        securityGroup(network.workGroup(), world.company + "-worker", world.trailStart(), List.of());
        List<Object> all = List.of(entry(100, "allow", EVERYWHERE, false), entry(100, "allow", EVERYWHERE, true));
        nacl(world.trailStart(), all);
        nacl(
                incident.blocked(),
                List.of(entry(90, "deny", world.addresses.attacker() + "/32", false), all.get(0), all.get(1)));
    }

    private static Map<String, Object> port(int port) {
        return Json.object(
                "ipProtocol", "tcp",
                "fromPort", port,
                "toPort", port,
                "ipv4Ranges", List.of(Json.object("cidrIp", EVERYWHERE)),
                "ipRanges", List.of(EVERYWHERE),
                "ipv6Ranges", List.of(),
                "userIdGroupPairs", List.of(),
                "prefixListIds", List.of());
    }

    private void securityGroup(String id, String name, Instant changed, List<Object> permissions) {
        add(
                changed,
                "OK",
                "AWS::EC2::SecurityGroup",
                id,
                name,
                arn("security-group/" + id),
                world.trailStart(),
                Json.object(
                        "groupId",
                        id,
                        "groupName",
                        name,
                        "ownerId",
                        world.account,
                        "vpcId",
                        network.vpc(),
                        "ipPermissions",
                        permissions,
                        "ipPermissionsEgress",
                        List.of()));
    }

    private static Map<String, Object> entry(int number, String action, String cidr, boolean egress) {
        return Json.object(
                "ruleNumber", number, "protocol", "-1", "ruleAction", action, "egress", egress, "cidrBlock", cidr);
    }

    private void nacl(Instant changed, List<Object> entries) {
        add(
                changed,
                "OK",
                "AWS::EC2::NetworkAcl",
                network.webAcl(),
                null,
                arn("network-acl/" + network.webAcl()),
                world.trailStart(),
                Json.object(
                        "networkAclId", network.webAcl(),
                        "vpcId", network.vpc(),
                        "isDefault", false,
                        "entries", entries,
                        "associations",
                                List.of(Json.object(
                                        "networkAclId", network.webAcl(), "subnetId", network.webSubnet()))));
    }

    private void buckets() {
        Instant made = world.trailStart().plusSeconds(60);
        for (String bucket : List.of(world.dataBucket, world.listBucket, world.logsBucket)) {
            bucket(bucket, made, "AES256", false);
        }
        bucket(world.dataBucket, incident.encryptionRemoved(), null, false);
        bucket(world.dataBucket, incident.publicFrom(), null, true);
        bucket(world.dataBucket, incident.publicTo(), null, false);
        bucket(world.dataBucket, incident.encryptionRestored(), "aws:kms", false);
    }

    /** Settings of a bucket are text of their own within the item. */
    private void bucket(String name, Instant changed, String encryption, boolean listable) {
        Map<String, Object> owner = Json.object("displayName", null, "id", world.canonicalId);
        List<Object> grants = new ArrayList<>(List.of(Json.object("grantee", owner, "permission", "FullControl")));
        if (listable) {
            grants.add(Json.object("grantee", "AllUsers", "permission", "Read"));
        }
        Map<String, Object> supplement = Json.object(
                "AccessControlList",
                Json.text(Json.object("grantSet", null, "grantList", grants, "owner", owner)),
                "BucketPolicy",
                Json.object("policyText", null),
                "BucketVersioningConfiguration",
                Json.text(Json.object("status", "Off", "isMfaDeleteEnabled", null)),
                "BucketLoggingConfiguration",
                Json.text(
                        name.equals(world.logsBucket)
                                ? Json.object("destinationBucketName", null, "logFilePrefix", null)
                                : Json.object(
                                        "destinationBucketName",
                                        world.logsBucket,
                                        "logFilePrefix",
                                        "s3-access/" + name + "/")));
        if (encryption != null) {
            String key = encryption.equals("aws:kms") ? world.dataKey : null;
            supplement.put(
                    "ServerSideEncryptionConfiguration",
                    Json.text(Json.object(
                            "rules",
                            List.of(Json.object(
                                    "applyServerSideEncryptionByDefault",
                                    Json.object("sseAlgorithm", encryption, "kmsMasterKeyID", key),
                                    "bucketKeyEnabled",
                                    false)))));
        }
        items.add(new ConfigItem(
                changed,
                "OK",
                "AWS::S3::Bucket",
                name,
                name,
                "arn:aws:s3:::" + name,
                world.trailStart(),
                Json.object("name", name, "owner", owner, "creationDate", ConfigItem.time(world.trailStart())),
                supplement,
                List.of(),
                Json.object("project", World.STORY)));
    }
}
