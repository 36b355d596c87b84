package io.coldtrail.demo;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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
        items.addAll(MachineItems.of(world));
        identities();
        guards();
        buckets();
    }

    List<ConfigItem> all() {
        return items;
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
            items.add(ConfigItem.of(
                    world.trailStart(),
                    "OK",
                    "AWS::IAM::InstanceProfile",
                    (String) profile.get("instanceProfileId"),
                    holder.name() + "-profile",
                    (String) profile.get("arn"),
                    world.trailStart(),
                    profile));
        }
    }

    private static Map<String, Object> policy(String name, String document) {
        return Json.object("policyName", name, "policyDocument", URLEncoder.encode(document, StandardCharsets.UTF_8));
    }

    private Map<String, Object> profile(Role role) {
        Map<String, Object> ref = MachineItems.profile(world, role.name() + "-profile");
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
        items.add(ConfigItem.of(
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
                        "attachedManagedPolicies", List.of())));
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
        items.add(ConfigItem.of(
                changed,
                "OK",
                "AWS::EC2::SecurityGroup",
                id,
                name,
                ConfigItem.ec2Arn(world, "security-group/" + id),
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
                        List.of())));
    }

    private static Map<String, Object> entry(int number, String action, String cidr, boolean egress) {
        return Json.object(
                "ruleNumber", number, "protocol", "-1", "ruleAction", action, "egress", egress, "cidrBlock", cidr);
    }

    private void nacl(Instant changed, List<Object> entries) {
        items.add(ConfigItem.of(
                changed,
                "OK",
                "AWS::EC2::NetworkAcl",
                network.webAcl(),
                null,
                ConfigItem.ec2Arn(world, "network-acl/" + network.webAcl()),
                world.trailStart(),
                Json.object(
                        "networkAclId", network.webAcl(),
                        "vpcId", network.vpc(),
                        "isDefault", false,
                        "entries", entries,
                        "associations",
                                List.of(Json.object(
                                        "networkAclId", network.webAcl(), "subnetId", network.webSubnet())))));
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
