package io.coldtrail.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coldtrail.lake.Actor;
import io.coldtrail.lake.Severity;
import io.coldtrail.trace.Play.Who;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Break-ins that tell a real tool from a toy, by CloudTrail alone. What is expected is written by hand. */
class IncidentsTest {
    private static final String NAT = "198.51.100.10";
    private static final String VPS = "203.0.113.5";
    private static final String AGENT = "boto3";

    private final Play play = new Play();

    @Test
    void aLeakedKeyGoesOnWorkingInProduction() {
        Who ci = Who.user("ci", "AKIACI");
        play.daily(ci, "2026-03-01", 5, NAT, AGENT, "s3:PutObject");
        Set<String> attacker = new TreeSet<>();
        attacker.add(play.add(ci, "2026-03-04T10:00:00Z", VPS, "aws-cli", "ses:GetSendQuota")
                .signal(Severity.LOW, "discovery")
                .id());
        attacker.add(play.add(ci, "2026-03-04T10:01:00Z", VPS, "aws-cli", "iam:CreateUser")
                .request("{\"userName\":\"backup-svc\"}")
                .response("{\"user\":{\"userId\":\"AIDAbackup-svc\"}}")
                .signal(Severity.MEDIUM, "persistence")
                .id());
        for (int i = 0; i < 50; i++) {
            attacker.add(
                    play.add(ci, "2026-03-04T10:02:" + String.format("%02dZ", i), VPS, "aws-cli", "bedrock:InvokeModel")
                            .signal(Severity.MEDIUM, "impact")
                            .id());
        }
        Who backup = Who.user("backup-svc", "AKIABACKUP");
        attacker.add(play.add(backup, "2026-03-05T02:00:00Z", "203.0.113.99", "aws-cli", "s3:ListBuckets")
                .id());

        Inquiry inquiry = play.inquire();

        Map<Actor, Set<String>> actors = play.actors(inquiry);
        assertEquals(attacker, actors.get(Actor.ATTACKER));
        assertEquals(15, actors.get(Actor.VICTIM).size());
        assertEquals(Set.of(Actor.ATTACKER, Actor.VICTIM), actors.keySet());
        assertEquals(1, inquiry.incidents().all().size());
        assertEquals(
                "P2",
                inquiry.spread()
                        .fall(Node.of(inquiry.estate().sessionOfKey("AKIABACKUP")))
                        .rule());
    }

    @Test
    void anInsidersOfficeAccusesNobodyElse() {
        for (int i = 0; i < 20; i++) {
            play.daily(Who.user("person" + i, "AKIAP" + i), "2026-03-01", 10, NAT, AGENT, "ec2:DescribeInstances");
        }
        Who insider = Who.user("person3", "AKIAP3");
        Set<String> copies = new TreeSet<>();
        for (int i = 0; i < 10; i++) {
            copies.add(
                    play.add(insider, "2026-03-10T20:00:" + String.format("%02dZ", i), NAT, "aws-cli", "s3:CopyObject")
                            .id());
        }
        play.fact("suspect", "ua", "aws-cli/2.9");

        Inquiry inquiry = play.inquire();

        assertEquals(copies, play.actors(inquiry).get(Actor.ATTACKER));
        assertEquals(1, inquiry.incidents().all().size());
        assertEquals(1, inquiry.incidents().all().get(0).sessions().size());
        assertNull(inquiry.spread().fall(Node.of(inquiry.estate().addresses().get(NAT))));
    }

    @Test
    void aFederationTokenOutlivesItsKeyAndIsNotTheUserOfThatName() {
        Who ops = Who.user("ops", "AKIAOPS");
        Who alice = Who.user("alice", "AKIAALICE");
        Who federated = new Who(
                "FederatedUser",
                ops.uid(),
                "arn:aws:sts::" + Play.ACCOUNT + ":federated-user/alice",
                "ASIAFED",
                java.time.Instant.parse("2026-03-10T09:00:00Z"),
                ops.arn(),
                null);
        play.daily(ops, "2026-03-01", 9, NAT, AGENT, "s3:PutObject");
        play.daily(alice, "2026-03-01", 11, NAT, AGENT, "s3:GetObject");
        Set<String> attacker = new TreeSet<>();
        attacker.add(play.add(ops, "2026-03-10T09:00:00Z", VPS, "aws-cli", "sts:GetFederationToken")
                .listed()
                .issues(federated)
                .id());
        Who admin = Who.user("admin", "AKIAADMIN");
        play.daily(admin, "2026-03-01", 10, "198.51.100.77", AGENT, "ec2:DescribeInstances");
        String answer = play.add(admin, "2026-03-10T10:00:00Z", "198.51.100.77", AGENT, "iam:UpdateAccessKey")
                .request("{\"accessKeyId\":\"AKIAOPS\",\"status\":\"Inactive\"}")
                .id();
        attacker.add(play.add(federated, "2026-03-10T23:00:00Z", "203.0.113.200", "browser", "ec2:RunInstances")
                .id());

        Inquiry inquiry = play.inquire();

        Map<Actor, Set<String>> actors = play.actors(inquiry);
        assertEquals(attacker, actors.get(Actor.ATTACKER));
        assertTrue(actors.get(Actor.RESPONDER).contains(answer));
        assertFalse(inquiry.spread().isUsed(inquiry.estate().sessionOfKey("AKIAALICE")));
        assertFalse(inquiry.spread().isUsed(inquiry.estate().sessionOfKey("AKIAADMIN")));
    }

    @Test
    void nothingHappened() {
        Who admin = Who.user("terraform", "AKIATF");
        for (String call : List.of("iam:CreateUser", "iam:AttachUserPolicy", "iam:DeleteUser", "s3:PutBucketPolicy")) {
            play.daily(admin, "2026-03-01", 20, NAT, "terraform", call);
        }
        for (int day = 1; day <= 20; day++) {
            String date = String.format("2026-03-%02d", day);
            play.add(admin, date + "T12:00:00Z", NAT, "terraform", "iam:CreateUser")
                    .signal(Severity.MEDIUM, "persistence");
            play.add(admin, date + "T12:00:01Z", NAT, "terraform", "iam:AttachUserPolicy")
                    .signal(Severity.HIGH, "privilege-escalation");
            play.add(admin, date + "T12:00:02Z", NAT, "terraform", "s3:PutBucketPolicy")
                    .signal(Severity.HIGH, "exfiltration");
            // a scanner has no credentials
            Who nobody = new Who("AWSAccount", "ANONYMOUS_PRINCIPAL", null, null, null, null, null);
            play.add(nobody, date + "T13:00:00Z", VPS, "curl", "s3:GetObject").listed();
            // a function roams AWS's addresses
            Who function = new Who(
                    "AssumedRole",
                    "AROAfn",
                    "arn:aws:sts::" + Play.ACCOUNT + ":assumed-role/fn/i-00000000000000001",
                    "ASIAFN" + day,
                    java.time.Instant.parse(date + "T00:00:00Z"),
                    "arn:aws:iam::" + Play.ACCOUNT + ":role/fn",
                    null);
            play.add(function, date + "T01:00:00Z", "3.225.16." + day / 10, AGENT, "s3:PutObject");
        }
        Who tester = Who.user("pentest", "AKIAPT");
        play.add(tester, "2026-03-15T09:00:00Z", VPS, "aws-cli", "iam:CreateUser")
                .listed()
                .signal(Severity.HIGH, "persistence");
        play.fact("trust", "user", "pentest");

        assertEquals(List.of(), play.inquire().incidents().all());
    }

    @Test
    void aMachinesCredentialsAreUsedOffIt() {
        String day = "2026-03-10";
        Who before = Who.role("web", "i-0aaaaaaaaaaaaaaa1", "ASIABEFORE", "2026-03-09T06:00:00Z");
        Who web = Who.role("web", "i-0aaaaaaaaaaaaaaa1", "ASIAWEB", day + "T12:00:00Z");
        Who after = Who.role("web", "i-0aaaaaaaaaaaaaaa1", "ASIAAFTER", day + "T17:12:00Z");
        String own = "3.225.16.109";
        Set<String> production = new TreeSet<>();
        play.add(before, "2026-03-09T07:00:00Z", own, AGENT, "dynamodb:GetItem");
        play.add(before, "2026-03-09T08:00:00Z", own, AGENT, "s3:PutObject");
        for (int hour = 12; hour < 17; hour++) {
            production.add(play.add(web, day + "T" + hour + ":30:00Z", own, AGENT, "dynamodb:GetItem")
                    .id());
        }
        Set<String> likely = new TreeSet<>();
        likely.add(play.add(web, day + "T15:09:00Z", own, "aws-cli", "s3:PutObject")
                .id());
        likely.add(play.add(web, day + "T15:10:00Z", own, AGENT, "s3:PutBucketAcl")
                .request("{\"bucketName\":\"data\"}")
                .signal(Severity.HIGH, "exfiltration")
                .id());
        Set<String> attacker = new TreeSet<>();
        attacker.add(play.add(web, day + "T15:06:00Z", VPS, "aws-cli", "sts:GetCallerIdentity")
                .id());
        for (int i = 10; i < 40; i += 2) {
            attacker.add(play.add(web, day + "T16:" + i + ":00Z", VPS, "aws-cli", "s3:GetObject")
                    .request("{\"bucketName\":\"data\",\"key\":\"config.py\"}")
                    .id());
            attacker.add(play.add(web, day + "T16:" + i + ":01Z", VPS, "aws-cli", "s3:ListBuckets")
                    .denied()
                    .id());
        }
        Who ir = Who.role("IncidentResponse", "mateo@example.com", "ASIAIR", day + "T16:50:00Z");
        Set<String> responder = new TreeSet<>();
        responder.add(
                play.add(ir, day + "T16:55:00Z", NAT, "browser", "iam:GetRole").id());
        responder.add(play.add(ir, day + "T17:00:00Z", NAT, "browser", "iam:PutRolePolicy")
                .request("{\"roleName\":\"web\",\"policyName\":\"AWSRevokeOlderSessions\"}")
                .id());
        responder.add(play.add(ir, day + "T17:10:00Z", NAT, "browser", "ec2:StartInstances")
                .request("{\"instancesSet\":{\"items\":[{\"instanceId\":\"i-0aaaaaaaaaaaaaaa1\"}]}}")
                .id());
        for (int i = 10; i < 20; i++) {
            attacker.add(play.add(web, day + "T17:" + i + ":30Z", VPS, "aws-cli", "s3:GetObject")
                    .request("{\"bucketName\":\"data\",\"key\":\"config.py\"}")
                    .denied()
                    .id());
        }
        // the machine has another address after its restart
        play.add(after, day + "T17:20:00Z", "52.45.102.28", AGENT, "dynamodb:GetItem");

        Inquiry inquiry = play.inquire();

        Map<Actor, Set<String>> actors = play.actors(inquiry);
        assertEquals(attacker, actors.get(Actor.ATTACKER));
        assertEquals(likely, actors.get(Actor.LIKELY_ATTACKER));
        assertEquals(production, actors.get(Actor.VICTIM));
        assertEquals(responder, actors.get(Actor.RESPONDER));
        assertEquals("S3", inquiry.incidents().all().get(0).seeds().get(0).rule());
        assertEquals(Level.A, inquiry.incidents().all().get(0).seeds().get(0).level());

        List<Step> steps = Folding.fold(play.moments(inquiry));
        assertEquals(
                attacker.size() + likely.size(),
                steps.stream()
                        .filter(s -> s.moments().get(0).attacks())
                        .mapToLong(Step::n)
                        .sum());
        // 1 first call off the machine, 15 reads, 15 looks, 1 first refusal after the revocation, 9 more; 2 on the
        // machine
        assertEquals(7, steps.stream().filter(s -> s.moments().get(0).attacks()).count());
        assertTrue(steps.stream()
                .anyMatch(s -> s.n() == 9
                        && s.denied() == 9
                        && Words.every(s.gaps().mean()).equals("every 60 s")));
        Story story = new Story(
                inquiry.incidents().all().get(0),
                steps,
                inquiry.containments(inquiry.incidents().all().get(0)),
                inquiry.spread(),
                new Sentences(Map.of(), new ContactSentences(inquiry.estate())));
        assertEquals("The keys of role web left their machine. Every call since 17:00:00 is denied.", story.title());
    }
}
