package io.coldtrail.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coldtrail.lake.Actor;
import io.coldtrail.lake.Grade;
import io.coldtrail.trace.Play.Who;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Machines that fall, and what is told of them; what is expected is written by hand. */
class HostsTest {
    private static final String WEB = "i-0ff0ff0ff0ff0ff0f";
    private static final String WEB_IP = "198.51.100.15";
    private static final String THIEF = "203.0.113.26";

    private final Play play = new Play();
    private final Who app = Who.role("web", WEB, "ASIAWEB", "2026-03-04T06:00:00Z");

    @Test
    void theGuessAndTheStolenKeyAreOneStory() {
        server();
        play.guesses(WEB, THIEF, "2026-03-04T10:00:00Z", 30);
        Set<String> his = new TreeSet<>();
        his.add(play.add(app, "2026-03-04T10:40:00Z", THIEF, "aws-cli", "s3:GetObject")
                .id());
        Set<String> likely = Set.of(play.add(app, "2026-03-04T10:35:00Z", WEB_IP, "aws-cli", "s3:PutBucketAcl")
                .id());

        Inquiry inquiry = play.inquire();

        assertEquals(1, inquiry.incidents().all().size());
        assertEquals(his, play.actors(inquiry).get(Actor.ATTACKER));
        assertEquals(likely, play.actors(inquiry).get(Actor.LIKELY_ATTACKER));
        Fall address =
                inquiry.spread().fall(Node.of(inquiry.estate().addresses().get(THIEF)));
        assertEquals("S4", address.rule());
        assertEquals(Grade.A, address.level().grade());
        assertEquals("2026-03-04T10:00:00Z", address.from().toString());
        Fall machine = inquiry.spread().fall(Node.ofInstance(WEB));
        assertEquals("I1 2026-03-04T10:30:00Z", machine.rule() + " " + machine.from());
    }

    @Test
    void aShellTellsOfCallsOnTheMachineThoughNoKeyLeftIt() {
        server();
        play.guesses(WEB, THIEF, "2026-03-04T10:00:00Z", 5);
        Set<String> likely = Set.of(play.add(app, "2026-03-04T10:35:00Z", WEB_IP, "aws-cli", "s3:PutBucketAcl")
                .id());
        Who admin = Who.user("admin", "AKIAADMIN");
        play.daily(admin, "2026-03-01", 4, "198.51.100.99", "aws-cli", "ec2:DescribeInstances");
        play.add(admin, "2026-03-04T11:00:00Z", "198.51.100.99", "aws-cli", "ec2:StopInstances")
                .request("{\"instancesSet\":{\"items\":[{\"instanceId\":\"" + WEB + "\"}]}}");
        // after the restart the machine is a clean one, by all that is known
        Who later = Who.role("web", WEB, "ASIALATER", "2026-03-04T11:10:00Z");
        play.add(later, "2026-03-04T11:20:00Z", WEB_IP, "cloud-init", "ec2:DescribeTags");

        Inquiry inquiry = play.inquire();

        assertEquals(likely, play.actors(inquiry).get(Actor.LIKELY_ATTACKER));
        assertNull(play.actors(inquiry).get(Actor.ATTACKER));
        assertEquals(
                Fall.State.EXPOSED,
                inquiry.spread()
                        .fall(Node.of(inquiry.estate().sessionOfKey("ASIAWEB")))
                        .state());
        assertNull(inquiry.spread().fall(Node.of(inquiry.estate().sessionOfKey("ASIALATER"))));
    }

    @Test
    void aShellThroughAwsNeedsNoPassword() {
        String other = "i-0aa0aa0aa0aa0aa0a";
        Who thief = Who.user("build", "AKIATHIEF");
        play.fact("suspect", "key", "AKIATHIEF");
        play.add(thief, "2026-03-04T10:00:00Z", THIEF, "aws-cli", "ssm:SendCommand")
                .request("{\"instanceIds\":[\"" + WEB + "\",\"mi-0123\"]}");
        play.add(thief, "2026-03-04T10:05:00Z", THIEF, "aws-cli", "ec2:ModifyInstanceAttribute")
                .request("{\"instanceId\":\"" + other + "\",\"userData\":\"<sensitiveDataRemoved>\"}");
        play.add(thief, "2026-03-04T10:06:00Z", THIEF, "aws-cli", "ec2:ModifyInstanceAttribute")
                .request("{\"instanceId\":\"i-0bb0bb0bb0bb0bb0b\",\"groupSet\":{}}");
        // whoever starts it, runs what was planted; a start before it runs nothing
        Who admin = Who.user("admin", "AKIAADMIN");
        for (String time : new String[] {"2026-03-04T09:00:00Z", "2026-03-04T12:00:00Z"}) {
            play.add(admin, time, "198.51.100.99", "aws-cli", "ec2:StartInstances")
                    .request("{\"instancesSet\":{\"items\":[{\"instanceId\":\"" + other
                            + "\"},{\"instanceId\":\"i-0bb0bb0bb0bb0bb0b\"}]}}");
        }

        Spread spread = play.inquire().spread();

        Fall sent = spread.fall(Node.ofInstance(WEB));
        assertEquals("I1 2026-03-04T10:00:00Z", sent.rule() + " " + sent.from());
        Fall planted = spread.fall(Node.ofInstance(other));
        assertEquals("I1 2026-03-04T12:00:00Z", planted.rule() + " " + planted.from());
        assertNull(spread.fall(Node.ofInstance("i-0bb0bb0bb0bb0bb0b")));
        assertNull(spread.fall(Node.ofInstance("mi-0123")));
    }

    @Test
    void aTrustedAddressAndAHubGuessNothing() {
        server();
        play.guesses(WEB, "198.51.100.64", "2026-03-04T10:00:00Z", 9);
        play.fact("trust", "ip", "198.51.100.64");
        for (int i = 0; i < 6; i++) {
            play.daily(Who.user("p" + i, "AKIAP" + i), "2026-02-20", 12, "198.51.100.70", "boto3", "s3:GetObject");
        }
        play.guesses(WEB, "198.51.100.70", "2026-03-04T10:00:00Z", 9);

        Inquiry inquiry = play.inquire();

        assertEquals(0, inquiry.incidents().all().size());
        assertEquals(
                1,
                inquiry.spread().reviews().stream()
                        .filter(r -> r.rule().equals("S4"))
                        .count());
    }

    @Test
    void anInstanceOfOursThatAttacksIsAskedFor() {
        server();
        play.owns("i-0bad0bad0bad0bad0", THIEF, "2026-02-01T00:00:00Z", null);
        play.guesses(WEB, THIEF, "2026-03-04T10:00:00Z", 30);
        String his = play.add(app, "2026-03-04T10:40:00Z", THIEF, "aws-cli", "s3:GetObject")
                .id();

        Inquiry asked = play.inquire();

        assertEquals(Set.of(his), play.actors(asked).get(Actor.ATTACKER));
        assertEquals(
                Grade.B,
                asked.spread()
                        .fall(Node.of(asked.estate().addresses().get(THIEF)))
                        .level()
                        .grade());
        assertNull(asked.spread().fall(Node.ofInstance("i-0bad0bad0bad0bad0")));
        Review question = asked.spread().reviews().stream()
                .filter(r -> r.rule().equals("own_instance"))
                .findFirst()
                .orElseThrow();
        assertEquals("instance:i-0bad0bad0bad0bad0", question.node().toString());
        assertTrue(story(asked).text().contains("--suspect instance=i-0bad0bad0bad0bad0"));

        play.fact("suspect", "instance", "i-0bad0bad0bad0bad0");
        Inquiry told = play.inquire();

        assertEquals(
                Grade.A,
                told.spread()
                        .fall(Node.ofInstance("i-0bad0bad0bad0bad0"))
                        .level()
                        .grade());
        assertTrue(told.spread().reviews().stream().noneMatch(r -> r.rule().equals("own_instance")));
        assertFalse(story(told).text().contains("--suspect"));
        assertEquals(1, told.incidents().all().size());
    }

    @Test
    void aRecycledAddressDoesNotConvictItsNextOwner() {
        play.owns("i-0bad0bad0bad0bad0", THIEF, "2026-02-01T00:00:00Z", "2026-03-02T00:00:00Z");
        play.owns("i-0123456789abcdef0", THIEF, "2026-03-03T00:00:00Z", null);
        play.fact("suspect", "instance", "i-0bad0bad0bad0bad0");
        Who next = Who.role("next", "i-0123456789abcdef0", "ASIANEXT", "2026-03-03T00:00:00Z");
        play.daily(next, "2026-03-03", 4, THIEF, "app", "s3:PutObject");
        Who stolen = Who.user("ci", "AKIACI");
        play.daily(stolen, "2026-02-20", 3, "198.51.100.3", "boto3", "s3:PutObject");
        String his = play.add(stolen, "2026-03-01T10:00:00Z", THIEF, "aws-cli", "sts:GetCallerIdentity")
                .id();

        Inquiry inquiry = play.inquire();

        Map<Actor, Set<String>> actors = play.actors(inquiry);
        assertEquals(Set.of(his), actors.get(Actor.ATTACKER));
        assertFalse(inquiry.spread().isUsed(inquiry.estate().sessionOfKey("ASIANEXT")));
        Reach.of(inquiry).addresses().forEach(a -> assertEquals("2026-03-02T00:00:00Z", a.to().toString()));
    }

    @Test
    void whatAnotherServiceFoundConvictsANewPlaceOnly() {
        Who ci = Who.user("ci", "AKIACI");
        play.daily(ci, "2026-03-01", 4, "198.51.100.3", "boto3", "s3:PutObject");
        String his = play.add(ci, "2026-03-04T12:00:00Z", THIEF, "aws-cli", "iam:ListUsers")
                .id();
        play.found("UnauthorizedAccess:IAMUser/MaliciousIPCaller", "AKIACI", THIEF, "2026-03-04T12:00:00Z");
        Who ops = Who.user("ops", "AKIAOPS");
        play.daily(ops, "2026-03-01", 4, "198.51.100.4", "boto3", "s3:PutObject");
        play.found("Discovery:IAMUser/AnomalousBehavior", "AKIAOPS", "198.51.100.4", "2026-03-04T08:00:00Z");

        Inquiry inquiry = play.inquire();

        assertEquals(Set.of(his), play.actors(inquiry).get(Actor.ATTACKER));
        assertEquals(1, inquiry.incidents().all().size());
        assertEquals(
                Grade.B, inquiry.incidents().all().get(0).seeds().get(0).level().grade());
        assertEquals(
                Fall.State.EXPOSED,
                inquiry.spread()
                        .fall(Node.of(inquiry.estate().sessionOfKey("AKIAOPS")))
                        .state());
    }

    /** The web server at its daily work. */
    private void server() {
        for (int day = 1; day <= 4; day++) {
            Who session = day == 4 ? app : Who.role("web", WEB, "ASIA" + day, "2026-03-0" + day + "T06:00:00Z");
            play.daily(session, "2026-03-0" + day, 1, WEB_IP, "app", "s3:PutObject");
        }
    }

    private Story story(Inquiry inquiry) {
        Incident incident = inquiry.incidents().all().get(0);
        return new Story(
                incident,
                Folding.fold(play.moments(inquiry)),
                inquiry.containments(incident),
                inquiry.spread(),
                new Sentences(Map.of(), new ContactSentences(inquiry.estate())));
    }
}
