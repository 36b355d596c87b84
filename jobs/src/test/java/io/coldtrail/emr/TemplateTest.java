package io.coldtrail.emr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code emr/template.yaml} makes of an account: nothing that is not needed, nothing that is open. */
class TemplateTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ARCHIVE_ROLE = "arn:aws:iam::444455556666:role/forensics";
    private static final String ARCHIVE_KEY = "arn:aws:kms:us-east-1:210987654321:key/1-2";

    @TempDir
    static Path dir;

    private static AwsDouble aws;
    private static JsonNode bare;
    private static JsonNode full;

    @BeforeAll
    static void deploy() throws IOException {
        aws = new AwsDouble(dir);
        AwsDouble.Output said = aws.deploy("bare", "ArchiveBuckets=arn:aws:s3:::acme-logs");
        assertEquals(0, said.exit(), said.err());
        said = aws.deploy(
                "full-one",
                "ArchiveBuckets=arn:aws:s3:::acme-logs,arn:aws:s3:::acme-more",
                "ArchiveKeys=" + ARCHIVE_KEY,
                "ArchiveRoles=" + ARCHIVE_ROLE,
                "ObjectLockDays=365",
                "ObjectLockMode=COMPLIANCE",
                "LogDays=30",
                "MaxCores=204",
                "Studio=true",
                "HuntArchives=s3://acme-logs/AWSLogs,s3://acme-more",
                "HuntCase=nightly",
                "\"HuntSchedule=cron(15 4 * * ? *)\"",
                "HuntFailOn=critical",
                "AlarmEmail=soc@acme.example");
        assertEquals(0, said.exit(), said.err());
        bare = aws.deployed("bare", "bucket", "trust", "schedules", "subscriptions", "rules");
        full = aws.deployed(
                "full-one",
                "grants",
                "trust",
                "bucket",
                "key",
                "application",
                "schedules",
                "fired",
                "subscriptions",
                "rules");
    }

    @Test
    void whatAwsReadsIsWhatAwsWouldTake() throws IOException {
        AwsDouble.Output said = aws.tool("cfn-lint", "emr/template.yaml");
        assertEquals("", said.out() + said.err());
        assertEquals(0, said.exit());
        said = aws.tool("shellcheck", "emr/submit");
        assertEquals("", said.out() + said.err());
    }

    @Test
    void everyRightIsInTheTableAndNoOther() throws IOException {
        TreeSet<String> table = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("../emr/permissions.tsv")).stream()
                .skip(1)
                .toList()) {
            String[] cells = line.split("\t", -1);
            assertEquals(4, cells.length, line);
            assertFalse(cells[3].isBlank(), line);
            table.add(cells[0] + "\t" + cells[1] + "\t" + cells[2]);
        }
        TreeSet<String> granted = new TreeSet<>();
        full.path("grants").forEach(grant -> granted.add(who(grant) + "\t" + text(grant, "action") + "\t" + on(grant)));
        assertEquals(String.join("\n", table), String.join("\n", granted));
    }

    private static String who(JsonNode grant) {
        String who = text(grant, "who");
        return who.endsWith(":root") ? "account" : who.replaceFirst("\\..*amazonaws\\.com$", "");
    }

    /** What a right is on, in the table's words. What is none of these is in no word of the table. */
    private static String on(JsonNode grant) {
        JsonNode outputs = full.path("outputs");
        String bucket = "arn:aws:s3:::" + text(outputs, "CaseBucket");
        String glue = "arn:aws:glue:us-east-1:123456789012:";
        String logs = "arn:aws:logs:us-east-1:123456789012:";
        Map<String, String> words = Map.ofEntries(
                Map.entry("arn:aws:s3:::acme-logs,arn:aws:s3:::acme-more", "archives"),
                Map.entry("arn:aws:s3:::acme-logs/*,arn:aws:s3:::acme-more/*", "archives"),
                Map.entry(ARCHIVE_KEY, "keys of the archives"),
                Map.entry(ARCHIVE_ROLE, "roles of the archives"),
                Map.entry(bucket, "case bucket"),
                Map.entry(bucket + "/coldtrail/*", "case bucket, coldtrail/"),
                Map.entry(bucket + "/cases/*", "case bucket, cases/"),
                Map.entry(text(full.at("/key/0"), "arn"), "case key"),
                Map.entry(
                        glue + "catalog," + glue + "database/full_one," + glue + "table/full_one/*",
                        "database and its tables"),
                Map.entry(logs + "log-group:/coldtrail/full-one:*", "log group"),
                Map.entry(logs + "*", "any log group"),
                Map.entry(text(full.at("/application/0"), "arn"), "application"),
                Map.entry(text(outputs, "JobRole"), "job role"),
                Map.entry(text(outputs, "Topic"), "alarms"));
        String resources = String.join(",", texts(grant.path("on")));
        // in the policy of a key, * is the key
        boolean ofKey = text(grant, "action").startsWith("kms:") && resources.equals("*");
        return ofKey ? "case key" : words.getOrDefault(resources, resources);
    }

    @Test
    void noActionIsAWildcardButTheAccountsOnItsKey() {
        full.path("grants").forEach(grant -> {
            if (!who(grant).equals("account")) {
                assertFalse(text(grant, "action").contains("*"), grant.toString());
            }
        });
        assertEquals(
                List.of("emr-serverless.amazonaws.com", "scheduler.amazonaws.com"),
                StreamSupport.stream(full.path("trust").spliterator(), false)
                        .map(role -> role.path("Statement").path(0))
                        .peek(statement -> assertEquals(
                                "123456789012",
                                statement
                                        .at("/Condition/StringEquals/aws:SourceAccount")
                                        .asText()))
                        .map(statement -> statement.at("/Principal/Service").asText())
                        .toList());
    }

    @Test
    void theBucketIsClosedAndKeepsWhatItHad() throws IOException {
        JsonNode bucket = full.at("/bucket/0");
        assertEquals(
                "aws:kms",
                bucket.at("/encryption/0/ApplyServerSideEncryptionByDefault/SSEAlgorithm")
                        .asText());
        assertEquals(
                text(full.at("/key/0"), "arn"),
                bucket.at("/encryption/0/ApplyServerSideEncryptionByDefault/KMSMasterKeyID")
                        .asText());
        assertTrue(full.at("/key/0/rotates").asBoolean());
        assertEquals("Enabled", text(bucket, "versioning"));
        assertEquals(4, bucket.path("public").size());
        bucket.path("public").forEach(blocked -> assertTrue(blocked.asBoolean()));
        JsonNode statements = bucket.at("/policy/Statement");
        assertEquals(1, statements.size());
        assertEquals("Deny", statements.at("/0/Effect").asText());
        assertEquals(
                "{\"Bool\":{\"aws:SecureTransport\":\"false\"}}",
                statements.at("/0/Condition").toString());
        assertEquals(2, statements.at("/0/Resource").size());
        JsonNode retention = bucket.at("/lock/Rule/DefaultRetention");
        assertEquals("COMPLIANCE", text(retention, "Mode"));
        assertEquals(365, retention.path("Days").asInt());
        assertTrue(bare.at("/bucket/0/lock").isNull());
    }

    @Test
    void nothingRunsByItselfUnlessAsked() {
        assertEquals(0, bare.path("schedules").size());
        assertEquals(0, bare.path("subscriptions").size());
        assertEquals(1, bare.path("trust").size());
    }

    @Test
    void aHuntIsStartedOnTime() throws IOException {
        JsonNode schedule = full.at("/schedules/0");
        assertEquals("cron(15 4 * * ? *)", text(schedule, "ScheduleExpression"));
        assertEquals("ENABLED", text(schedule, "State"));
        JsonNode run = full.at("/fired/0");
        assertEquals(text(full.path("outputs"), "JobRole"), text(run, "executionRole"));
        String cases = "s3://" + text(full.path("outputs"), "CaseBucket") + "/cases/";
        assertEquals(
                List.of(
                        "hunt",
                        "s3://acme-logs/AWSLogs",
                        "s3://acme-more",
                        "--case",
                        cases + "nightly",
                        "--fail-on",
                        "critical"),
                texts(run.at("/jobDriver/sparkSubmit/entryPointArguments")));
        assertTrue(run.at("/jobDriver/sparkSubmit/sparkSubmitParameters")
                .asText()
                .startsWith(text(full.path("outputs"), "SparkSettings")));
    }

    /** The event is that of AWS's documentation ("Automating EMR Serverless with Amazon EventBridge"), as failed. */
    @Test
    void whoIsToldOfARunThatEndedBadly() throws IOException {
        JsonNode event = JSON.readTree(
                """
                {"version": "0", "id": "00df3ec6-5da1-36e6-ab71-20f0de68f8a0",
                 "detail-type": "EMR Serverless Job Run State Change", "source": "aws.emr-serverless",
                 "account": "123456789012", "time": "2022-05-31T21:07:42Z", "region": "us-east-1", "resources": [],
                 "detail": {"jobRunId": "00f1cbn5g4bb0c01", "applicationId": "APPLICATION", "releaseLabel": "emr-6.6.0",
                 "state": "FAILED", "previousState": "RUNNING", "updatedAt": "2022-05-31T21:07:42.299487Z"}}
                """
                        .replace("APPLICATION", text(full.path("outputs"), "ApplicationId")));
        JsonNode rule = full.at("/rules/0");
        assertTrue(matches(rule.path("pattern"), event));
        assertFalse(matches(rule.path("pattern"), JSON.readTree(event.toString().replace("FAILED", "SUCCESS"))));
        assertFalse(matches(bare.at("/rules/0/pattern"), event), "a run of another stack");
        assertEquals(
                text(full.path("outputs"), "Topic"), rule.at("/targets/0/Arn").asText());
        assertTrue(rule.at("/targets/0/InputTransformer/InputTemplate")
                .asText()
                .contains("emr/submit --stack full-one --follow <run>"));
        assertEquals("soc@acme.example", full.at("/subscriptions/0/Endpoint").asText());
    }

    private static boolean matches(JsonNode pattern, JsonNode event) {
        if (pattern.isArray()) {
            return texts(pattern).contains(event.asText());
        }
        return pattern.properties().stream().allMatch(entry -> matches(entry.getValue(), event.path(entry.getKey())));
    }

    private static String text(JsonNode node, String name) {
        assertTrue(node.hasNonNull(name), name + " of " + node);
        return node.get(name).asText();
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
