package io.coldtrail.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.coldtrail.S3Server;
import io.coldtrail.SparkTest;
import io.coldtrail.lake.Case;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The reference incident, from its archive to the report, held against the truth that its writer wrote down. */
class DemoCaseTest extends SparkTest {
    private static DemoCase demo;

    @BeforeAll
    static void investigateOnce() throws IOException {
        demo = DemoCase.investigated();
    }

    private static Case kase() {
        return demo.kase("case");
    }

    @Test
    @Tag("smoke")
    void everyEventOfTheAttackerIsAttributedAndNoneOfTheOthers() {
        Map<String, Set<String>> attacker = demo.truth("attacker");
        assertEquals(
                Set.of("cloudtrail", "dns", "flow", "host_auth", "s3_access"),
                attacker.keySet(),
                "there is an attack, in many logs");
        assertEquals(attacker, DemoCase.said(kase(), "attacker", "likely_attacker"));
    }

    @Test
    void theRespondersAreKnown() {
        Map<String, Set<String>> responders = demo.truth("responder");
        DemoCase.said(kase(), "responder").forEach((log, found) -> {
            found.removeAll(responders.get(log));
            assertEquals(Set.of(), found, "nobody else is called a responder");
        });
    }

    @Test
    @Tag("smoke")
    void everyEventOfTheAttackerIsInOneStepAndTheCountsAddUp() {
        Dataset<Row> attribution = kase().table("attribution");
        Map<String, Long> bySteps = new TreeMap<>();
        for (Row row : attribution
                // a line of an access log about a request that CloudTrail tells is in its step, and no second deed
                .where("actor IN ('attacker', 'likely_attacker') AND rule <> 'N2'")
                .groupBy("step_id")
                .count()
                .collectAsList()) {
            bySteps.put(String.valueOf(row.get(0)), row.getLong(1));
        }
        Map<String, Long> steps = new TreeMap<>();
        for (Row row : kase().table("timeline")
                .where("actor IN ('attacker', 'likely_attacker')")
                .collectAsList()) {
            steps.put(row.getAs("step_id"), row.getAs("n"));
            assertEquals(
                    row.<Long>getAs("n"),
                    row.<Long>getAs("n_success") + row.<Long>getAs("n_denied") + row.<Long>getAs("n_failed"),
                    "outcomes add up in " + row.getAs("sentence"));
        }
        assertEquals(steps, bySteps);
        assertTrue(steps.size() <= 150, "a person can read it: " + steps.size());
    }

    @Test
    @Tag("smoke")
    void theFindingsThatMustBeThereAre() {
        Score score = Score.of(kase(), demo.dir.resolve("truth.json"));
        assertEquals(Set.of(), score.missing());
        assertEquals(Set.of(), score.excess(), "and no other of high severity");

        Set<String> found = new TreeSet<>();
        kase().table("findings")
                .collectAsList()
                .forEach(row -> found.add(row.getAs("type") + " " + row.getAs("role") + " " + row.getAs("severity")));
        for (JsonNode finding : demo.truth.path("findings")) {
            if (finding.path("must").asBoolean()) {
                String role = finding.path("role").asText("target").toUpperCase(Locale.ROOT);
                String severity = finding.path("severity").asText();
                String wanted =
                        finding.path("type").asText() + " " + (role.equals("NULL") ? "TARGET" : role) + " " + severity;
                assertTrue(found.contains(wanted), wanted + " is not among " + found);
            }
        }
    }

    /** Each fact that truth.json holds of an answer is in its statements. */
    @Test
    @Tag("smoke")
    void theEightQuestionsAreAnswered() {
        Map<String, String> said = new TreeMap<>();
        for (Row claim : kase().table("claims").orderBy("question", "seq").collectAsList()) {
            said.merge(claim.getAs("question"), claim.getAs("statement"), (a, b) -> a + "\n" + b);
        }
        JsonNode truth = demo.truth.path("answers");
        List<String> questions = new ArrayList<>();
        truth.fieldNames().forEachRemaining(questions::add);
        assertEquals(new TreeSet<>(questions), said.keySet());

        says(said, truth, "brute_force", "/user", "/source", "/instance", "/failed_tries");
        says(said, truth, "credentials", "/access_key_id", "/instance", "/left_by");
        says(said, truth, "encryption", "/bucket");
        says(said, truth, "actor_or_target", "/actor", "/target");
        JsonNode loot = truth.at("/objects/put_by_attacker");
        loot.forEach(object -> contains(said, "objects", object.path("key").asText()));
        contains(
                said,
                "objects",
                demo.truth.at("/answers/objects/read_by_attacker/0/key").asText());
        truth.at("/actions/calls").fields().forEachRemaining(call -> contains(said, "actions", call.getKey()));
        for (String time : List.of("/brute_force/time", "/credentials/expires", "/encryption/removed")) {
            String clock = truth.at(time).asText().substring(11, 19);
            contains(said, time.split("/")[1], clock);
        }
        String role = truth.at("/credentials/role").asText();
        for (String question : List.of("credentials", "encryption")) {
            contains(said, question, role.substring(role.lastIndexOf('/') + 1));
        }
    }

    private static void says(Map<String, String> said, JsonNode truth, String question, String... facts) {
        for (String fact : facts) {
            // "SSH as alice" is told in other words: what counts is who
            String text = truth.path(question).at(fact).asText();
            contains(said, question, text.substring(text.lastIndexOf(' ') + 1));
        }
    }

    private static void contains(Map<String, String> said, String question, String fact) {
        assertTrue(said.get(question).contains(fact), question + " says " + fact + ":\n" + said.get(question));
    }

    @Test
    void eachAnswerIsOnThePageWithItsEvidence() throws IOException {
        String html = Files.readString(demo.dir.resolve("case/report/index.html"));
        Set<String> withEvidence = new TreeSet<>();
        kase().table("evidence")
                .where("claim_kind = 'claim'")
                .select("claim_id")
                .collectAsList()
                .forEach(row -> withEvidence.add(row.getString(0)));
        String plain = html.replaceAll("<[^>]+>", "").replaceAll("\\s+", " ");
        for (Row claim : kase().table("claims").collectAsList()) {
            String statement = claim.getAs("statement");
            if (!"cannot_tell".equals(claim.getAs("verdict"))) {
                assertTrue(withEvidence.contains(claim.<String>getAs("claim_id")), "evidence of: " + statement);
            }
            // the page sets the verdict apart
            String escaped = statement
                    .replaceFirst("^(Yes|No)\\. ", "")
                    .replace("&", "&amp;")
                    .replace("'", "&#39;")
                    .replace("\"", "&quot;");
            assertTrue(plain.contains(escaped), "on the page: " + statement);
        }
    }

    @Test
    void whatWasDoneAgainstTheAttackerIsKnown() {
        Map<String, Set<String>> times = new TreeMap<>();
        for (Row row : kase().table("containment").where("time IS NOT NULL").collectAsList()) {
            times.computeIfAbsent(row.getAs("control"), c -> new TreeSet<>())
                    .add(row.<java.sql.Timestamp>getAs("time").toInstant().toString());
        }
        Map<String, String> words = Map.of(
                "address_denied", "address_denied",
                "sessions_revoked", "sessions_revoked",
                "instance_stopped", "instance_stopped",
                "ssh_ingress_removed", "ingress_removed",
                "public_grant_removed", "grant_removed",
                "encryption_restored", "encryption_restored");
        for (JsonNode done : demo.truth.at("/answers/contained/done")) {
            String word = words.get(done.path("what").asText());
            if (word != null) {
                assertTrue(
                        times.getOrDefault(word, Set.of())
                                .contains(done.path("time").asText()),
                        done + " is not in " + times);
            }
        }
    }

    @Test
    void theReportNamesSessionAddressAndWhatWasDenied() throws IOException {
        String html = Files.readString(demo.dir.resolve("case/report/index.html"));
        JsonNode incident = demo.truth.path("incident");
        assertTrue(html.contains(incident.at("/addresses/attacker").asText()), "the address");
        assertTrue(html.contains(incident.path("role").asText()), "the role");
        assertTrue(html.contains(incident.at("/session/access_key_id").asText()), "the key");
        assertTrue(html.contains("DeleteAccountPasswordPolicy"), "what was denied");
        assertTrue(html.contains("config.py"), "what was taken");
    }

    @Test
    @Tag("smoke")
    void everyPieceOfEvidenceIsTheBytesItPointsAt() throws Exception {
        List<Row> evidence = kase().table("evidence").collectAsList();
        Set<String> logs = new TreeSet<>();
        evidence.forEach(row -> logs.add(row.getAs("log")));
        assertTrue(
                logs.containsAll(Set.of("cloudtrail", "flow", "s3_access", "host_auth", "dns")),
                "evidence in every log: " + logs);
        Map<String, byte[]> contents = new TreeMap<>();
        for (Row row : evidence) {
            String object = row.getAs("object");
            Path file = demo.dir.resolve("archive").resolve(object);
            byte[] stored = Files.readAllBytes(file);
            assertEquals(sha256(stored), row.getAs("object_sha256"));
            byte[] content = contents.computeIfAbsent(object, o -> content(file, stored));
            int from = Math.toIntExact(row.getAs("record_offset"));
            int length = Math.toIntExact(row.getAs("record_length"));
            byte[] record = java.util.Arrays.copyOfRange(content, from, from + length);
            assertEquals(new String(record, StandardCharsets.UTF_8), row.getAs("raw"));
            assertEquals(sha256(record), row.getAs("record_sha256"));
        }
    }

    @Test
    void runAgainAndRunInS3ItIsTheSame() throws IOException {
        Map<String, List<String>> first =
                DemoCase.tables(demo.dir.resolve("case").toString());
        assertEquals(0, demo.investigate("case"));
        assertEquals(first, DemoCase.tables(demo.dir.resolve("case").toString()), "again in the same case");

        S3Server server = S3Server.start();
        server.configure(session().sparkContext().hadoopConfiguration());
        server.upload(demo.dir.resolve("archive"), "demo", "logs/");
        server.client().createBucket(b -> b.bucket("demo-case"));
        assertEquals(0, demo.investigate("s3://demo/logs", "s3://demo-case/one"));
        assertEquals(first, DemoCase.tables("s3://demo-case/one"), "archive and case in S3");
    }

    /** The content: S3 delivers access logs as they are, all else compressed. */
    private static byte[] content(Path file, byte[] stored) {
        if (stored[0] != 0x1f) {
            return stored;
        }
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
