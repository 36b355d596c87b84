package io.coldtrail.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The answer: functions that findings set off, and a person who comes to the office and cleans up. */
final class Responders implements Part {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration SIGNED_IN = Duration.ofHours(4);

    private final World world;
    private final Incident incident;
    private final List<Call> calls = new ArrayList<>();

    Responders(World world) {
        this.world = world;
        incident = world.incident;
        Dice dice = Dice.of(world.seed, "responders");
        blockAddress(dice);
        markMachine(dice);
        cleanUp(dice);
    }

    @Override
    public void act(Instant hour, Journal journal) {
        for (Call call : calls) {
            if (!call.time.isBefore(hour) && call.time.isBefore(hour.plus(HOUR))) {
                journal.add(call);
            }
        }
    }

    private void add(Call call) {
        calls.add(call.by(Call.By.RESPONDER));
    }

    private Caller function(Dice dice, Instant time, String purpose) {
        String name = World.STORY + "-" + purpose;
        Session session = Session.of(dice, Role.of(world, "/", name + "-lambda"), name, time, Functions.LIFETIME);
        // Lambda takes the role as it always does
        calls.add(Sts.forService(dice, session, "lambda"));
        return Caller.of(session, world.addresses.roaming(dice), Agents.FUNCTION);
    }

    private void blockAddress(Dice dice) {
        Instant time = incident.automatic();
        Caller caller = function(dice, time, "remediation-nacl");
        Instant change = incident.blocked();
        add(new Call(dice, change.minusSeconds(1), caller, "ec2", "DescribeNetworkAcls")
                .request("filterSet", Json.items(Json.object("name", "association.subnet-id"))));
        add(new Call(dice, change, caller, "ec2", "CreateNetworkAclEntry")
                .request(
                        "networkAclId",
                        world.network.webAcl(),
                        "ruleNumber",
                        90,
                        "egress",
                        false,
                        "ruleAction",
                        "deny",
                        "icmpTypeCode",
                        Json.object(),
                        "portRange",
                        Json.object(),
                        "aclProtocol",
                        "-1",
                        "cidrBlock",
                        world.addresses.attacker() + "/32")
                .ec2Response("_return", true));
    }

    private void markMachine(Dice dice) {
        Instant time = incident.automatic().plusSeconds(dice.between(20, 90));
        Caller caller = function(dice, time, "remediation-inspector");
        add(Ec2.tag(dice, time.plusSeconds(3), caller, world.web.id(), "SSHBruteForce", "True"));
        add(new Call(dice, time.plusSeconds(5), caller, "inspector", "StartAssessmentRun")
                .request("assessmentTemplateArn", template(), "assessmentRunName", World.STORY)
                .response("assessmentRunArn", template() + "/run/0-" + dice.hex(8)));
    }

    private String template() {
        Dice dice = Dice.of(world.seed, "inspector");
        return "arn:aws:inspector:" + World.HOME + ":" + world.account + ":target/0-" + dice.hex(8) + "/template/0-"
                + dice.hex(8);
    }

    private void cleanUp(Dice dice) {
        Person person = world.responder;
        Session session = Session.of(
                dice, world.permissionSet("IncidentResponse"), person.email(), incident.responder(), SIGNED_IN);
        add(Sts.withSaml(dice, session, person, person.office(), world));
        Caller caller = Caller.of(session, person.office(), person.cli());
        look(dice, caller);
        add(revoke(dice, caller));
        add(Ec2.state(dice, incident.stopped(), caller, "StopInstances", world.web.id(), 16, 64));
        add(Ec2.state(dice, incident.started(), caller, "StartInstances", world.web.id(), 80, 0));
        add(new Call(dice, incident.ingressClosed(), caller, "ec2", "RevokeSecurityGroupIngress")
                .request(
                        "groupId", world.network.webGroup(),
                        "ipPermissions",
                                Json.items(Json.object(
                                        "ipProtocol", "tcp",
                                        "fromPort", 22,
                                        "toPort", 22,
                                        "groups", Json.object(),
                                        "ipRanges", Json.items(Json.object("cidrIp", "0.0.0.0/0")),
                                        "ipv6Ranges", Json.object(),
                                        "prefixListIds", Json.object())))
                .ec2Response("_return", true));
        Call acl = S3.bucket(dice, incident.publicTo(), caller, world, "PutBucketAcl", world.dataBucket, "acl");
        acl.request.put("x-amz-acl", "private");
        add(acl);
        Call encryption = S3.bucket(
                dice,
                incident.encryptionRestored(),
                caller,
                world,
                "PutBucketEncryption",
                world.dataBucket,
                "encryption");
        encryption.request.put("ServerSideEncryptionConfiguration", S3.encryption("aws:kms", world.dataKey));
        add(encryption);
    }

    private void look(Dice dice, Caller caller) {
        Instant time = incident.responder().plusSeconds(40);
        String[][] questions = {
            {"guardduty", "ListFindings"}, {"guardduty", "GetFindings"}, {"cloudtrail", "LookupEvents"},
            {"ec2", "DescribeInstances"}, {"iam", "ListRolePolicies"}, {"cloudtrail", "LookupEvents"},
            {"ec2", "DescribeNetworkAcls"}, {"ec2", "DescribeSecurityGroups"}, {"iam", "GetRole"}
        };
        for (String[] question : questions) {
            add(new Call(dice, time, caller, question[0], question[1]));
            time = time.plusSeconds(dice.between(20, 110));
        }
        add(S3.bucket(dice, time, caller, world, "GetBucketAcl", world.dataBucket, "acl"));
    }

    /** What the console's "Revoke active sessions" does. */
    private Call revoke(Dice dice, Caller caller) {
        return new Call(dice, incident.revoked(), caller, "iam", "PutRolePolicy")
                .request(
                        "roleName",
                        world.web.role().name(),
                        "policyName",
                        "AWSRevokeOlderSessions",
                        "policyDocument",
                        revocation(incident));
    }

    /** Sessions older than the revocation may do nothing. */
    static String revocation(Incident incident) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":[\"*\"],"
                + "\"Resource\":[\"*\"],\"Condition\":{\"DateLessThan\":{\"aws:TokenIssueTime\":\""
                + incident.revoked().toString().replace("Z", ".000Z") + "\"}}}]}";
    }
}
