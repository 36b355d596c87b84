package io.coldtrail.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coldtrail.SparkTest;
import io.coldtrail.lake.Case;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reference incident in another account, among ten times the traffic, and with each log left out in turn. */
@Tag("variations")
class DemoVariationsTest extends SparkTest {
    private static DemoCase demo;

    @BeforeAll
    static void write() throws IOException {
        demo = DemoCase.write();
    }

    @AfterAll
    static void tidy() throws IOException {
        demo.close();
    }

    @ParameterizedTest
    @CsvSource({"7, 1", "1, 10"})
    void whoeverItHappensToAndWhateverElseGoesOn(String seed, String scale) throws IOException {
        try (DemoCase other = DemoCase.write("--seed", seed, "--scale", scale)) {
            assertEquals(0, other.investigate("case"));
            Case kase = other.kase("case");
            assertEquals(other.truth("attacker"), DemoCase.said(kase, "attacker", "likely_attacker"));
            Score score = Score.of(kase, other.dir.resolve("truth.json"));
            assertEquals(Set.of(), score.missing());
            assertEquals(Set.of(), score.excess());
        }
    }

    /** Columns: the log, a part of its keys, questions that it alone, or it best, can answer. */
    @ParameterizedTest
    @CsvSource({
        "cloudtrail, /CloudTrail/, actions",
        "flow, /vpcflowlogs/, ''",
        "s3_access, s3-access/, ''",
        "dns, /vpcdnsquerylogs/, ''",
        "host_auth, exportedlogs/, brute_force",
        "config_items, /Config/, ''",
        "digests, /CloudTrail-Digest/, ''",
    })
    void withoutALogLessIsSaidAndNothingWrong(String log, String part, String question) throws IOException {
        String kaseFolder = "case-" + log;
        assertEquals(
                0,
                demo.investigate(
                        demo.without(part).toString(),
                        demo.dir.resolve(kaseFolder).toString()));
        Case kase = demo.kase(kaseFolder);

        Map<String, Set<String>> truth = demo.truth("attacker");
        Map<String, Set<String>> said = DemoCase.said(kase, "attacker", "likely_attacker");
        said.forEach((name, ids) -> {
            Set<String> others = new TreeSet<>(ids);
            others.removeAll(truth.getOrDefault(name, Set.of()));
            assertEquals(Set.of(), others, "others are blamed in " + name);
        });
        assertFalse(said.containsKey(log), "nothing of a log that is not there");
        if (!log.equals("cloudtrail")) {
            assertEquals(truth.get("cloudtrail"), said.get("cloudtrail"));
        }
        assertEquals(Set.of(), Score.of(kase, demo.dir.resolve("truth.json")).excess());

        List<Row> spots = kase.table("blind_spots")
                .where("kind = 'source_absent' AND log = '" + log + "'")
                .collectAsList();
        assertEquals(1, spots.size(), "the blind spot has a name");
        String html = Files.readString(demo.dir.resolve(kaseFolder).resolve("report/index.html"));
        String statement = spots.get(0).getAs("statement");
        assertTrue(html.contains(statement.replace("'", "&#39;")), "the report says: " + statement);

        for (Row claim : kase.table("claims").collectAsList()) {
            if ("no".equals(claim.getAs("verdict"))) {
                assertEquals(1.0, claim.<Double>getAs("coverage"), "no without cover: " + claim.getAs("statement"));
            }
        }
        if (!question.isEmpty()) {
            Set<String> verdicts = kase.table("claims").where("question = '" + question + "'").collectAsList().stream()
                    .map(r -> r.<String>getAs("verdict") + r.<String>getAs("grade"))
                    .collect(Collectors.toSet());
            assertFalse(verdicts.contains("yesA"), question + " is not certain any more: " + verdicts);
        }
        DemoCase.delete(demo.dir.resolve(kaseFolder));
    }
}
