package io.coldtrail.trace.answers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coldtrail.Rows;
import io.coldtrail.SparkTest;
import io.coldtrail.lake.Case;
import io.coldtrail.lake.TableSchema;
import io.coldtrail.trace.WorkingSet;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small incident written by hand, table by table, and what is answered: the truth stands in the comments. */
class AnswersTest extends SparkTest {
    private static final String ATTACKER = "203.0.113.66";
    private static final String WEB = "i-0aaaaaaaaaaaaaaaa";
    private static final String BAD = "i-0bbbbbbbbbbbbbbbb";
    private static final String ROLE = "arn:aws:iam::111122223333:role/web";

    @TempDir
    Path folder;

    private Case kase;
    private final Rows cloudtrail = Rows.of("cloudtrail");
    private final Rows access = Rows.of("s3_access");
    private final Rows flow = Rows.of("flow");
    private final Rows logins = Rows.of("host_auth");
    private final Rows attribution = Rows.of("attribution");

    @BeforeEach
    void open() {
        kase = new Case(session(), folder.resolve("case").toString());
    }

    /** Says of the row written last whose it is. */
    private void attackers(String log, Rows rows) {
        Row last = rows.list().get(rows.list().size() - 1);
        attribution.add(
                "log",
                log,
                "object",
                log + ".gz",
                "record_index",
                rows.list().size() - 1,
                "event_time",
                last.get(TableSchema.of(log).columns().fieldIndex("event_time")),
                "session_id",
                "s1",
                "actor",
                "attacker",
                "grade",
                "A",
                "incident_id",
                "abc123");
    }

    private static String at(String time) {
        return "2022-11-09T" + time + "Z";
    }

    private void call(boolean attack, String time, String name, String outcome, String ip, String key, Object... more) {
        List<Object> values = new ArrayList<>(List.of(
                "event_time",
                at(time),
                "account_id",
                "111122223333",
                "aws_region",
                "us-west-2",
                "event_source",
                name.contains("Bucket") || name.endsWith("Object") ? "s3.amazonaws.com" : "ec2.amazonaws.com",
                "event_name",
                name,
                "outcome",
                outcome,
                "source_ip",
                ip,
                "user_type",
                "AssumedRole",
                "user_arn",
                attack
                        ? "arn:aws:sts::111122223333:assumed-role/web/" + WEB
                        : "arn:aws:sts::111122223333:assumed-role/ir/kim",
                "issuer_arn",
                attack ? ROLE : "arn:aws:iam::111122223333:role/ir",
                "access_key_id",
                attack ? "ASIAEXAMPLE" : "ASIAOTHER",
                "read_only",
                name.startsWith("Get") || name.startsWith("List"),
                "event_category",
                name.endsWith("Object") ? "Data" : "Management"));
        if (name.contains("Bucket") && !name.equals("ListBuckets") || key != null) {
            values.addAll(List.of("bucket_name", "data"));
        }
        if (key != null) {
            values.addAll(List.of("object_key", key));
        }
        values.addAll(List.of(more));
        cloudtrail.add(values.toArray());
        if (attack) {
            attackers("cloudtrail", cloudtrail);
        }
    }

    private void production(String time) {
        call(false, time, "GetObject", "success", "198.51.100.7", "orders.csv", "bytes_out", 10L);
    }

    private void request(String time, String operation, String key, int status, String requester, String id) {
        access.add(
                "event_time",
                at(time),
                "bucket_name",
                "data",
                "operation",
                operation,
                "object_key",
                key,
                "outcome",
                status < 300 ? "success" : "denied",
                "http_status",
                status,
                "source_ip",
                requester == null ? "192.0.2.9" : ATTACKER,
                "requester",
                requester,
                "request_id",
                id,
                "bytes_sent",
                1284L,
                "object_size",
                1284L);
    }

    private void flow(String time, boolean in, int port, int protocol, String action) {
        flow.add(
                "event_time",
                at(time),
                "end_time",
                at(time),
                "account_id",
                "111122223333",
                "aws_region",
                "us-west-2",
                "interface_id",
                "eni-1",
                "instance_id",
                WEB,
                "vpc_id",
                "vpc-1",
                "srcaddr",
                in ? ATTACKER : "10.0.0.15",
                "dstaddr",
                in ? "10.0.0.15" : ATTACKER,
                "srcport",
                protocol == 1 ? 0 : 40_000,
                "dstport",
                port,
                "protocol",
                protocol,
                "packets",
                20L,
                "bytes",
                3_000L,
                "action",
                action,
                "log_status",
                "OK",
                "format",
                "version interface-id instance-id tcp-flags");
        attackers("flow", flow);
    }

    private void login(String time, String action, String user, int repeats) {
        logins.add(
                "event_time", at(time),
                "instance_id", WEB,
                "action", action,
                "method", "password",
                "user_name", user,
                "source_ip", ATTACKER,
                "repeats", repeats);
        attackers("host_auth", logins);
    }

    private void state(Rows states, String from, String to, String change, String encryption, String list) {
        states.add(
                "bucket_name",
                "data",
                "account_id",
                "111122223333",
                "valid_from",
                at(from),
                "valid_to",
                to == null ? null : at(to),
                "change",
                change,
                "changed_by",
                "arn:aws:sts::111122223333:assumed-role/web/" + WEB,
                "encryption",
                encryption,
                "versioning",
                "none",
                "public_list",
                list,
                "public_get",
                "no",
                "public_put",
                "no",
                "block_public_acls",
                false,
                "log",
                "cloudtrail",
                "object",
                "cloudtrail.gz",
                "record_index",
                0);
    }

    /** The reference incident, in small. */
    private void incident() {
        production("13:00:00");
        call(
                true,
                "15:09:00",
                "PutObject",
                "success",
                "10.0.0.15",
                "config.py",
                "bytes_in",
                1284L,
                "response_elements",
                "{\"x-amz-server-side-encryption\":\"AES256\"}");
        call(true, "15:10:00", "DeleteBucketEncryption", "success", "10.0.0.15", null);
        call(true, "15:11:00", "PutBucketAcl", "success", "10.0.0.15", null);
        call(true, "15:12:00", "PutObject", "success", "10.0.0.15", "passwd.txt", "bytes_in", 1697L);
        call(true, "15:20:00", "GetObject", "success", ATTACKER, "config.py", "bytes_out", 1284L, "request_id", "R1");
        call(true, "15:22:00", "GetObject", "success", ATTACKER, "config.py", "bytes_out", 1284L, "request_id", "R2");
        call(true, "15:22:01", "ListBuckets", "denied", ATTACKER, null);
        call(true, "16:59:00", "GetObject", "success", ATTACKER, "config.py", "bytes_out", 1284L, "request_id", "R3");
        call(true, "17:05:00", "GetObject", "denied", ATTACKER, "config.py", "request_id", "R4");
        call(
                false,
                "15:30:00",
                "CreateNetworkAclEntry",
                "success",
                "198.51.100.1",
                null,
                "request_parameters",
                "{\"networkAclId\":\"acl-1\",\"egress\":false,\"ruleAction\":\"deny\",\"cidrBlock\":\"" + ATTACKER
                        + "/32\"}");
        call(
                false,
                "17:00:00",
                "PutRolePolicy",
                "success",
                "198.51.100.1",
                null,
                "request_parameters",
                "{\"roleName\":\"web\",\"policyName\":\"AWSRevokeOlderSessions\",\"policyDocument\":\"{\\\"Statement\\\":[{\\\"Effect\\\":\\\"Deny\\\","
                        + "\\\"Action\\\":[\\\"*\\\"],\\\"Condition\\\":{\\\"DateLessThan\\\":{\\\"aws:TokenIssueTime\\\":\\\"2022-11-09T17:00:00.000Z\\\"}}}]}\"}");
        call(
                false,
                "17:03:00",
                "StopInstances",
                "success",
                "198.51.100.1",
                null,
                "request_parameters",
                "{\"instancesSet\":{\"items\":[{\"instanceId\":\"" + WEB + "\"}]}}");
        call(
                false,
                "17:06:00",
                "StartInstances",
                "success",
                "198.51.100.1",
                null,
                "request_parameters",
                "{\"instancesSet\":{\"items\":[{\"instanceId\":\"" + WEB + "\"}]}}");
        production("19:00:00");
        // production on the same machine, with the same key, while the bucket had no default encryption
        cloudtrail.add(
                "event_time",
                at("15:30:00"),
                "event_source",
                "s3.amazonaws.com",
                "event_name",
                "PutObject",
                "outcome",
                "success",
                "source_ip",
                "10.0.0.15",
                "user_arn",
                "arn:aws:sts::111122223333:assumed-role/web/" + WEB,
                "issuer_arn",
                ROLE,
                "access_key_id",
                "ASIAEXAMPLE",
                "bucket_name",
                "data",
                "object_key",
                "shipments.csv");

        request(
                "15:20:00",
                "REST.GET.OBJECT",
                "config.py",
                200,
                "arn:aws:sts::111122223333:assumed-role/web/" + WEB,
                "R1");
        attackers("s3_access", access);
        request("13:00:00", "REST.GET.OBJECT", "orders.csv", 200, "arn:aws:iam::111122223333:user/shop", "R0");
        request("15:40:00", "REST.GET.BUCKET", null, 200, null, "R5");
        request("15:41:00", "REST.GET.OBJECT", "passwd.txt", 403, null, "R6");
        request("17:30:00", "REST.GET.BUCKET", null, 403, null, "R7");
        request("19:00:00", "REST.GET.OBJECT", "orders.csv", 200, "arn:aws:iam::111122223333:user/shop", "R8");

        flow("14:30:00", true, 22, 6, "ACCEPT");
        flow("15:06:00", true, 22, 6, "ACCEPT");
        flow("15:40:00", true, 22, 6, "REJECT");
        flow("15:42:00", true, 22, 6, "REJECT");
        flow("16:00:00", false, 0, 1, "ACCEPT");
        flow("19:00:00", true, 22, 6, "REJECT");

        // somebody's SSH to a machine whose sshd log is not shipped
        flow.add(
                "event_time",
                at("11:00:00"),
                "instance_id",
                "i-0cccccccccccccccc",
                "dstport",
                22,
                "action",
                "ACCEPT",
                "packets",
                90L);

        login("14:30:00", "failed", "admin", 1);
        login("14:32:00", "failed", "root", 2);
        login("14:34:00", "invalid_user", "bob", 1);
        login("15:05:58", "failed", "alice", 1);
        login("15:06:12", "accepted", "alice", 1);
        login("15:20:00", "accepted", "alice", 1);
        login("19:00:00", "failed", "alice", 1);
        story(true);
    }

    private void story(boolean told) {
        kase.replace(
                "incidents",
                Rows.of("incidents")
                        .add(
                                "incident_id",
                                "abc123",
                                "first_seen",
                                at("14:30:00"),
                                "last_seen",
                                at("17:30:00"),
                                "last_success",
                                at("16:59:00"),
                                "accounts",
                                new String[] {"111122223333"},
                                "regions",
                                new String[] {"us-west-2"})
                        .list());
        kase.replace(
                "sessions",
                Rows.of("sessions")
                        .add(
                                "session_id", "s1",
                                "kind", "instance",
                                "principal", ROLE,
                                "session_name", WEB,
                                "created", at("12:04:00"),
                                "expires", at("18:04:00"),
                                "expires_basis", "the longest AWS allows",
                                "state", "USED",
                                "grade", "A",
                                "rule", "S3",
                                "incident_id", "abc123")
                        .list());
        kase.replace(
                "addresses",
                Rows.of("addresses")
                        .add(
                                "address_id", "a1",
                                "ip", ATTACKER,
                                "owner_kind", "instance",
                                "owner", BAD,
                                "state", "USED",
                                "incident_id", "abc123")
                        .list());
        kase.replace(
                "facts",
                told
                        ? Rows.of("facts")
                                .add("fact_id", "f1", "kind", "suspect", "what", "instance", "value", BAD)
                                .list()
                        : List.of());
        Rows states = Rows.of("bucket_states");
        state(states, "10:00:00", "15:10:00", "CreateBucket", "AES256", "no");
        state(states, "15:10:00", "15:11:00", "DeleteBucketEncryption", "none", "no");
        state(states, "15:11:00", "17:10:00", "PutBucketAcl", "none", "yes");
        state(states, "17:10:00", "17:11:00", "PutBucketAcl", "none", "no");
        state(states, "17:11:00", null, "PutBucketEncryption", "aws:kms", "no");
        kase.replace("bucket_states", states.list());
    }

    private void write() {
        kase.replace("cloudtrail", cloudtrail.list());
        kase.replace("s3_access", access.list());
        kase.replace("flow", flow.list());
        kase.replace("host_auth", logins.list());
        kase.replace("attribution", attribution.list());
        try (WorkingSet set = new WorkingSet(kase)) {
            Claims.write(set);
        }
    }

    private Row exposure(String item) {
        return kase.table("exposures").where("item = '" + item + "'").first();
    }

    private Set<String> controls() {
        Set<String> controls = new TreeSet<>();
        kase.table("containment")
                .collectAsList()
                .forEach(c -> controls.add(c.getAs("control") + " " + c.getAs("verdict") + " "
                        + c.getAs("attempts_after") + " " + c.getAs("successes_after")));
        return controls;
    }

    /** Verdicts of a question, by subject. */
    private TreeMap<String, String> verdicts(String question) {
        TreeMap<String, String> verdicts = new TreeMap<>();
        kase.table("claims")
                .where("question = '" + question + "'")
                .collectAsList()
                .forEach(c -> verdicts.put(c.getAs("subject"), c.getAs("verdict")));
        return verdicts;
    }

    private String statement(String question, String subject) {
        return kase.table("claims")
                .where("question = '" + question + "' AND subject = '" + subject + "'")
                .first()
                .getAs("statement");
    }

    @Test
    void theWholeStory() {
        incident();
        write();

        // three reads; the access log's line of one of them is not a fourth
        Row config = exposure("config.py");
        assertEquals("READ_PROVEN", config.getAs("state"));
        assertEquals(3L, (long) config.getAs("n"));
        assertEquals(3 * 1284L, (long) config.getAs("bytes"));
        assertEquals(1284L, (long) config.getAs("size"));
        assertEquals("AES256", config.getAs("encryption"));
        assertEquals("keys or passwords, by its name", config.getAs("contents"));
        // put when there was no default encryption; in a list that anyone could read, but nobody read it
        Row passwords = exposure("passwd.txt");
        assertEquals("LISTED", passwords.getAs("state"));
        assertEquals("none", passwords.getAs("encryption"));
        assertEquals(0L, (long) passwords.getAs("n"));
        assertTrue(kase.table("exposures").where("item = 'orders.csv'").isEmpty(), "nobody but the owners read it");
        Row bucket = exposure("data");
        assertEquals("LISTED", bucket.getAs("state"));
        assertEquals(List.of("192.0.2.9", "anonymous"), bucket.getList(bucket.fieldIndex("who")));
        assertTrue(
                bucket.<String>getAs("detail").contains("list data but not get its objects"),
                bucket.<String>getAs("detail"));
        Row key = exposure("ASIAEXAMPLE");
        assertEquals(ROLE, key.getAs("container"));
        assertEquals(Timestamp.from(Instant.parse(at("18:04:00"))), key.getAs("expires"));
        assertTrue(key.<String>getAs("detail").contains("after the login as alice"), key.<String>getAs("detail"));
        assertEquals(2L, (long) exposure("alice").getAs("n"));

        assertEquals(
                Set.of(
                        "address_denied HELD 3 0",
                        "sessions_revoked HELD 1 0",
                        "instance_stopped HELD 1 0",
                        "keys_renewed UNTESTED 0 0",
                        "grant_removed HELD 1 0",
                        "encryption_restored UNTESTED 0 0",
                        "ingress_removed MISSING 0 0",
                        "egress_denied MISSING 0 0",
                        "instance_rebuilt MISSING 0 0",
                        "attacker_instance_stopped MISSING 0 0",
                        "leaked_secret_rotated MISSING 0 0",
                        "password_login_off MISSING 0 0",
                        "user_password_changed MISSING 0 0",
                        "objects_reencrypted MISSING 0 0",
                        "planted_objects_removed MISSING 0 0",
                        "public_access_block_on MISSING 0 0",
                        "role_policy_narrowed MISSING 0 0"),
                controls());
        List<Integer> priorities =
                kase.table("containment").where("priority IS NOT NULL").orderBy("priority").collectAsList().stream()
                        .map(c -> c.<Integer>getAs("priority"))
                        .toList();
        assertEquals(12, priorities.size(), "config.py and passwd.txt each");
        assertEquals(1, priorities.get(0));

        assertEquals("{" + WEB + "=yes}", verdicts("brute_force").toString());
        assertEquals(
                "Yes. At 2022-11-09 15:06:12 sshd on " + WEB + " accepted a password for user alice from " + ATTACKER
                        + ", after 4 tries that failed since 2022-11-09 14:30:00, 1 of them as that user; 4 users were"
                        + " tried in all.",
                statement("brute_force", WEB));
        assertEquals(
                Set.of("ASIAEXAMPLE", WEB + "/alice"), verdicts("credentials").keySet());
        assertEquals(
                "7 calls of the attacker succeeded, from 10.0.0.15 and 203.0.113.66: PutObject 2, DeleteBucketEncryption 1, PutBucketAcl 1, GetObject 3.",
                statement("actions", "succeeded"));
        assertEquals(
                "2 calls of the attacker denied, from 203.0.113.66: ListBuckets 1, GetObject 1.",
                statement("actions", "denied"));
        assertEquals("{data=yes}", verdicts("encryption").toString());
        assertTrue(statement("encryption", "data").contains("the same role"), statement("encryption", "data"));
        assertEquals(
                "{data=partly, encryption=yes, exposed=partly, put=yes, taken=yes}",
                verdicts("objects").toString());
        assertTrue(
                statement("objects", "taken").contains("config.py (1,284 bytes), 3 reads and 3,852 bytes"),
                statement("objects", "taken"));
        assertEquals(
                "{" + WEB + "=yes, " + BAD + "=yes}",
                verdicts("actor_or_target").toString());
        assertTrue(statement("actor_or_target", BAD).contains("can be set aside"));
        assertEquals(
                "2 objects were put by the attacker: config.py (1,284 bytes, AES256) and passwd.txt (1,697 bytes,"
                        + " unencrypted).",
                statement("objects", "put"));
        assertTrue(statement("objects", "encryption").contains("others put 1 object while"));
        assertTrue(statement("objects", "data").contains("without sign-in once, 1,284 bytes to 192.0.2.9"));
        assertTrue(statement("encryption", "data").contains("set again at 2022-11-09 17:11:00"));
        assertTrue(
                exposure("ASIAEXAMPLE").<String>getAs("detail").contains("issued at 2022-11-09 12:04:00"),
                exposure("ASIAEXAMPLE").<String>getAs("detail"));
        assertEquals(
                "{held=partly, incident=partly, missing=no}",
                verdicts("contained").toString());
        assertTrue(
                statement("automation", "with_check").contains("1 of them with the stolen key"),
                statement("automation", "with_check"));
        assertEquals(
                Set.of("safe", "with_check", "person"), verdicts("automation").keySet());
        assertEquals(
                0,
                kase.table("claims").where("verdict = 'no' AND coverage < 1").count(),
                "no is said only where the logs cover it");
        assertEquals(0, kase.table("claims").where("size(evidence) > 20").count());

        Set<String> blind = new TreeSet<>();
        kase.table("blind_spots").collectAsList().forEach(b -> blind.add(b.getAs("kind") + " " + b.getAs("log")));
        assertTrue(
                blind.containsAll(Set.of(
                        "source_absent dns",
                        "source_absent config_items",
                        "source_absent digests",
                        "region_absent cloudtrail",
                        "near_begin null",
                        "near_end null",
                        "not_logged cloudtrail",
                        "silent_host host_auth")),
                blind.toString());
        assertTrue(!blind.contains("source_absent flow"), blind.toString());
    }

    @Test
    void whatLeavesTheAttackersOwnMachineSaysNothingOfItsTarget() {
        // it reaches the target by the target's public address; the target's interface refused all since
        incident();
        call(
                false,
                "17:08:00",
                "RevokeSecurityGroupIngress",
                "success",
                "198.51.100.1",
                null,
                "request_parameters",
                "{\"groupId\":\"sg-1\",\"ipPermissions\":{\"items\":[{\"fromPort\":22,\"toPort\":22}]}}");
        flow.add(
                "event_time",
                at("18:00:00"),
                "interface_id",
                "eni-2",
                "srcaddr",
                "10.0.1.9",
                "dstaddr",
                "198.51.100.15",
                "srcport",
                40_000,
                "dstport",
                22,
                "protocol",
                6,
                "action",
                "ACCEPT");
        attackers("flow", flow);
        kase.replace(
                "addresses",
                Rows.of("addresses")
                        .add(owned("a1", ATTACKER))
                        .add(owned("a2", "10.0.1.9"))
                        .list());
        kase.replace(
                "config_items",
                Rows.of("config_items")
                        .add(
                                "event_time",
                                at("10:00:00"),
                                "resource_type",
                                "AWS::EC2::NetworkInterface",
                                "resource_id",
                                "eni-2",
                                "status",
                                "OK",
                                "configuration",
                                "{\"attachment\":{\"instanceId\":\"" + BAD + "\"}}")
                        .list());
        write();

        assertTrue(controls().contains("ingress_removed HELD 1 0"), controls().toString());
        assertTrue(controls().contains("address_denied HELD 3 0"), controls().toString());
        assertTrue(
                !controls().contains("address_denied MISSING 0 0"), controls().toString());
        assertTrue(statement("actor_or_target", BAD).contains("at 10.0.1.9 and " + ATTACKER));
    }

    private static Object[] owned(String id, String ip) {
        return new Object[] {
            "address_id", id, "ip", ip, "owner_kind", "instance", "owner", BAD, "state", "USED", "incident_id", "abc123"
        };
    }

    @Test
    void whatIsNotLoggedIsNotDenied() {
        // the attacker goes on after the revocation; only CloudTrail is in the archive, and nobody says whose BAD is
        incident();
        call(true, "17:20:00", "GetObject", "success", ATTACKER, "config.py", "bytes_out", 1284L);
        story(false);
        flow.list().clear();
        logins.list().clear();
        access.list().clear();
        attribution.list().removeIf(r -> !r.getString(0).equals("cloudtrail"));
        write();

        assertTrue(
                controls().contains("sessions_revoked BROKEN 2 1"), controls().toString());
        assertTrue(
                controls().contains("address_denied NOT_COVERED 0 0"),
                controls().toString());
        assertTrue(
                controls().contains("grant_removed NOT_COVERED 0 0"), controls().toString());
        assertEquals("{" + WEB + "=cannot_tell}", verdicts("brute_force").toString());
        assertEquals("cannot_tell", verdicts("actor_or_target").get(BAD));
        assertTrue(statement("actor_or_target", BAD).contains("Whose is it"), statement("actor_or_target", BAD));
        assertTrue(exposure("ASIAEXAMPLE").<String>getAs("detail").contains("No log here shows how it left"));
        assertEquals("yes", verdicts("objects").get("taken"));
        Set<String> absent = new TreeSet<>();
        kase.table("blind_spots")
                .where("kind = 'source_absent'")
                .collectAsList()
                .forEach(b -> absent.add(b.getAs("log")));
        assertEquals(Set.of("flow", "host_auth", "s3_access", "dns", "config_items", "digests"), absent);
    }
}
