package io.coldtrail.evidence;

import static io.coldtrail.evidence.FindingCase.stolen;
import static io.coldtrail.evidence.FindingCase.user;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coldtrail.SparkTest;
import io.coldtrail.evidence.FindingCase.Record;
import io.coldtrail.lake.Case;
import io.coldtrail.lake.Severity;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindingsTest extends SparkTest {
    private static final String S3_CALLER = "UnauthorizedAccess:S3/MaliciousIPCaller.Custom";
    private static final String RECON = "Recon:IAMUser/MaliciousIPCaller.Custom";
    private static final String PUBLIC = "Policy:S3/BucketAnonymousAccessGranted";
    private static final String TRAIL_OFF = "Stealth:IAMUser/CloudTrailLoggingDisabled";
    private static final String OFF_INSTANCE = "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS";
    private static final Instant FIRST_RUN = Instant.parse("2024-05-01T10:00:00.123456Z");
    private static final Instant SECOND_RUN = Instant.parse("2024-05-02T10:00:00Z");

    private static final Instant FIRST_RUN_MILLIS = Instant.parse("2024-05-01T10:00:00.123Z");

    @TempDir
    static Path folder;

    private static FindingCase theft;
    private static Findings.Summary summary;
    private static String file;
    private static Map<String, Row> first;
    private static List<Row> evidence;
    private static Map<String, Row> second;

    /** Two runs on one case: as it was, and after a late file that concerns some of the findings. */
    @BeforeEach
    void run() {
        if (theft != null) {
            return;
        }
        theft = theft();
        summary = Findings.run(theft.investigation, FIRST_RUN);
        file = theft.investigation.files().readText("report/findings.asff.json");
        first = findings();
        evidence = theft.investigation.table("evidence").collectAsList();

        Record late = theft.event(
                "0-late.json.gz",
                "2022-11-03T01:00:00Z",
                "s3",
                "GetObject",
                stolen("bucket_name", "data", "object_key", "passwd.txt"));
        theft.signal(late, "listed", "medium", "initial-access", S3_CALLER);
        theft.attribute(late, "attacker", "A", "s1", "step-read");
        theft.write();
        Findings.run(theft.investigation, SECOND_RUN);
        second = findings();
    }

    /** The attacker reads, looks around, opens a bucket and tries to make a user; others are at work. */
    private static FindingCase theft() {
        FindingCase theft = new FindingCase(new Case(session(), folder.toString()));
        for (int i = 0; i < 45; i++) {
            Record read = theft.event(
                    i < 30 ? "a.json.gz" : "b.json.gz",
                    String.format("2022-11-03T02:%02d:07Z", i),
                    "s3",
                    "GetObject",
                    stolen("bucket_name", "data", "object_key", "config.py"));
            theft.signal(read, "listed", "medium", "initial-access", S3_CALLER);
            theft.attribute(read, "attacker", "A", "s1", "step-read");
        }
        Record look =
                theft.event("b.json.gz", "2022-11-03T03:00:00Z", "s3", "ListBuckets", stolen("outcome", "denied"));
        theft.signal(look, "listed-recon", "medium", "discovery", RECON);
        theft.attribute(look, "attacker", "A", "s1", "step-look");
        Record open =
                theft.event("b.json.gz", "2022-11-03T03:01:00Z", "s3", "PutBucketAcl", stolen("bucket_name", "data"));
        theft.signal(open, "public-acl", "high", "exfiltration", PUBLIC);
        theft.attribute(open, "attacker", "A", "s1", "step-open");
        Record create =
                theft.event("b.json.gz", "2022-11-03T03:02:00Z", "iam", "CreateUser", stolen("outcome", "denied"));
        theft.signal(create, "create-user", "medium", "persistence", null);
        theft.attribute(create, "attacker", "A", "s1", null);
        // the same role's own work on the bucket, under the same rule: set aside
        Record own = theft.event(
                "b.json.gz",
                "2022-11-03T03:03:00Z",
                "s3",
                "PutObject",
                stolen("bucket_name", "data", "source_ip", "10.0.0.15"));
        theft.signal(own, "listed", "medium", "initial-access", S3_CALLER);
        theft.attribute(own, "victim", null, "s1", null);
        Record restored =
                theft.event("b.json.gz", "2022-11-03T05:00:00Z", "s3", "PutBucketAcl", user("erin", "192.0.2.9"));
        theft.signal(restored, "trail", "low", "stealth", TRAIL_OFF);
        theft.attribute(restored, "responder", "A", "s9", null);
        Record routine = theft.event(
                "b.json.gz", "2022-11-03T06:00:00Z", "cloudtrail", "UpdateTrail", user("bob", "192.0.2.10"));
        theft.signal(routine, "trail", "low", "stealth", TRAIL_OFF);
        Record quiet = theft.event("b.json.gz", "2022-11-03T06:01:00Z", "iam", "CreateUser", user("bob", "192.0.2.10"));
        theft.signal(quiet, "create-user", "medium", "persistence", null);
        Record stray = theft.event(
                "b.json.gz",
                "2022-11-03T06:02:00Z",
                "s3",
                "GetObject",
                Map.of("account_id", "ANONYMOUS_PRINCIPAL", "source_ip", "198.51.100.1"));
        theft.signal(stray, "listed", "medium", "initial-access", "Policy:IAMUser/RootCredentialUsage");
        theft.add("sessions", Map.of("session_id", "s1", "kind", "instance"));
        theft.add(
                "spread",
                Map.of(
                        "node", "origin:s1@203.0.113.66 aws-cli",
                        "kind", "session",
                        "state", "USED",
                        "rule", "S3",
                        "object", open.object(),
                        "record_index", open.index()));
        theft.add("addresses", Map.of("ip", FindingCase.ATTACKER_IP, "scope", "public"));
        theft.add(
                "rules",
                Map.of(
                        "rule_id", "public-acl",
                        "loaded", true,
                        "description", "A grant to AllUsers.",
                        "remediation", "Remove the grant.",
                        "remediation_url", "https://example.com/acl"));
        theft.write();
        return theft;
    }

    private static Map<String, Row> findings() {
        Map<String, Row> byKey = new TreeMap<>();
        for (Row row : theft.investigation.table("findings").collectAsList()) {
            assertNull(byKey.put(row.getAs("type") + " " + row.getAs("principal"), row));
        }
        return byKey;
    }

    @Test
    void oneFindingPerTypeAndWhatItStruck() throws Exception {
        Map<String, Row> findings = first;
        String role = " " + FindingCase.ROLE;
        String bob = " arn:aws:iam::111122223333:user/bob";
        String erin = " arn:aws:iam::111122223333:user/erin";
        assertEquals(
                Set.of(
                        S3_CALLER + role,
                        RECON + role,
                        PUBLIC + role,
                        "Rule/create-user" + role,
                        "AttackSequence:IAM/CompromisedCredentials" + role,
                        OFF_INSTANCE + role,
                        TRAIL_OFF + bob,
                        TRAIL_OFF + erin,
                        "Policy:IAMUser/RootCredentialUsage null"),
                findings.keySet());

        Row read = findings.get(S3_CALLER + role);
        assertEquals(45L, read.<Long>getAs("n"));
        assertEquals("attacker", read.getAs("actor"));
        assertEquals("A", read.getAs("grade"));
        assertEquals("7f3ac1", read.getAs("incident_id"));
        assertEquals("high", read.getAs("severity"));
        assertEquals("arn:aws:s3:::data", read.getAs("resource_id"));
        assertEquals(List.of(FindingCase.ATTACKER_IP), read.getList(read.fieldIndex("addresses")));
        assertEquals(List.of("listed"), read.getList(read.fieldIndex("rules")));
        assertTrue(read.<String>getAs("description").contains("1 more such calls are others'"));
        assertEquals("Remove the grant.", findings.get(PUBLIC + role).getAs("remediation"));
        assertEquals(48L, findings.get(OFF_INSTANCE + role).<Long>getAs("n"));
        assertEquals("low", findings.get(TRAIL_OFF + erin).getAs("severity"));
        assertEquals("responder", findings.get(TRAIL_OFF + erin).getAs("actor"));
        assertEquals("low", findings.get(TRAIL_OFF + bob).getAs("severity"));
        assertEquals("none", findings.get(TRAIL_OFF + bob).getAs("actor"));
        assertNull(findings.get("Policy:IAMUser/RootCredentialUsage null").getAs("asff"));

        assertEquals(1, summary.notImportable());
        assertEquals(1L, summary.bySeverity().get(Severity.CRITICAL));
        assertEquals(
                9L, summary.bySeverity().values().stream().mapToLong(n -> n).sum());
        assertEquals(Severity.CRITICAL, summary.top().get(0).severity());
        assertEquals(List.of("report/findings.asff.json"), summary.files());
        JsonNode file = new ObjectMapper()
                .readTree(theft.investigation.files().readText(summary.files().get(0)));
        assertEquals(8, file.path("Findings").size());
        file.path("Findings").forEach(AsffSchema::assertAccepted);
    }

    @Test
    void evidenceReachesTheBytes() throws Exception {
        assertEquals(
                evidence.size(),
                evidence.stream().map(r -> r.getAs("evidence_id")).distinct().count());
        for (Row row : evidence) {
            String object = row.getAs("object");
            int offset = Math.toIntExact(row.<Long>getAs("record_offset"));
            int length = Math.toIntExact(row.<Long>getAs("record_length"));
            byte[] record = Arrays.copyOfRange(theft.archive.get(object), offset, offset + length);
            assertEquals(
                    HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(record)),
                    row.getAs("record_sha256"));
            assertEquals(new String(record, "UTF-8"), row.getAs("raw"));
            assertEquals("s3://logs/" + object, row.getAs("uri"));
            assertEquals("e-" + object, row.getAs("etag"));
            assertEquals("v-" + object, row.getAs("version_id"));
            assertEquals("sha-" + object, row.getAs("object_sha256"));
        }
        Map<String, Long> perClaim = evidence.stream()
                .collect(Collectors.groupingBy(
                        r -> r.getAs("claim_kind") + " " + r.getAs("claim_id"), Collectors.counting()));
        assertEquals(1L, perClaim.get("step step-look"));
        // 45 reads: the first, the last, 18 between, none twice, in order, no gap over three
        List<Row> reads = evidence.stream()
                .filter(r -> r.getAs("claim_id").equals("step-read"))
                .sorted((a, b) -> Integer.compare(a.<Integer>getAs("seq"), b.<Integer>getAs("seq")))
                .toList();
        assertEquals(20, reads.size());
        List<Integer> minutes = new ArrayList<>();
        for (int i = 0; i < reads.size(); i++) {
            assertEquals(i + 1, reads.get(i).<Integer>getAs("seq"));
            minutes.add(Integer.parseInt(reads.get(i).<String>getAs("raw").split(":")[3]));
        }
        assertEquals(0, minutes.get(0));
        assertEquals(44, minutes.get(19));
        for (int i = 1; i < minutes.size(); i++) {
            int gap = minutes.get(i) - minutes.get(i - 1);
            assertTrue(gap >= 1 && gap <= 3, minutes::toString);
        }
        Set<String> claims = first.values().stream()
                .map(r -> "finding " + r.getAs("finding_id"))
                .collect(Collectors.toSet());
        claims.addAll(Set.of("step step-read", "step step-look", "step step-open"));
        assertEquals(claims, perClaim.keySet(), "each claim has evidence, and no other");
    }

    @Test
    void lateFilesChangeWhatAFindingSaysAndNeverWhatItIs() {
        first.values().forEach(row -> {
            assertEquals(FIRST_RUN_MILLIS, time(row, "created_at"));
            assertEquals(FIRST_RUN_MILLIS, time(row, "updated_at"));
        });
        Set<String> touched = Set.of(S3_CALLER, OFF_INSTANCE, FindingType.ATTACK_SEQUENCE);
        assertEquals(first.keySet(), second.keySet());
        second.forEach((key, row) -> {
            Row before = first.get(key);
            boolean moved = touched.contains(row.<String>getAs("type"));
            assertEquals(before.<String>getAs("finding_id"), row.getAs("finding_id"));
            assertEquals(FIRST_RUN_MILLIS, time(row, "created_at"));
            assertEquals(moved ? SECOND_RUN : FIRST_RUN_MILLIS, time(row, "updated_at"), key);
            assertEquals(!moved, before.getAs("content_hash").equals(row.getAs("content_hash")), key);
            assertEquals(!moved, before.equals(row), () -> "nothing new, nothing moved: " + key);
        });
    }

    @Test
    void aCaseWithoutSignalsHasNoFindings() {
        Case empty = new Case(session(), folder.resolve("empty").toString());
        empty.files().writeText("report/findings-111122223333-us-west-2-1.asff.json", "of a former run");
        Findings.Summary summary = Findings.run(empty, FIRST_RUN);
        assertEquals(List.of(), summary.files());
        assertEquals(Map.of(), summary.bySeverity());
        assertFalse(empty.files().exists("report/findings-111122223333-us-west-2-1.asff.json"));
        assertTrue(empty.has("findings") && empty.has("evidence"));
    }

    private static Instant time(Row row, String column) {
        return row.getTimestamp(row.fieldIndex(column)).toInstant();
    }
}
