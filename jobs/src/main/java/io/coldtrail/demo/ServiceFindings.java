package io.coldtrail.demo;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the account's services said of the incident: GuardDuty, Macie and Inspector.
 * https://docs.aws.amazon.com/guardduty/latest/APIReference/API_Finding.html and
 * https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html
 */
final class ServiceFindings {
    private static final String TARGET = "TARGET";
    private static final String ACTOR = "ACTOR";

    private final World world;
    private final Incident incident;
    private final Session stolen;

    /**
     * A finding as its service writes it.
     *
     * @param role of the resource, null where the service says none
     * @param asff whether it is ASFF; else GuardDuty's own form
     */
    record Finding(
            String type,
            String role,
            String severity,
            String resource,
            Instant updated,
            boolean asff,
            Map<String, Object> json) {}

    /** When the service saw it, and how often. */
    private record Seen(Instant first, Instant last, int count) {}

    ServiceFindings(World world) {
        this.world = world;
        incident = world.incident;
        stolen = Intruder.stolen(world);
    }

    List<Finding> all() {
        Seen guesses = seen(incident.guessed().minus(PasswordAttack.BEFORE), incident.guessed(), 164);
        Seen pings = seen(Beacon.from(world), incident.automatic().minusSeconds(300), 14);
        Seen calls = seen(incident.loop(), incident.automatic().minusSeconds(120), 12);
        Map<String, Object> ssh = connection("INBOUND", "SSH", 22, world.addresses.attacker());
        Map<String, Object> guess = connection("OUTBOUND", "SSH", 22, world.web.address());
        Map<String, Object> ping = connection("OUTBOUND", "Unknown", 0, world.addresses.attacker());
        return List.of(
                machine("UnauthorizedAccess:EC2/SSHBruteForce", TARGET, 2, world.web, ssh, guesses),
                machine("UnauthorizedAccess:EC2/SSHBruteForce", ACTOR, 8, world.maliciousHost, guess, guesses),
                machine("UnauthorizedAccess:EC2/MaliciousIPCaller.Custom", ACTOR, 5, world.web, ping, pings),
                key("Recon:IAMUser/MaliciousIPCaller.Custom", 5, "cloudtrail", "DescribeTrails", calls),
                key("UnauthorizedAccess:IAMUser/MaliciousIPCaller.Custom", 5, "s3", "DeleteBucket", calls),
                key(
                        "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS",
                        8,
                        "sts",
                        "GetCallerIdentity",
                        seen(incident.firstUse(), calls.last(), 49)),
                publicBucket(),
                macie(
                        "Software and Configuration Checks/AWS Security Best Practices/"
                                + "Policy:IAMUser-S3BucketEncryptionDisabled",
                        "LOW",
                        "Default encryption was disabled for the S3 bucket.",
                        incident.encryptionRemoved(),
                        "AwsS3Bucket",
                        world.dataBucket),
                macie(
                        "Sensitive Data Identifications/Multiple/SensitiveData:S3Object-Multiple",
                        "HIGH",
                        "The S3 object contains more than one category of sensitive data.",
                        incident.publicFrom().plusSeconds(900),
                        "AwsS3Object",
                        world.dataBucket + "/" + Intruder.Loot.EMPLOYEES.key),
                inspector());
    }

    private static Seen seen(Instant first, Instant last, int count) {
        return new Seen(first, last, count);
    }

    private Finding machine(
            String type, String role, int severity, Machine machine, Map<String, Object> action, Seen seen) {
        Map<String, Object> details = Json.object(
                "instanceId",
                machine.id(),
                "instanceType",
                machine.type(),
                "imageId",
                machine.image(),
                "launchTime",
                machine.boots().get(0).toString(),
                "iamInstanceProfile",
                machine.profile() == null
                        ? null
                        : Json.object(
                                "arn", "arn:aws:iam::" + world.account + ":instance-profile/" + machine.profile()),
                "networkInterfaces",
                List.of(Json.object(
                        "networkInterfaceId", machine.networkInterface(),
                        "privateIpAddress", machine.privateIp(),
                        "publicIp", machine.address(),
                        "subnetId", machine.subnet(),
                        "vpcId", world.network.vpc())));
        return guardDuty(
                type,
                role,
                severity,
                machine.id(),
                Json.object("resourceType", "Instance", "instanceDetails", details),
                Json.object("actionType", "NETWORK_CONNECTION", "networkConnectionAction", action),
                seen);
    }

    private static Map<String, Object> connection(String direction, String service, int port, String remote) {
        boolean inbound = direction.equals("INBOUND");
        Map<String, Object> known = Json.object("port", port, "portName", service);
        Map<String, Object> other = Json.object("port", 0, "portName", "Unknown");
        return Json.object(
                "connectionDirection",
                direction,
                "protocol",
                port == 0 ? "ICMP" : "TCP",
                "blocked",
                false,
                "remoteIpDetails",
                Json.object("ipAddressV4", remote),
                "localPortDetails",
                inbound ? known : other,
                "remotePortDetails",
                inbound ? other : known);
    }

    private Finding key(String type, int severity, String service, String api, Seen seen) {
        Map<String, Object> action = Json.object(
                "api",
                api,
                "serviceName",
                service + ".amazonaws.com",
                "callerType",
                "Remote IP",
                "remoteIpDetails",
                Json.object("ipAddressV4", world.addresses.attacker()));
        return guardDuty(type, TARGET, severity, stolen.key(), accessKey(), call(action), seen);
    }

    private Map<String, Object> accessKey() {
        return Json.object(
                "resourceType",
                "AccessKey",
                "accessKeyDetails",
                Json.object(
                        "accessKeyId",
                        stolen.key(),
                        "principalId",
                        stolen.role().uniqueId() + ":" + stolen.name(),
                        "userName",
                        stolen.role().name(),
                        "userType",
                        "AssumedRole"));
    }

    private static Map<String, Object> call(Map<String, Object> action) {
        return Json.object("actionType", "AWS_API_CALL", "awsApiCallAction", action);
    }

    private Finding publicBucket() {
        Map<String, Object> resource = Json.object(
                "resourceType",
                "S3Bucket",
                "accessKeyDetails",
                accessKey().get("accessKeyDetails"),
                "s3BucketDetails",
                List.of(Json.object("arn", S3.arn(world.dataBucket), "name", world.dataBucket, "type", "Destination")));
        Map<String, Object> action = Json.object(
                "api", "PutBucketAcl",
                "serviceName", "s3.amazonaws.com",
                "callerType", "Remote IP",
                "remoteIpDetails", Json.object("ipAddressV4", world.web.address()));
        Seen once = seen(incident.publicFrom(), incident.publicFrom(), 1);
        return guardDuty(
                "Policy:S3/BucketAnonymousAccessGranted",
                TARGET,
                8,
                S3.arn(world.dataBucket),
                resource,
                call(action),
                once);
    }

    private Finding guardDuty(
            String type,
            String role,
            int severity,
            String about,
            Map<String, Object> resource,
            Map<String, Object> action,
            Seen seen) {
        Dice dice = Dice.of(world.seed, "finding " + type + role);
        String id = dice.hex(32);
        String detector = Dice.of(world.seed, "detector").hex(32);
        Instant updated = seen.last().plusSeconds(dice.between(240, 560));
        Map<String, Object> json = Json.object(
                "schemaVersion",
                "2.0",
                "accountId",
                world.account,
                "region",
                World.HOME,
                "partition",
                "aws",
                "id",
                id,
                "arn",
                "arn:aws:guardduty:" + World.HOME + ":" + world.account + ":detector/" + detector + "/finding/" + id,
                "type",
                type,
                "resource",
                resource,
                "service",
                Json.object(
                        "serviceName",
                        "guardduty",
                        "detectorId",
                        detector,
                        "action",
                        action,
                        "resourceRole",
                        role,
                        "eventFirstSeen",
                        seen.first().toString(),
                        "eventLastSeen",
                        seen.last().toString(),
                        "archived",
                        false,
                        "count",
                        seen.count()),
                "severity",
                severity,
                "createdAt",
                ConfigItem.time(seen.first().plusSeconds(420)),
                "updatedAt",
                ConfigItem.time(updated),
                "title",
                type + " on " + about,
                "description",
                type + " was seen " + seen.count() + " times.");
        String word = severity >= 7 ? "high" : severity >= 4 ? "medium" : "low";
        return new Finding(type, role, word, about, updated, false, json);
    }

    private Finding macie(String type, String label, String title, Instant time, String kind, String resource) {
        return asff("macie", type, label, title, time, kind, "arn:aws:s3:::" + resource);
    }

    private Finding inspector() {
        return asff(
                "inspector",
                "Software and Configuration Checks/Vulnerabilities/SSH password authentication",
                "MEDIUM",
                "The instance is configured to support password authentication over SSH.",
                incident.automatic().plusSeconds(1_500),
                "AwsEc2Instance",
                "arn:aws:ec2:" + World.HOME + ":" + world.account + ":instance/" + world.web.id());
    }

    private Finding asff(
            String product, String type, String label, String title, Instant time, String kind, String resource) {
        String id = Dice.of(world.seed, "finding " + type).guid();
        Map<String, Object> json = Json.object(
                "SchemaVersion",
                "2018-10-08",
                "Id",
                id,
                "ProductArn",
                "arn:aws:securityhub:" + World.HOME + "::product/aws/" + product,
                "GeneratorId",
                "aws/" + product,
                "AwsAccountId",
                world.account,
                "Region",
                World.HOME,
                "Types",
                List.of(type),
                "FirstObservedAt",
                ConfigItem.time(time),
                "CreatedAt",
                ConfigItem.time(time.plusSeconds(60)),
                "UpdatedAt",
                ConfigItem.time(time.plusSeconds(60)),
                "Severity",
                Json.object("Label", label),
                "Title",
                title,
                "Description",
                title,
                "Resources",
                List.of(Json.object("Type", kind, "Id", resource, "Partition", "aws", "Region", World.HOME)),
                "Workflow",
                Json.object("Status", "NEW"),
                "RecordState",
                "ACTIVE");
        return new Finding(type, null, label.toLowerCase(Locale.ROOT), resource, time.plusSeconds(60), true, json);
    }
}
