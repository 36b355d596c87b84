package io.coldtrail.evidence;

import static io.coldtrail.evidence.FindingCase.ACCOUNT;
import static io.coldtrail.evidence.FindingCase.ATTACKER_IP;
import static io.coldtrail.evidence.FindingCase.REGION;
import static io.coldtrail.evidence.FindingCase.stolen;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coldtrail.SparkTest;
import io.coldtrail.evidence.FindingCase.Record;
import io.coldtrail.lake.Case;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Findings that rest on hits of hunts, and evidence out of every log. */
class HitFindingsTest extends SparkTest {
    private static final String BRUTE_FORCE = "UnauthorizedAccess:EC2/SSHBruteForce";
    private static final String PUBLIC = "Policy:S3/BucketAnonymousAccessGranted";
    private static final Instant NOW = Instant.parse("2024-05-01T10:00:00Z");

    @TempDir
    static Path folder;

    private static FindingCase estate;
    private static Map<String, Row> findings;
    private static Map<String, List<Row>> evidence;

    @BeforeEach
    void run() {
        if (estate != null) {
            return;
        }
        estate = new FindingCase(new Case(session(), folder.toString()));
        for (int i = 0; i < 3; i++) {
            record("flow", "f.parquet", i, "parquet_row", Map.of());
        }
        record("flow", "f.parquet", 3, "parquet_row", Map.of());
        record("host_auth", "h.gz", 0, "bytes", Map.of());
        attribute("flow", "f.parquet", 1, "step-guess");
        hit(
                "h1",
                BRUTE_FORCE,
                "low",
                312,
                ATTACKER_IP,
                "success",
                ref("flow", "f.parquet", 0),
                ref("flow", "f.parquet", 1),
                ref("host_auth", "h.gz", 0));
        hit("h2", BRUTE_FORCE, "low", 40, "198.51.100.9", "no_success", ref("flow", "f.parquet", 3));
        hit("h3", null, "medium", 1, ATTACKER_IP, null, ref("flow", "f.parquet", 2));

        Record open =
                estate.event("b.json.gz", "2022-11-08T03:00:00Z", "s3", "PutBucketAcl", stolen("bucket_name", "site"));
        estate.signal(open, "public-acl", "high", "exfiltration", PUBLIC);
        Map<String, Object> voided =
                hitCells("h4", PUBLIC, "low", 1, null, null, ref("cloudtrail", open.object(), open.index()));
        voided.putAll(Map.of(
                "rule_id",
                "bucket-public",
                "resource_type",
                "AwsS3Bucket",
                "resource_id",
                "arn:aws:s3:::site",
                "bucket_name",
                "site",
                "detail",
                "Nobody got in."));
        voided.remove("instance_id");
        estate.add("hits", voided);

        for (int i = 0; i < 2; i++) {
            record(
                    "imported_findings",
                    "g.jsonl.gz",
                    i,
                    "bytes",
                    Map.of(
                            "account_id",
                            ACCOUNT,
                            "source",
                            "guardduty",
                            "finding_id",
                            "gd1",
                            "type",
                            BRUTE_FORCE,
                            "instance_id",
                            "i-0web",
                            "updated_at",
                            Timestamp.from(Instant.parse("2022-11-08T0" + (4 + i) + ":00:00Z"))));
        }
        estate.add(
                "claims",
                Map.of(
                        "claim_id",
                        "c1",
                        "evidence",
                        List.of(ref("host_auth", "h.gz", 0), ref("flow", "f.parquet", 0))));
        estate.add(
                "exposures",
                Map.of("exposure_id", "x1", "evidence", List.of(ref("cloudtrail", open.object(), open.index()))));
        estate.add(
                "containment",
                Map.of(
                        "containment_id",
                        "k1",
                        "evidence",
                        List.of(ref("flow", "f.parquet", 2), ref("no_such_log", "f", 2))));
        estate.write();
        Findings.run(estate.investigation, NOW);
        findings = new TreeMap<>();
        estate.investigation.table("findings").collectAsList().forEach(f -> findings.put(f.getAs("type"), f));
        evidence = estate.investigation.table("evidence").orderBy("seq").collectAsList().stream()
                .collect(Collectors.groupingBy(e -> e.getAs("claim_kind") + " " + e.getAs("claim_id")));
    }

    @Test
    void aFindingSaysWhatTheHuntJudged() throws Exception {
        Row guess = findings.get(BRUTE_FORCE);
        assertEquals("low", guess.getAs("severity"));
        assertEquals("TARGET", guess.getAs("role"));
        assertEquals("AwsEc2Instance", guess.getAs("resource_type"));
        assertEquals("arn:aws:ec2:us-west-2:111122223333:instance/i-0web", guess.getAs("resource_id"));
        // one record of the hit is the attacker's, so the hit is; the other source is set aside
        assertEquals("attacker", guess.getAs("actor"));
        assertEquals("7f3ac1", guess.getAs("incident_id"));
        assertEquals(List.of(ATTACKER_IP), guess.getList(guess.fieldIndex("addresses")));
        assertEquals(312L, guess.<Long>getAs("n"));
        assertEquals("Rule ssh, with success: i-0web", guess.getAs("title"));
        assertTrue(
                guess.<String>getAs("description").contains("Found h1 by alice."), guess.<String>getAs("description"));
        JsonNode asff = new ObjectMapper().readTree(guess.<String>getAs("asff"));
        AsffSchema.assertAccepted(asff);
        assertEquals(
                "TTPs/Initial Access/UnauthorizedAccess:EC2-SSHBruteForce",
                asff.at("/Types/0").asText());
        assertEquals(
                "IN",
                asff.at("/Action/NetworkConnectionAction/ConnectionDirection").asText());
        assertEquals(
                22,
                asff.at("/Action/NetworkConnectionAction/LocalPortDetails/Port").asInt());
        assertEquals(
                ATTACKER_IP,
                asff.at("/Action/NetworkConnectionAction/RemoteIpDetails/IpAddressV4")
                        .asText());
        assertEquals("alice", asff.at("/ProductFields/coldtrail~1host-user").asText());
        assertEquals("success", asff.at("/ProductFields/coldtrail~1verdict").asText());
    }

    @Test
    void aSignalAndAHitOfOneThingAreOneFinding() throws Exception {
        assertEquals(2, findings.size(), findings::toString);
        Row open = findings.get(PUBLIC);
        assertEquals("low", open.getAs("severity"), "what came of the call, not the call");
        assertEquals(1L, open.<Long>getAs("n"));
        assertEquals(
                List.of("bucket-public", "public-acl"),
                open.getList(open.fieldIndex("rules")).stream().sorted().toList());
        assertTrue(open.<String>getAs("description").contains("Nobody got in."));
        AsffSchema.assertAccepted(new ObjectMapper().readTree(open.<String>getAs("asff")));
        assertEquals(1, evidence.get("finding " + open.getAs("finding_id")).size(), "its record, once");
    }

    @Test
    void evidenceIsOfEveryLog() throws Exception {
        String guess = findings.get(BRUTE_FORCE).getAs("finding_id");
        assertEquals(List.of("flow 0", "flow 1", "host_auth 0", "imported_findings 1"), places("finding " + guess));
        assertEquals(List.of("flow 1"), places("step step-guess"));
        assertEquals(List.of("flow 0", "host_auth 0"), places("claim c1"));
        assertEquals(List.of("cloudtrail 0"), places("exposure x1"));
        assertEquals(List.of("flow 2"), places("containment k1"));
        for (Row row : evidence.get("claim c1")) {
            boolean parquet = row.getAs("log").equals("flow");
            assertEquals(parquet, row.getAs("record_offset") == null);
            assertEquals(parquet ? "parquet_row" : "bytes", row.getAs("record_form"));
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(row.<String>getAs("raw").getBytes(StandardCharsets.UTF_8));
            assertEquals(HexFormat.of().formatHex(hash), row.getAs("record_sha256"));
        }
        assertNull(evidence.get("containment k1").get(0).getAs("record_length"));
    }

    private static List<String> places(String claim) {
        return evidence.get(claim).stream()
                .map(e -> e.getAs("log") + " " + e.getAs("record_index"))
                .toList();
    }

    private static void record(String log, String object, int index, String form, Map<String, Object> more) {
        Instant time = Instant.parse("2022-11-08T02:00:0" + index + "Z").plusSeconds(log.equals("host_auth") ? 9 : 0);
        Map<String, Object> cells = new HashMap<>(Map.of(
                "event_time",
                Timestamp.from(time),
                "event_date",
                Date.valueOf("2022-11-08"),
                "event_id",
                log + index,
                "raw",
                "record " + index + " of " + object,
                "object",
                object,
                "record_index",
                index,
                "record_form",
                form));
        if (form.equals("bytes")) {
            cells.put("record_offset", 100L * index);
            cells.put("record_length", 99);
        }
        cells.putAll(more);
        estate.add(log, cells);
    }

    private static void attribute(String log, String object, int index, String step) {
        estate.add(
                "attribution",
                Map.of(
                        "log",
                        log,
                        "object",
                        object,
                        "record_index",
                        index,
                        "event_time",
                        Timestamp.from(Instant.parse("2022-11-08T02:00:01Z")),
                        "actor",
                        "attacker",
                        "grade",
                        "A",
                        "incident_id",
                        "7f3ac1",
                        "step_id",
                        step));
    }

    private static void hit(String id, String type, String severity, long n, String ip, String verdict, Row... refs) {
        estate.add("hits", hitCells(id, type, severity, n, ip, verdict, refs));
    }

    private static Map<String, Object> hitCells(
            String id, String type, String severity, long n, String ip, String verdict, Row... refs) {
        Map<String, Object> cells = new HashMap<>(Map.of(
                "hit_id",
                id,
                "rule_id",
                "ssh",
                "title",
                "Rule ssh",
                "severity",
                severity,
                "tactic",
                "credential-access",
                "account_id",
                ACCOUNT,
                "aws_region",
                REGION,
                "role",
                "TARGET",
                "n",
                n,
                "evidence",
                List.of(refs)));
        cells.putAll(Map.of(
                "resource_type", "AwsEc2Instance",
                "resource_id", "arn:aws:ec2:us-west-2:111122223333:instance/i-0web",
                "instance_id", "i-0web",
                "port", 22,
                "host_user", "alice",
                "detail", "Found " + id + " by alice."));
        cells.put("finding_type", type);
        cells.put("remote_ip", ip);
        cells.put("verdict", verdict);
        return cells;
    }

    private static Row ref(String log, String object, int index) {
        return RowFactory.create(log, object, index);
    }
}
