package io.coldtrail.detect;

import static io.coldtrail.detect.HuntCase.ACCOUNT;
import static io.coldtrail.detect.HuntCase.REGION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coldtrail.SparkTest;
import io.coldtrail.detect.hunts.Hunting;
import io.coldtrail.lake.Case;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every built-in hunt on one estate: what it must find there, beside what is near to it and must stay quiet. */
class HuntsTest extends SparkTest {
    private static final String ATTACKER = "203.0.113.66";
    private static final Instant NIGHT = Instant.parse("2022-11-08T02:00:00Z");
    private static final Instant GUESSED = NIGHT.plusSeconds(20 * 20 + 3);

    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int CLIENT = 3;
    private static final int SERVER = 19;

    @TempDir
    static Path folder;

    private static HuntCase estate;
    private static Hunting.Outcome outcome;

    @BeforeEach
    void run() {
        if (estate != null) {
            return;
        }
        estate = new HuntCase(new Case(session(), folder.toString()));
        guessing();
        otherLogins();
        heartbeats();
        buckets();
        outcome = estate.hunt(ATTACKER + "\n", RuleFiles.hunts());
    }

    /** A guess that succeeds, seen by both interfaces and by the target's own log; and one that does not. */
    private static void guessing() {
        estate.add(
                "config_items",
                "event_time",
                NIGHT,
                "account_id",
                ACCOUNT,
                "aws_region",
                REGION,
                "resource_type",
                "AWS::EC2::NetworkInterface",
                "resource_id",
                "eni-mal",
                "configuration",
                "{\"attachment\":{\"instanceId\":\"i-0mal\"},\"privateIpAddress\":\"10.0.1.20\"}");
        for (int i = 0; i < 24; i++) {
            Instant at = NIGHT.plusSeconds(20L * i);
            // the login that works moves more, and is over before the next try
            int packets = i == 20 ? 35 : 14 + i % 2;
            web(at, ATTACKER, 40000 + i, 22, packets, 2000, CLIENT);
            mal(at, "198.51.100.15", 40000 + i, 22, packets, 2000);
            login(at.plusSeconds(3), "i-0web", i == 20 ? "accepted" : "failed", "password", "alice", ATTACKER, 1);
            db(at, "198.51.100.9", 50000 + i, 16);
        }
    }

    private static void otherLogins() {
        Instant day = Instant.parse("2022-11-08T09:00:00Z");
        for (int i = 0; i < 20; i++) {
            // a job that deploys by key, and a scanner that says nothing
            web(day.plusSeconds(30L * i), "192.0.2.11", 41000 + i, 22, 30, 5000, CLIENT);
            login(day.plusSeconds(30L * i + 1), "i-0web", "accepted", "publickey", "deploy", "192.0.2.11", 1);
            web(day.plusSeconds(5L * i), "198.51.100.77", 42000 + i, 22, 2, 120, CLIENT);
        }
        for (int i = 0; i < 12; i++) {
            web(day.plusSeconds(600L * i), "192.0.2.10", 43000 + i, 22, 60 + 70 * i, 90_000, CLIENT);
        }
        login(day, "i-0log", "failed", "password", "bob", "198.51.100.20", 6);
        login(day.plusSeconds(60), "i-0log", "accepted", "password", "bob", "198.51.100.20", 1);
        login(day.plusSeconds(70), "i-0log", "failed", "password", "eve", "192.0.2.12", 3);
        login(day.plusSeconds(80), "i-0log", "accepted", "password", "eve", "192.0.2.12", 1);
        for (int i = 0; i < 7; i++) {
            login(day.plusSeconds(100L * i), "i-0log", "failed", "password", "root", "198.51.100.21", 5);
        }
    }

    /** One ping a minute to the listed address; and what else is regular by right. */
    private static void heartbeats() {
        Instant start = Instant.parse("2022-11-08T03:00:00Z");
        for (int i = 0; i < 480; i++) {
            Instant at = start.plusSeconds(60L * i);
            flow(at, "eni-web", "i-0web", "10.0.0.15", ATTACKER, 0, 0, ICMP, 6, 504, 0, "egress", null);
            flow(at, "eni-web", "i-0web", ATTACKER, "10.0.0.15", 0, 0, ICMP, 6, 504, 0, "ingress", null);
            // time
            flow(at, "eni-web", "i-0web", "10.0.0.15", "198.51.100.123", 50123, 123, UDP, 1, 76, null, "egress", null);
            // one long connection, a record a minute
            flow(at, "eni-web", "i-0web", "10.0.0.15", "198.51.100.50", 51000, 443, TCP, 4, 300, 0, "egress", null);
            // a health check from outside, and its answers
            web(at, "198.51.100.60", 20000 + i, 80, 6, 400, CLIENT);
            flow(
                    at,
                    "eni-web",
                    "i-0web",
                    "10.0.0.15",
                    "198.51.100.60",
                    80,
                    20000 + i,
                    TCP,
                    5,
                    900,
                    SERVER,
                    "egress",
                    null);
            // an API of AWS, by its name and by its address
            flow(
                    at,
                    "eni-web",
                    "i-0web",
                    "10.0.0.15",
                    "52.92.1.1",
                    30000 + i,
                    443,
                    TCP,
                    8,
                    900,
                    CLIENT,
                    "egress",
                    "S3");
            mal(at, "52.94.76.5", 30000 + i, 443, 8, 900);
            // someone outside who pings
            flow(at, "eni-db", "i-0db", "198.51.100.80", "10.0.2.7", 0, 0, ICMP, 1, 84, 0, "ingress", null);
            flow(
                    at.plusSeconds(1),
                    "eni-db",
                    "i-0db",
                    "10.0.2.7",
                    "198.51.100.80",
                    0,
                    0,
                    ICMP,
                    1,
                    84,
                    0,
                    "egress",
                    null);
        }
    }

    private static void buckets() {
        int opened = call("2022-11-08T04:00:00Z", "PutBucketAcl", "data", null, "r1", null);
        estate.add(
                "signals",
                "log",
                "cloudtrail",
                "object",
                "cloudtrail.gz",
                "record_index",
                opened,
                "finding_type",
                "Policy:S3/BucketAnonymousAccessGranted");
        state("data", "2022-11-01T00:00:00Z", "2022-11-08T03:30:00Z", "", "AES256", "no", null);
        state("data", "2022-11-08T03:30:00Z", "2022-11-08T04:00:00Z", "", "none", "no", null);
        state("data", "2022-11-08T04:00:00Z", "2022-11-08T09:00:00Z", "READ", "none", "yes", opened);
        state("data", "2022-11-08T09:00:00Z", null, "", "aws:kms", "no", null);
        state("site", "2022-11-08T04:00:00Z", null, "READ", "AES256", "no", null);
        state("quiet", "2022-11-08T04:00:00Z", null, "", "AES256", "no", null);

        call("2022-11-08T03:00:00Z", "PutObject", "data", "config.py", "r2", null);
        call("2022-11-08T04:10:00Z", "PutObject", "data", "passwd.txt", "r3", null);
        call("2022-11-08T04:11:00Z", "PutObject", "data", "asked.txt", "r4", "AES256");
        call("2022-11-08T04:11:00Z", "PutObject", "quiet", "passwd.txt", "r5", null);
        for (int i = 0; i < 3; i++) {
            String at = "2022-11-08T05:0" + i + ":00Z";
            call(at, "GetObject", "data", "config.py", "g" + i, null);
            access(at, "data", "config.py", "g" + i, ATTACKER, "arn:aws:sts::111122223333:assumed-role/web/i-0web");
        }
        access("2022-11-08T05:30:00Z", "data", "config.py", "g9", ATTACKER, null);
        access("2022-11-08T05:30:00Z", "quiet", "index.html", "g10", "198.51.100.99", null);
        // S3 itself, which has no address
        access("2022-11-08T05:31:00Z", "quiet", "index.html", "g11", null, null);
    }

    @Test
    void eachFindsWhatIsThereAndNothingElse() {
        assertEquals(List.of(), outcome.broken());
        assertEquals(List.of(), outcome.notRun());
        Set<String> found = estate.kase.table("hits").collectAsList().stream()
                .map(h -> text(h, "title") + " | " + text(h, "role") + " | " + text(h, "severity") + " | "
                        + text(h, "resource_id") + " | " + text(h, "remote_ip") + " | " + text(h, "verdict"))
                .collect(Collectors.toCollection(TreeSet::new));
        String ec2 = "arn:aws:ec2:us-west-2:111122223333:instance/";
        assertEquals(
                new TreeSet<>(Set.of(
                        "SSH passwords guessed | TARGET | low | " + ec2 + "i-0web | 203.0.113.66 | success",
                        "SSH passwords guessed | ACTOR | high | " + ec2 + "i-0mal | 198.51.100.15 | likely_success",
                        "SSH passwords guessed | TARGET | low | " + ec2 + "i-0db | 198.51.100.9 | no_success",
                        "SSH logins that failed again and again | TARGET | low | " + ec2
                                + "i-0web | 203.0.113.66 | success",
                        "SSH logins that failed again and again | TARGET | low | i-0log | 198.51.100.20 | success",
                        "SSH logins that failed again and again | TARGET | low | i-0log | 198.51.100.21 | no_success",
                        "SSH login by password | TARGET | low | " + ec2 + "i-0web | null | null",
                        "SSH login by password | TARGET | low | i-0log | null | null",
                        "Traffic with an address on a threat list | TARGET | medium | " + ec2
                                + "i-0web | 203.0.113.66 | null",
                        "Traffic with an address on a threat list | ACTOR | medium | " + ec2
                                + "i-0web | 203.0.113.66 | null",
                        "Connections as regular as a clock | ACTOR | medium | " + ec2 + "i-0web | 203.0.113.66 | null",
                        "Bucket asked from an address on a threat list | TARGET | medium | arn:aws:s3:::data |"
                                + " 203.0.113.66 | null",
                        "Bucket open to everyone, as it came out | TARGET | high | arn:aws:s3:::data | null | null",
                        "Bucket open to everyone, as it came out | TARGET | low | arn:aws:s3:::site | null | null",
                        "Objects put while a bucket had no default encryption | TARGET | low | arn:aws:s3:::data | null"
                                + " | null",
                        "Objects with telling names exposed or taken | TARGET | high | arn:aws:s3:::data | null"
                                + " | null")),
                found);
        assertEquals(
                RuleFiles.hunts().size(),
                outcome.used().stream()
                        .filter(rule -> found.stream().anyMatch(f -> f.startsWith(rule.title() + " |")))
                        .count(),
                "a hunt without an example");
    }

    @Test
    void theGuessIsToldToTheSecond() {
        Map<String, Row> guesses = byRole("SSH passwords guessed");
        Row target = guesses.get("TARGET i-0web");
        assertEquals("alice", target.getAs("host_user"));
        assertEquals(Timestamp.from(GUESSED), target.getAs("verdict_time"));
        assertEquals("A", target.getAs("grade"));
        assertEquals(22, target.<Integer>getAs("port"));
        assertEquals(24L, target.<Long>getAs("n"));
        assertEquals(ACCOUNT, target.getAs("account_id"));
        assertEquals("UnauthorizedAccess:EC2/SSHBruteForce", target.getAs("finding_type"));
        assertTrue(
                target.<String>getAs("detail")
                        .endsWith("The log of the machine has 20 failures, then a password accepted for alice at"
                                + " 2022-11-08 02:06:43 UTC."),
                target.<String>getAs("detail"));
        List<Row> evidence = target.getList(target.fieldIndex("evidence"));
        assertTrue(evidence.size() <= 20 && evidence.size() > 10);
        assertTrue(
                evidence.stream().anyMatch(e -> e.getString(0).equals("host_auth") && e.getInt(2) == 20),
                "the line that says so is among the evidence");

        Row actor = guesses.get("ACTOR i-0mal");
        assertEquals("B", actor.getAs("grade"));
        assertEquals(Timestamp.from(NIGHT.plusSeconds(400)), actor.getAs("verdict_time"));
        assertEquals("10.0.1.20", actor.getAs("local_ip"));
        assertEquals("eni-mal", actor.getAs("interface_id"));
    }

    @Test
    void countsAndBytesAreOfRequestsNotOfLogs() {
        Row taken = only("Objects with telling names exposed or taken");
        assertEquals(2L, taken.<Long>getAs("n"));
        // three calls that both logs have, and one that only the access log has
        assertEquals(400L, taken.<Long>getAs("bytes"));
        assertTrue(
                taken.<String>getAs("detail")
                        .endsWith("config.py, passwd.txt. Anyone could list them, not get them. 1 were read 4 times"
                                + " (bad.txt: 203.0.113.66; without credentials), 400 bytes in all."),
                taken.<String>getAs("detail"));
        Row bare = only("Objects put while a bucket had no default encryption");
        assertEquals(1L, bare.<Long>getAs("n"));
        assertEquals("1 object put into bucket data unencrypted: passwd.txt.", bare.getAs("detail"));
        Row open = estate.kase
                .table("hits")
                .where("title LIKE 'Bucket open%' AND bucket_name = 'data'")
                .first();
        assertEquals(
                "Bucket data was opened to everyone by its access list (READ), first by arn:aws:iam::111122223333:user/x"
                        + " at 2022-11-08 04:00:00 UTC: anyone could list it, but not get objects by what the bucket"
                        + " says, until 2022-11-08 09:00:00 UTC.",
                open.getAs("detail"));
    }

    private static Row only(String title) {
        List<Row> rows =
                estate.kase.table("hits").where("title = '" + title + "'").collectAsList();
        assertEquals(1, rows.size());
        return rows.get(0);
    }

    private static Map<String, Row> byRole(String title) {
        Map<String, Row> rows = new TreeMap<>();
        estate.kase
                .table("hits")
                .where("title = '" + title + "'")
                .collectAsList()
                .forEach(row -> rows.put(row.getAs("role") + " " + row.getAs("instance_id"), row));
        return rows;
    }

    private static String text(Row row, String column) {
        return String.valueOf(row.<Object>getAs(column));
    }

    private static void web(Instant at, String from, int port, int server, int packets, long bytes, int flags) {
        flow(at, "eni-web", "i-0web", from, "10.0.0.15", port, server, TCP, packets, bytes, flags, "ingress", null);
    }

    /** Of an interface whose flow log has the default format. */
    private static void mal(Instant at, String to, int port, int server, int packets, long bytes) {
        flow(at, "eni-mal", null, "10.0.1.20", to, port, server, TCP, packets, bytes, null, null, null);
        flow(at, "eni-mal", null, to, "10.0.1.20", server, port, TCP, packets - 2, bytes, null, null, null);
    }

    private static void db(Instant at, String from, int port, int packets) {
        flow(at, "eni-db", "i-0db", from, "10.0.2.7", port, 22, TCP, packets, 2000, CLIENT, "ingress", null);
        flow(at, "eni-db", "i-0db", "10.0.2.7", from, 22, port, TCP, packets - 2, 2000, SERVER, "egress", null);
    }

    private static void flow(
            Instant at,
            String networkInterface,
            String instance,
            String from,
            String to,
            int fromPort,
            int toPort,
            int protocol,
            long packets,
            long bytes,
            Integer flags,
            String direction,
            String service) {
        estate.add(
                "flow",
                "event_time",
                at,
                "end_time",
                at.plusSeconds(4),
                "account_id",
                ACCOUNT,
                "aws_region",
                REGION,
                "interface_id",
                networkInterface,
                "instance_id",
                instance,
                "srcaddr",
                from,
                "dstaddr",
                to,
                "srcport",
                fromPort,
                "dstport",
                toPort,
                "protocol",
                protocol,
                "packets",
                packets,
                "bytes",
                bytes,
                "action",
                "ACCEPT",
                "tcp_flags",
                flags,
                "flow_direction",
                direction,
                "pkt_dst_aws_service",
                service);
    }

    private static void login(
            Instant at, String instance, String action, String method, String user, String from, int repeats) {
        estate.add(
                "host_auth",
                "event_time",
                at,
                "instance_id",
                instance,
                "program",
                "sshd",
                "action",
                action,
                "method",
                method,
                "user_name",
                user,
                "source_ip",
                from,
                "repeats",
                repeats);
    }

    private static int call(String at, String name, String bucket, String key, String request, String encryption) {
        boolean read = name.startsWith("Get");
        return estate.add(
                "cloudtrail",
                "event_time",
                at,
                "account_id",
                ACCOUNT,
                "aws_region",
                REGION,
                "event_source",
                "s3.amazonaws.com",
                "event_name",
                name,
                "outcome",
                "success",
                "source_ip",
                read ? ATTACKER : "10.0.0.15",
                "user_arn",
                "arn:aws:sts::111122223333:assumed-role/web/i-0web",
                "access_key_id",
                "ASIAEXAMPLE",
                "user_type",
                "AssumedRole",
                "request_id",
                request,
                "bucket_name",
                bucket,
                "object_key",
                key,
                "bytes_out",
                read ? 100L : 0L,
                "bytes_in",
                read ? 0L : 50L,
                "request_parameters",
                encryption == null ? "{}" : "{\"x-amz-server-side-encryption\":\"" + encryption + "\"}",
                "additional_event_data",
                "{}");
    }

    private static void access(String at, String bucket, String key, String request, String from, String requester) {
        estate.add(
                "s3_access",
                "event_time",
                at,
                "aws_region",
                REGION,
                "bucket_name",
                bucket,
                "operation",
                "REST.GET.OBJECT",
                "object_key",
                key,
                "outcome",
                "success",
                "source_ip",
                from,
                "requester",
                requester,
                "bytes_sent",
                100L,
                "request_id",
                request);
    }

    private static void state(
            String bucket, String from, String to, String grants, String encryption, String list, Integer record) {
        estate.add(
                "bucket_states",
                "bucket_name",
                bucket,
                "account_id",
                ACCOUNT,
                "aws_region",
                REGION,
                "valid_from",
                from,
                "valid_to",
                to,
                "change",
                "PutBucketAcl",
                "changed_by",
                "arn:aws:iam::111122223333:user/x",
                "acl_grants",
                grants,
                "policy_public",
                "",
                "encryption",
                encryption,
                "public_list",
                list,
                "public_get",
                "no",
                "public_put",
                "no",
                "log",
                "cloudtrail",
                "object",
                record == null ? null : "cloudtrail.gz",
                "record_index",
                record);
    }
}
