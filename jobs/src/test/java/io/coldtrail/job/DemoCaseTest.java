package io.coldtrail.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coldtrail.S3Server;
import io.coldtrail.SparkTest;
import io.coldtrail.lake.Case;
import io.coldtrail.lake.TableSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The reference incident, from its archive to the report, held against the truth that its writer wrote down. */
class DemoCaseTest extends SparkTest {
    private static final String NOW = "2026-01-01T00:00:00Z";
    private static Path dir;
    private static JsonNode truth;

    @BeforeEach
    void investigateOnce() throws IOException {
        if (dir == null) {
            dir = Files.createTempDirectory("coldtrail-demo");
            assertEquals(0, Commands.run("demo", "--archive-only", "--out", dir.toString()));
            truth = new ObjectMapper().readTree(dir.resolve("truth.json").toFile());
            assertEquals(0, investigate("case"));
        }
    }

    @AfterAll
    static void tidy() throws IOException {
        if (dir != null) {
            try (Stream<Path> tree = Files.walk(dir)) {
                tree.sorted(java.util.Comparator.reverseOrder())
                        .forEach(p -> p.toFile().delete());
            }
            dir = null;
        }
    }

    private static int investigate(String folder) {
        return investigate(
                dir.resolve("archive").toString(), dir.resolve(folder).toString());
    }

    private static int investigate(String archive, String kase) {
        return Commands.run(
                "investigate",
                archive,
                "--case",
                kase,
                "--threat-list",
                dir.resolve("threat-list.txt").toString(),
                "--facts",
                dir.resolve("facts.yml").toString(),
                "--now",
                NOW);
    }

    private static Case kase() {
        return new Case(session(), dir.resolve("case").toString());
    }

    @Test
    void everyEventOfTheAttackerIsAttributedAndNoneOfTheOthers() {
        Set<String> attacker = ids("/attacker");
        assertTrue(attacker.size() > 1_000, "there is an attack, in many logs");
        assertEquals(attacker, attributed("attacker", "likely_attacker"));
    }

    @Test
    void theRespondersAreKnown() {
        Set<String> responders = ids("/responder");
        Set<String> found = attributed("responder");
        found.removeAll(responders);
        assertEquals(Set.of(), found, "nobody else is called a responder");
    }

    @Test
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
    void theFindingsThatMustBeThereAre() {
        Score score = Score.of(kase(), dir.resolve("truth.json"));
        assertEquals(Set.of(), score.missing());
        assertEquals(Set.of(), score.excess(), "and no other of high severity");
    }

    @Test
    void theReportNamesSessionAddressAndWhatWasDenied() throws IOException {
        String html = Files.readString(dir.resolve("case/report/index.html"));
        JsonNode incident = truth.path("incident");
        assertTrue(html.contains(incident.at("/addresses/attacker").asText()), "the address");
        assertTrue(html.contains(incident.path("role").asText()), "the role");
        assertTrue(html.contains(incident.at("/session/access_key_id").asText()), "the key");
        assertTrue(html.contains("DeleteAccountPasswordPolicy"), "what was denied");
        assertTrue(html.contains("config.py"), "what was taken");
    }

    @Test
    void everyPieceOfEvidenceIsTheBytesItPointsAt() throws Exception {
        List<Row> evidence = kase().table("evidence").collectAsList();
        assertTrue(evidence.size() > 20, "there is evidence");
        Map<String, byte[]> contents = new TreeMap<>();
        for (Row row : evidence) {
            String object = row.getAs("object");
            Path file = dir.resolve("archive").resolve(object);
            byte[] stored = Files.readAllBytes(file);
            assertEquals(sha256(stored), row.getAs("object_sha256"));
            byte[] content = contents.computeIfAbsent(object, o -> gunzip(file));
            int from = Math.toIntExact(row.getAs("record_offset"));
            int length = Math.toIntExact(row.getAs("record_length"));
            byte[] record = java.util.Arrays.copyOfRange(content, from, from + length);
            assertEquals(new String(record, StandardCharsets.UTF_8), row.getAs("raw"));
            assertEquals(sha256(record), row.getAs("record_sha256"));
        }
    }

    @Test
    void runAgainAndRunInS3ItIsTheSame() throws IOException {
        Map<String, List<String>> first = tables(dir.resolve("case").toString());
        assertEquals(0, investigate("case"));
        assertEquals(first, tables(dir.resolve("case").toString()), "again in the same case");

        S3Server server = S3Server.start();
        server.configure(session().sparkContext().hadoopConfiguration());
        server.upload(dir.resolve("archive"), "demo", "logs/");
        server.client().createBucket(b -> b.bucket("demo-case"));
        assertEquals(0, investigate("s3://demo/logs", "s3://demo-case/one"));
        assertEquals(first, tables("s3://demo-case/one"), "archive and case in S3");
    }

    /** Every row of every table, apart from where the archive lies and when it was put there. */
    private static Map<String, List<String>> tables(String uri) {
        Map<String, List<String>> tables = new TreeMap<>();
        Case kase = new Case(session(), uri);
        for (String name : TableSchema.NAMES) {
            if (!name.equals("runs")) {
                List<String> rows = new ArrayList<>();
                kase.table(name)
                        .drop("uri", "etag", "version_id", "last_modified", "given")
                        .collectAsList()
                        .forEach(row -> rows.add(row.toString()));
                rows.sort(null);
                tables.put(name, rows);
            }
        }
        return tables;
    }

    /** Records by log and id. */
    private static Set<String> ids(String path) {
        Set<String> ids = new TreeSet<>();
        truth.at(path).fields().forEachRemaining(log -> log.getValue()
                .forEach(id -> ids.add(log.getKey() + " " + id.asText())));
        return ids;
    }

    private static Set<String> attributed(String... actors) {
        Set<String> ids = new TreeSet<>();
        kase().table("attribution")
                .where(org.apache.spark.sql.functions.col("actor").isin((Object[]) actors))
                .select("log", "event_id")
                .collectAsList()
                .forEach(row -> ids.add(row.getString(0) + " " + row.getString(1)));
        return ids;
    }

    private static byte[] gunzip(Path file) {
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
