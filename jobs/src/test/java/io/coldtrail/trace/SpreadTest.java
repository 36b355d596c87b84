package io.coldtrail.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coldtrail.lake.Grade;
import io.coldtrail.lake.Severity;
import io.coldtrail.trace.Play.Who;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SpreadTest {
    private static final String VPS = "203.0.113.5";
    private final Play play = new Play();

    @Test
    void aPathIsAsGoodAsItsWorstStepAndUsesOneAddressOfGradeB() {
        assertEquals(Level.B, Level.A.then(Grade.B));
        assertEquals(Level.B_BY_ADDRESS, Level.A.thenAddress(Grade.B));
        assertEquals(Level.B_BY_ADDRESS, Level.B_BY_ADDRESS.thenAddress(Grade.A));
        assertNull(Level.B_BY_ADDRESS.thenAddress(Grade.B));
    }

    @Test
    void anAttackersAddressConvictsTheNextSessionThereAndNoOtherAddressOfIt() {
        Who a = Who.user("a", "AKIAA");
        Who b = Who.user("b", "AKIAB");
        Who c = Who.user("c", "AKIAC");
        play.daily(a, "2026-03-01", 3, "198.51.100.1", "boto3", "s3:GetObject");
        play.daily(b, "2026-03-01", 3, "198.51.100.2", "boto3", "s3:GetObject");
        play.daily(c, "2026-03-01", 3, "198.51.100.3", "boto3", "s3:GetObject");
        play.add(a, "2026-03-05T10:00:00Z", VPS, "aws-cli", "iam:ListUsers").signal(Severity.LOW, "discovery");
        play.add(a, "2026-03-05T10:00:09Z", VPS, "aws-cli", "iam:CreateUser").signal(Severity.HIGH, "persistence");
        play.add(b, "2026-03-05T11:00:00Z", VPS, "aws-cli", "sts:GetCallerIdentity");
        play.add(b, "2026-03-05T12:00:00Z", "203.0.113.6", "aws-cli", "sts:GetCallerIdentity");
        play.add(c, "2026-03-05T12:10:00Z", "203.0.113.6", "aws-cli", "sts:GetCallerIdentity");

        Inquiry inquiry = play.inquire();

        assertEquals("S6", fall(inquiry, "AKIAA", VPS).rule());
        assertEquals("K3", fall(inquiry, "AKIAB", VPS).rule());
        assertEquals(Level.B_BY_ADDRESS, fall(inquiry, "AKIAB", VPS).level());
        // a session is judged by origin: b's other address is not the attacker's by this
        assertNull(fall(inquiry, "AKIAB", "203.0.113.6"));
        assertNull(fall(inquiry, "AKIAC", "203.0.113.6"));
    }

    /** A person who works on the machine makes its address no stranger's, and the thief's no machine's. */
    @Test
    void aThiefsAddressIsNotTheMachinesForAPersonWorkingOnIt() {
        Who web = Who.role("web", "i-0aaaaaaaaaaaaaaa1", "ASIAWEB", "2026-03-01T08:00:00Z");
        Who bare = Who.role("bare", "i-0aaaaaaaaaaaaaaa2", "ASIABARE", "2026-03-01T08:00:00Z");
        Who developer = Who.user("dev", "AKIADEV");
        play.owns("i-0aaaaaaaaaaaaaaa1", "44.233.61.13", "2026-03-01T00:00:00Z", null);
        for (String own : List.of("44.233.61.13", "44.233.61.14")) {
            play.daily(own.endsWith("13") ? web : bare, "2026-03-01", 4, own, "boto3", "s3:GetObject");
            play.daily(developer, "2026-03-01", 4, own, "boto3", "s3:GetObject");
        }
        play.add(developer, "2026-03-01T07:00:00Z", "198.51.100.1", "browser", "ec2:StartInstances")
                .request("{\"instancesSet\":{\"items\":[{\"instanceId\":\"i-0aaaaaaaaaaaaaaa1\"}]}}");
        play.add(web, "2026-03-05T10:00:00Z", VPS, "aws-cli", "sts:GetCallerIdentity");
        play.add(web, "2026-03-05T10:10:00Z", "52.45.102.28", "aws-cli", "sts:GetCallerIdentity");
        play.add(web, "2026-03-05T10:20:00Z", "44.233.61.13", "boto3", "s3:GetObject");
        play.add(bare, "2026-03-05T10:00:00Z", "203.0.113.6", "aws-cli", "sts:GetCallerIdentity");

        Inquiry inquiry = play.inquire();

        assertEquals(Level.A, fall(inquiry, "ASIAWEB", VPS).level());
        assertEquals("S3", fall(inquiry, "ASIAWEB", "52.45.102.28").rule());
        assertNull(fall(inquiry, "ASIAWEB", "44.233.61.13"));
        assertEquals("S3", fall(inquiry, "ASIABARE", "203.0.113.6").rule());
    }

    /** Whose machine has no name in its session is told by the service that took the role. */
    @Test
    void keysOfAFunctionAreStolenWhereTheyAreUsedOutsideOfAws() {
        Who lambda = new Who("AWSService", "lambda.amazonaws.com", null, null, null, null, null);
        Who function = Who.role("thumbnails", "thumbnails", "ASIAFUN", "2026-03-05T09:00:00Z");
        play.add(lambda, "2026-03-05T09:00:00Z", null, "lambda.amazonaws.com", "sts:AssumeRole")
                .through("lambda.amazonaws.com")
                .issues(function);
        play.add(function, "2026-03-05T09:00:05Z", "44.233.61.13", "boto3", "s3:GetObject");
        play.add(function, "2026-03-05T09:10:05Z", "52.45.102.28", "boto3", "s3:GetObject");
        play.add(function, "2026-03-05T09:30:00Z", VPS, "aws-cli", "s3:ListBuckets");

        Inquiry inquiry = play.inquire();

        assertEquals(Level.A, fall(inquiry, "ASIAFUN", VPS).level());
        assertEquals("S3", fall(inquiry, "ASIAFUN", VPS).rule());
        assertNull(fall(inquiry, "ASIAFUN", "52.45.102.28"));
    }

    @Test
    void whoWasThereBeforeTheAttackerIsForReview() {
        Who regular = Who.user("regular", "AKIAREG");
        Who victim = Who.user("victim", "AKIAV");
        play.daily(victim, "2026-03-01", 4, "198.51.100.1", "boto3", "s3:GetObject");
        play.daily(regular, "2026-03-01", 4, VPS, "boto3", "s3:GetObject");
        play.add(victim, "2026-03-05T10:00:00Z", VPS, "aws-cli", "sts:GetCallerIdentity");
        play.add(regular, "2026-03-05T10:10:00Z", VPS, "boto3", "s3:GetObject");
        play.fact("suspect", "key", "AKIAV");

        Inquiry inquiry = play.inquire();

        assertNull(fall(inquiry, "AKIAREG", VPS));
        assertTrue(inquiry.spread().reviews().stream().anyMatch(r -> r.rule().equals("K3")));
    }

    @Test
    void theBrakeStopsAnAddressThatWouldConvictTooMany() {
        assertEquals(2, Brake.allowed(10));
        assertEquals(3, Brake.allowed(60));
        assertEquals(5, Brake.allowed(1_000));
        for (int i = 0; i < 4; i++) {
            Who who = Who.user("u" + i, "AKIAU" + i);
            play.daily(who, "2026-03-01", 3, "198.51.100." + i, "boto3", "s3:GetObject");
            play.add(who, "2026-03-05T10:0" + i + ":00Z", VPS, "boto3", "s3:GetObject");
        }
        play.fact("suspect", "ip", VPS);

        Inquiry inquiry = play.inquire();

        assertEquals(
                0,
                inquiry.estate().sessions().stream()
                        .filter(inquiry.spread()::isUsed)
                        .count());
        assertTrue(inquiry.spread().reviews().stream().anyMatch(r -> r.rule().equals("hub_suspected")));
    }

    @Test
    void hubsByCountAndAge() {
        for (int i = 0; i < 4; i++) {
            play.daily(Who.user("old" + i, "AKIAO" + i), "2026-03-01", 9, "198.51.100.1", "boto3", "s3:GetObject");
            play.daily(Who.user("young" + i, "AKIAY" + i), "2026-03-05", 3, "198.51.100.2", "boto3", "s3:GetObject");
        }
        play.daily(Who.user("alone", "AKIAL"), "2026-03-01", 20, "198.51.100.3", "boto3", "s3:GetObject");
        for (int i = 0; i < 2; i++) {
            play.daily(Who.user("pair" + i, "AKIAZ" + i), "2026-03-01", 12, "198.51.100.4", "boto3", "s3:GetObject");
        }
        Map<String, Boolean> hubs = new TreeMap<>();
        play.estate().addresses().forEach((id, a) -> hubs.put(id, a.hub() != null));

        assertEquals(
                Map.of("198.51.100.1", true, "198.51.100.2", false, "198.51.100.3", false, "198.51.100.4", true), hubs);
    }

    @Test
    void lineageFollowsIssuedKeysAndTheOrderOfRulesDoesNotMatter() {
        Who user = Who.user("a", "AKIAA");
        Who first = Who.role("deploy", "run", "ASIA1", "2026-03-05T10:00:00Z");
        Who second = Who.role("admin", "run", "ASIA2", "2026-03-05T10:01:00Z");
        play.daily(user, "2026-03-01", 3, "198.51.100.1", "boto3", "s3:GetObject");
        play.add(user, "2026-03-05T10:00:00Z", VPS, "aws-cli", "sts:AssumeRole")
                .issues(first)
                .listed();
        play.add(first, "2026-03-05T10:01:00Z", "203.0.113.7", "aws-cli", "sts:AssumeRole")
                .issues(second);
        play.add(second, "2026-03-05T10:02:00Z", "203.0.113.8", "aws-cli", "iam:CreateAccessKey")
                .request("{\"userName\":\"b\"}")
                .response("{\"accessKey\":{\"accessKeyId\":\"AKIANEW\"}}");
        Who b = Who.user("b", "AKIANEW");
        play.add(b, "2026-03-05T11:00:00Z", "203.0.113.8", "aws-cli", "s3:ListBuckets");
        Estate estate = play.estate();
        List<Rule> rules = new ArrayList<>(List.of(
                new IssuedSession(),
                new CreatedPrincipal(),
                new NewCredential(),
                new EditedTrust(),
                new AttackerAddress(),
                new CallerAtAttackerAddress()));
        List<Fall> seeds = new ThreatListedCaller().find(estate);
        String expected = null;
        for (int seed = 0; seed < 6; seed++) {
            Collections.shuffle(rules, new Random(seed));
            Collections.shuffle(seeds, new Random(seed));
            String found = new SpreadEngine(estate, rules).run(seeds).falls().toString();
            assertEquals(expected == null ? found : expected, found);
            expected = found;
        }
        Spread spread = new SpreadEngine(estate).run(seeds);
        assertEquals("K1", spread.fall(Node.of(estate.sessionOfKey("ASIA1"))).rule());
        assertEquals("K1", spread.fall(Node.of(estate.sessionOfKey("ASIA2"))).rule());
        assertEquals("K4", fallOf(spread, estate, "AKIANEW", "203.0.113.8").rule());
        assertEquals("AIDAa", estate.sessionOfKey("ASIA2").root());
    }

    private static Fall fall(Inquiry inquiry, String key, String ip) {
        return fallOf(inquiry.spread(), inquiry.estate(), key, ip);
    }

    private static Fall fallOf(Spread spread, Estate estate, String key, String ip) {
        return estate.sessionOfKey(key).origins().stream()
                .filter(o -> o.address().ip().equals(ip))
                .map(spread::fall)
                .filter(f -> f != null)
                .findFirst()
                .orElse(null);
    }
}
