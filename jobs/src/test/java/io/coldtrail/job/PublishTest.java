package io.coldtrail.job;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import io.coldtrail.AwsModel;
import io.coldtrail.Moto;
import io.coldtrail.Said;
import io.coldtrail.SparkTest;
import io.coldtrail.evidence.AsffSchema;
import io.coldtrail.evidence.securityhub.HubDouble;
import io.coldtrail.lake.Case;
import io.coldtrail.lake.TableSchema;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** The demo's findings on their way to Security Hub: to moto, and where moto takes anything, to one that does not. */
class PublishTest extends SparkTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OTHER = "444455556666";
    private static final List<String> WORKFLOW =
            List.of("Note", "UserDefinedFields", "VerificationState", "Workflow", "WorkflowState");
    private static final List<String> PROVIDERS =
            List.of("Confidence", "Criticality", "RelatedFindings", "Severity", "Types");

    private static DemoCase demo;
    private static List<Row> findings;
    private static String account;

    @TempDir
    private Path dir;

    private final Map<String, String> before = new HashMap<>();
    private Case kase;

    @BeforeAll
    static void investigate() throws IOException {
        demo = DemoCase.investigated();
        findings = demo.kase("case").table("findings").orderBy("finding_id").collectAsList();
        account = findings.get(0).getAs("account_id");
    }

    /** A case of its own: the demo's findings, and the table that makes a folder a case. */
    @BeforeEach
    void copy() throws IOException {
        for (String table : List.of("objects", "findings")) {
            FileUtils.copyDirectory(
                    demo.dir.resolve("case/tables").resolve(table).toFile(),
                    dir.resolve("c/tables").resolve(table).toFile());
        }
        kase = new Case(session(), dir.resolve("c").toString());
        set("aws.endpointUrl", null);
        set("aws.region", null);
        set("aws.disableEc2Metadata", "true");
        set("aws.sharedCredentialsFile", dir.resolve("none").toString());
        set("aws.configFile", dir.resolve("none").toString());
        credentials(null, null, null);
    }

    @AfterEach
    void restore() {
        before.forEach((name, value) -> {
            if (value == null) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
    }

    private void set(String name, String value) {
        String was = value == null ? System.clearProperty(name) : System.setProperty(name, value);
        before.putIfAbsent(name, was);
    }

    private void credentials(String key, String secret, String token) {
        set("aws.accessKeyId", key);
        set("aws.secretAccessKey", secret);
        set("aws.sessionToken", token);
    }

    private void pointAt(String url) {
        set("aws.endpointUrlSecurityHub", url);
        set("aws.endpointUrlSts", url);
    }

    private HubDouble hub() throws IOException {
        HubDouble hub = new HubDouble();
        pointAt(hub.url());
        credentials("AKIAEXAMPLE", HubDouble.SECRET, null);
        hub.account(account);
        return hub;
    }

    private Said publish(String... more) {
        List<String> command =
                new ArrayList<>(List.of("publish", "--case", dir.resolve("c").toString()));
        command.addAll(List.of(more));
        return Said.by(command.toArray(new String[0]));
    }

    /** What was said as wrong: without the lines of progress. */
    private static List<String> complaints(Said said) {
        return said.err().lines().filter(l -> l.startsWith("coldtrail: ")).toList();
    }

    private static void assertDone(Said said) {
        assertEquals(0, said.code(), said.err());
        assertEquals(List.of(), complaints(said));
    }

    private static Row changed(Row row, Map<String, Object> cells) {
        String[] names = TableSchema.of("findings").columns().fieldNames();
        return RowFactory.create(Arrays.stream(names)
                .map(n -> cells.getOrDefault(n, row.getAs(n)))
                .toArray());
    }

    /** A finding like another, elsewhere, and as large as told. */
    private static Row like(Row row, String id, String accountId, String region, int bytes) throws IOException {
        ObjectNode asff = (ObjectNode) JSON.readTree(row.<String>getAs("asff"));
        asff.put("Id", "coldtrail/" + id).put("AwsAccountId", accountId);
        asff.put(
                "ProductArn", "arn:aws:securityhub:" + region + ":" + accountId + ":product/" + accountId + "/default");
        if (bytes > 0) {
            asff.put("SourceUrl", "https://acme.example/" + "x".repeat(bytes));
        }
        return changed(
                row, Map.of("finding_id", id, "account_id", accountId, "aws_region", region, "asff", asff.toString()));
    }

    private static Map<String, Row> byId(List<Row> rows) {
        Map<String, Row> byId = new TreeMap<>();
        rows.forEach(row -> byId.put("coldtrail/" + row.getAs("finding_id"), row));
        return byId;
    }

    @Test
    void withoutSendItSaysWhatWouldGoWhereAndAsksNobody() {
        pointAt(null);
        Said said = publish();
        assertDone(said);
        Map<String, int[]> expected = new TreeMap<>();
        for (Row finding : findings) {
            int[] counts = expected.computeIfAbsent(finding.getAs("aws_region"), r -> new int[6]);
            counts[0]++;
            counts[
                    1
                            + List.of("critical", "high", "medium", "low", "informational")
                                    .indexOf(finding.<String>getAs("severity"))]++;
        }
        List<String> lines = said.out().lines().toList();
        assertEquals(
                "Nothing was sent. With --send this goes to Security Hub, by credentials of each account:",
                lines.get(0));
        assertEquals(
                List.of(
                        "account",
                        "region",
                        "endpoint",
                        "new",
                        "changed",
                        "archived",
                        "critical",
                        "high",
                        "medium",
                        "low",
                        "informational"),
                List.of(lines.get(1).trim().split(" +")));
        List<String> rows = new ArrayList<>();
        expected.forEach((region, n) -> rows.add(String.format(
                "%s %s securityhub.%s.amazonaws.com %d 0 0 %d %d %d %d %d",
                account, region, region, n[0], n[1], n[2], n[3], n[4], n[5])));
        assertEquals(
                rows,
                lines.subList(2, lines.size()).stream()
                        .map(l -> l.trim().replaceAll(" +", " "))
                        .toList());
        assertFalse(kase.has("published"));

        Said grave = publish("--min-severity", "high", "--region", "us-west-2");
        int[] west = expected.get("us-west-2");
        int mild = west[3] + west[4] + west[5];
        assertTrue(grave.out().contains(mild + " findings are milder than --min-severity."), grave.out());
        assertFalse(grave.out().contains("us-east-1"), grave.out());
        Said wrong = publish("--min-severity", "grave");
        assertEquals(2, wrong.code());
        assertTrue(wrong.err().contains("--min-severity grave is no severity"), wrong.err());
    }

    /** moto takes a finding of any form; that these are of AWS's form its model says. */
    @Test
    void securityHubHasThemAndIsSentNoneTwice() throws Exception {
        String moto = Moto.start();
        pointAt(moto);
        credentials("AKIAEXAMPLE", HubDouble.SECRET, null);
        Credentials role;
        try (StsClient sts = StsClient.builder()
                .httpClientBuilder(ApacheHttpClient.builder())
                .region(Region.US_EAST_1)
                .build()) {
            role = sts.assumeRole(r ->
                            r.roleArn("arn:aws:iam::" + account + ":role/soc").roleSessionName("publish"))
                    .credentials();
        }
        credentials(role.accessKeyId(), role.secretAccessKey(), role.sessionToken());
        assertDone(publish("--send"));

        JsonSchema aws = AwsModel.of("securityhub", "2018-10-26").schema("AwsSecurityFinding");
        Map<String, Row> rows = byId(findings);
        Set<String> there = new TreeSet<>();
        for (String region : new TreeSet<>(
                findings.stream().map(f -> f.<String>getAs("aws_region")).toList())) {
            for (JsonNode finding : inMoto(moto, role.accessKeyId(), region)) {
                there.add(finding.path("Id").asText());
                Row row = rows.get(finding.path("Id").asText());
                assertEquals(region, row.getAs("aws_region"));
                assertEquals(Set.of(), aws.validate(finding), finding::toPrettyString);
                AsffSchema.assertAccepted(finding);
                ObjectNode expected = (ObjectNode) JSON.readTree(row.<String>getAs("asff"));
                expected.remove(PROVIDERS);
                assertEquals(expected, finding, "nothing is lost, nothing added");
                assertFalse(finding.at("/FindingProviderFields/Severity/Label").isMissingNode());
            }
        }
        assertEquals(rows.keySet(), there);

        credentials(null, null, null);
        Said again = publish("--send");
        assertDone(again);
        assertEquals("Nothing was sent. " + findings.size() + " findings Security Hub has as they are.\n", again.out());
        assertEquals(findings.size(), kase("published").count());
    }

    private static JsonNode inMoto(String moto, String key, String region) throws Exception {
        HttpRequest get = HttpRequest.newBuilder(URI.create(moto + "/findings"))
                .header("Content-Type", "application/json")
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=" + key + "/20260101/" + region
                                + "/securityhub/aws4_request, SignedHeaders=host, Signature=0")
                .POST(BodyPublishers.ofString("{\"MaxResults\":100}"))
                .build();
        String answer =
                HttpClient.newHttpClient().send(get, BodyHandlers.ofString()).body();
        return JSON.readTree(answer).path("Findings");
    }

    private Dataset<Row> kase(String table) {
        return new Case(session(), dir.resolve("c").toString()).table(table);
    }

    @Test
    void onlyWhatChangedIsSentAndTimeMovesForward() throws Exception {
        try (HubDouble hub = hub()) {
            assertDone(publish("--send"));
            Map<String, JsonNode> first = hub.findings();
            assertEquals(byId(findings).keySet(), first.keySet());
            first.values().forEach(f -> WORKFLOW.forEach(field -> assertFalse(f.has(field), field)));

            // one changed, though by a clock that went back; one gone, with another in its place
            Row moved = findings.get(0);
            Row gone = findings.get(1);
            String movedId = "coldtrail/" + moved.getAs("finding_id");
            String goneId = "coldtrail/" + gone.getAs("finding_id");
            Instant earlier = moved.<Timestamp>getAs("updated_at").toInstant().minusSeconds(60);
            ObjectNode asff = (ObjectNode) JSON.readTree(moved.<String>getAs("asff"));
            asff.put("Title", "as it is now").put("UpdatedAt", earlier.toString());
            asff.putObject("Workflow").put("Status", "NEW"); // as if coldtrail ever wrote one
            List<Row> now = new ArrayList<>(findings.subList(2, findings.size()));
            now.add(changed(
                    moved,
                    Map.of("content_hash", "other", "updated_at", Timestamp.from(earlier), "asff", asff.toString())));
            kase.replace("findings", now);
            kase.append("history", List.of(superseded(gone, "feed")), "history-1");

            Said told = publish();
            assertTrue(told.out().contains(" 0        1         1 "), told.out());
            assertDone(publish("--send"));
            Map<String, JsonNode> second = hub.findings();
            assertEquals(Set.of(movedId, goneId), second.keySet());
            JsonNode update = second.get(movedId);
            assertEquals("as it is now", update.path("Title").asText());
            assertEquals("ACTIVE", update.path("RecordState").asText());
            assertLater(first.get(movedId), update);
            for (String field : WORKFLOW) {
                assertFalse(update.has(field), field);
            }
            JsonNode archived = second.get(goneId);
            assertEquals("ARCHIVED", archived.path("RecordState").asText());
            assertEquals(
                    "coldtrail/feed",
                    archived.at("/ProductFields/coldtrail~1superseded-by").asText());
            assertLater(first.get(goneId), archived);
            AsffSchema.assertAccepted(archived);

            assertDone(publish("--send"));
            assertEquals(Map.of(), hub.findings(), "what is gone is told once");

            // it comes back as it was
            now.add(gone);
            kase.replace("findings", now);
            assertDone(publish("--send"));
            Map<String, JsonNode> third = hub.findings();
            assertEquals(Set.of(goneId), third.keySet());
            assertEquals("ACTIVE", third.get(goneId).path("RecordState").asText());
            assertLater(archived, third.get(goneId));
            assertEquals(
                    List.of("new", "archived", "new"),
                    kase("published")
                            .where(col("finding_id").equalTo(gone.getAs("finding_id")))
                            .orderBy("seq")
                            .collectAsList()
                            .stream()
                            .map(r -> r.<String>getAs("change"))
                            .toList());
        }
    }

    private static Row superseded(Row finding, String by) {
        Map<String, Object> cells = new HashMap<>();
        cells.put("seq", 1);
        cells.put("kind", "finding");
        cells.put("id", finding.getAs("finding_id"));
        cells.put("change", "gone");
        cells.put("superseded_by", by);
        return RowFactory.create(
                Arrays.stream(TableSchema.of("history").columns().fieldNames())
                        .map(cells::get)
                        .toArray());
    }

    private static void assertLater(JsonNode one, JsonNode two) {
        assertTrue(
                Instant.parse(two.path("UpdatedAt").asText())
                        .isAfter(Instant.parse(one.path("UpdatedAt").asText())),
                one.path("UpdatedAt") + " then " + two.path("UpdatedAt"));
        assertEquals(one.path("CreatedAt"), two.path("CreatedAt"));
    }

    @Test
    void callsKeepWithinLimitsAndEachAccountImportsItsOwn() throws Exception {
        try (HubDouble hub = hub()) {
            Row some = findings.get(0);
            List<Row> many = new ArrayList<>();
            for (int i : IntStream.range(0, 230).toArray()) {
                many.add(like(some, "small-" + i, account, "us-west-2", 0));
            }
            for (int i : IntStream.range(0, 40).toArray()) {
                many.add(like(some, "large-" + i, account, "eu-central-1", 200_000));
            }
            many.add(like(some, "theirs", OTHER, "us-west-2", 0));
            Map<String, Object> nowhere = new HashMap<>(Map.of("finding_id", "nowhere", "account_id", "-"));
            nowhere.put("asff", null);
            many.add(changed(some, nowhere));
            kase.replace("findings", many);

            Said said = publish("--send");
            assertEquals(2, said.code(), said.err());
            assertEquals(
                    List.of("coldtrail: findings of account " + OTHER + " are imported by that account alone, and these"
                            + " credentials are of " + account + ": run the same with its own, and --account " + OTHER),
                    complaints(said));
            assertTrue(said.out().contains("1 findings name no account or no region"), said.out());
            List<HubDouble.Call> calls = hub.calls();
            Map<String, List<Integer>> sizes = new LinkedHashMap<>();
            calls.forEach(c -> sizes.computeIfAbsent(c.region(), r -> new ArrayList<>())
                    .add(c.findings().size()));
            assertEquals(List.of(100, 100, 30), sizes.get("us-west-2"));
            assertEquals(2, sizes.get("eu-central-1").size(), "8 MB: " + sizes);

            hub.account(OTHER);
            assertDone(publish("--send", "--account", OTHER));
            assertEquals(Set.of("coldtrail/theirs"), hub.findings().keySet());
        }
    }

    @Test
    void whatIsNotTakenIsToldOneByOneAndSentAgain() throws Exception {
        try (HubDouble hub = hub()) {
            Row bad = findings.get(0);
            String badId = "coldtrail/" + bad.getAs("finding_id");
            hub.refuse(badId, "InvalidInput", "Finding does not adhere to Amazon Finding Format. data.Title\u001b[2J");
            hub.next(429, "TooManyRequestsException", "Rate exceeded");
            Said said = publish("--send");
            assertEquals(1, said.code(), said.err());
            List<String> complaints = complaints(said);
            assertEquals(2, complaints.size(), said.err());
            assertEquals(
                    "coldtrail: Security Hub did not take finding " + bad.getAs("finding_id") + ", "
                            + bad.getAs("title")
                            + ": InvalidInput: Finding does not adhere to Amazon Finding Format. data.Title\\u001b[2J",
                    complaints.get(0));
            assertEquals(findings.size(), hub.findings().size());

            hub.forgive();
            assertDone(publish("--send"));
            assertEquals(Set.of(badId), hub.findings().keySet());
        }
    }

    @Test
    void oneLineSaysWhatIsMissingAndTheRestGoesOn() throws Exception {
        try (HubDouble hub = hub()) {
            credentials(null, null, null);
            refused("there are no AWS credentials: set AWS_PROFILE");
            credentials("AKIAEXAMPLE", HubDouble.SECRET, null);
            assertEquals(List.of(), hub.calls());

            hub.refuse("us-east-1", "InvalidAccess", "Account is not subscribed to AWS Security Hub");
            refused("Security Hub CSPM is not on for account " + account + " in us-east-1");
            assertEquals(List.of("us-east-1", "us-west-2"), regions(hub));
            hub.forgive();
            assertDone(publish("--send"));
            assertEquals(List.of("us-east-1"), regions(hub));
        }
    }

    private static List<String> regions(HubDouble hub) {
        return hub.calls().stream().map(HubDouble.Call::region).toList();
    }

    private void refused(String message) {
        Said said = publish("--send");
        assertEquals(2, said.code(), said.err());
        assertEquals(1, complaints(said).size(), said.err());
        assertTrue(complaints(said).get(0).contains(message), said.err());
    }
}
