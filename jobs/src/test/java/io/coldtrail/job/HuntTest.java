package io.coldtrail.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coldtrail.Said;
import io.coldtrail.SparkTest;
import io.coldtrail.lake.Case;
import io.coldtrail.lake.TableSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Hunts on an archive that grows: what they tell, and that all together know what one investigation knows. */
class HuntTest extends SparkTest {
    /** An hour and more of two cores; -Dhunts=20 is some minutes. */
    private static final int HUNTS = Integer.getInteger("hunts", 100);

    private static DemoCase demo;
    private static List<Path> keys;
    private Path archive;

    @BeforeAll
    static void write() throws IOException {
        demo = DemoCase.write();
        Path trail = demo.only("/CloudTrail/");
        try (Stream<Path> files = Files.walk(trail)) {
            keys = files.filter(Files::isRegularFile)
                    .map(trail::relativize)
                    .sorted((x, y) -> {
                        int c = delivered(x).compareTo(delivered(y));
                        return c != 0 ? c : x.compareTo(y);
                    })
                    .toList();
        }
    }

    @BeforeEach
    void forget() throws IOException {
        DemoCase.delete(demo.dir.resolve("hunts"));
        DemoCase.delete(demo.dir.resolve("whole"));
    }

    @AfterAll
    static void delete() throws IOException {
        demo.close();
    }

    /** The time that CloudTrail writes into the name of an object. */
    private static String delivered(Path key) {
        return key.getFileName().toString().replaceFirst(".*_(\\d{8}T\\d{4}Z)_.*", "$1");
    }

    @Test
    void huntsTellWhatIsNewAndKnowWhatOneInvestigationKnows() throws Exception {
        archive = demo.dir.resolve("growing");
        int before = keys.size() / 2; // the attack has not begun
        int amid = keys.size() * 78 / 100; // and here it has not ended
        List<Path> late = List.of(keys.get(before / 2)); // delivered with the last
        List<Path> first =
                keys.subList(0, before).stream().filter(k -> !late.contains(k)).toList();

        deliver(first);
        JsonNode one = hunt(0, "2026-01-01T00:00:00Z");
        assertEquals(first.size(), one.path("objects").asInt());

        deliver(keys.subList(before, amid));
        JsonNode two = hunt(3, "2026-01-02T00:00:00Z", "--fail-on", "high");
        Set<String> news = told(two, "new");
        assertFalse(news.isEmpty(), "the attack has begun: " + two);
        assertTrue(grave(two), "and exit code 3 is for what is grave: " + two);

        JsonNode nothing = hunt(0, "2026-01-03T00:00:00Z", "--fail-on", "low");
        assertEquals(0, nothing.path("objects").asInt());
        assertEquals(0, nothing.path("changes").size(), "nothing came, nothing is told: " + nothing);

        deliver(keys.subList(amid, keys.size()));
        deliver(late);
        JsonNode three = hunt(0, "2026-01-04T00:00:00Z");

        JsonNode whole = investigate("2026-01-04T00:00:00Z");
        assertEquals(keys.size(), whole.path("objects").path("read").asInt());
        assertEquals(
                kase("whole").table("findings").where("severity = 'high'").count(),
                whole.path("findings").path("high").asLong());
        assertEquals(
                kase("whole").table("incidents").first().<String>getAs("incident_id"),
                whole.path("incidents").path(0).path("incident_id").asText());
        Map<String, List<String>> hunted = answers("hunts");
        answers("whole").forEach((table, rows) -> assertEquals(rows, hunted.get(table), table));
        assertUpdated(three);

        Set<String> now = ids("findings", "finding_id");
        now.addAll(ids("incidents", "incident_id"));
        Set<String> told = new TreeSet<>();
        for (JsonNode digest : List.of(one, two, three)) {
            told.addAll(told(digest, "new"));
            told.removeAll(told(digest, "gone"));
        }
        assertEquals(now, told, "what hunts told adds up to what is there");
    }

    @Test
    @Tag("variations")
    void aHundredHuntsInARowKnowWhatOneInvestigationKnows() throws IOException {
        archive = demo.dir.resolve("growing-slowly");
        for (int i = 0; i < HUNTS; i++) {
            deliver(keys.subList(keys.size() * i / HUNTS, keys.size() * (i + 1) / HUNTS));
            hunt(0, "2026-01-01T00:00:00Z");
        }
        investigate("2026-01-01T00:00:00Z");
        Map<String, List<String>> hunted = answers("hunts");
        answers("whole").forEach((table, rows) -> assertEquals(rows, hunted.get(table), table));
    }

    /** A finding that did not change keeps its time; one that did has the hunt's. */
    private void assertUpdated(JsonNode last) {
        Set<String> moved = told(last, "new");
        moved.addAll(told(last, "changed"));
        for (Row finding : kase("hunts").table("findings").collectAsList()) {
            Timestamp updated = finding.getAs("updated_at");
            Timestamp created = finding.getAs("created_at");
            boolean fresh = updated.toInstant().toString().startsWith("2026-01-04");
            assertEquals(moved.contains(finding.<String>getAs("finding_id")), fresh, finding.<String>getAs("title"));
            assertFalse(updated.before(created), "time moves forward");
        }
    }

    private static boolean grave(JsonNode digest) {
        return Stream.of("high", "critical")
                .anyMatch(severity ->
                        digest.path("changes").findValuesAsText("severity").contains(severity));
    }

    private static Set<String> told(JsonNode digest, String change) {
        Set<String> ids = new TreeSet<>();
        digest.path("changes").forEach(c -> {
            if (c.path("change").asText().equals(change)) {
                ids.add(c.path("id").asText());
            }
        });
        return ids;
    }

    private static Set<String> ids(String table, String id) {
        return kase("hunts").table(table).select(id).collectAsList().stream()
                .map(r -> r.getString(0))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Case kase(String folder) {
        return new Case(SparkSession.active(), demo.dir.resolve(folder).toString());
    }

    /** What follows from the events; when it was first told differs, and which batch an object came with. */
    private static Map<String, List<String>> answers(String folder) {
        Map<String, List<String>> tables = new TreeMap<>();
        for (String name : TableSchema.NAMES) {
            if (Set.of("runs", "history", "published").contains(name)) {
                continue;
            }
            List<String> rows = new ArrayList<>();
            kase(folder)
                    .table(name)
                    .drop("uri", "last_modified", "batch", "given", "created_at", "updated_at", "asff")
                    .collectAsList()
                    .forEach(row -> rows.add(row.toString()));
            rows.sort(null);
            tables.put(name, rows);
        }
        return tables;
    }

    private void deliver(List<Path> some) throws IOException {
        for (Path key : some) {
            Files.createDirectories(archive.resolve(key).getParent());
            Files.createLink(archive.resolve(key), demo.dir.resolve("archive").resolve(key));
        }
    }

    private JsonNode investigate(String now) throws IOException {
        Said said = Said.by(
                "investigate",
                archive.toString(),
                "--case",
                demo.dir.resolve("whole").toString(),
                "--now",
                now,
                "--json",
                "--quiet");
        assertEquals(0, said.code(), said.err());
        assertEquals("", said.err(), "quiet");
        return new ObjectMapper().readTree(said.out());
    }

    private JsonNode hunt(int code, String now, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "hunt", archive.toString(), "--case", demo.dir.resolve("hunts").toString(), "--now", now, "--json"));
        command.addAll(List.of(more));
        Said said = Said.by(command.toArray(new String[0]));
        assertEquals(code, said.code(), said.err());
        return new ObjectMapper().readTree(said.out());
    }
}
