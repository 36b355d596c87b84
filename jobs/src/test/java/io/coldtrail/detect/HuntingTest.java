package io.coldtrail.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coldtrail.SparkTest;
import io.coldtrail.detect.hunts.BeaconScore;
import io.coldtrail.detect.hunts.Hunting;
import io.coldtrail.detect.sigma.RuleText;
import io.coldtrail.lake.Case;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hunts of a user: what cannot run is told and costs the others nothing; what can is bounded and repeatable. */
class HuntingTest extends SparkTest {
    private static final String QUERY =
            "SELECT source_ip AS remote_ip, count(*) AS n, coldtrail.evidence('dns', object, record_index, event_time) AS evidence"
                    + " FROM dns WHERE query_type IN (SELECT explode(:types)) GROUP BY source_ip HAVING count(*) >= :least;";

    @TempDir
    Path folder;

    @Test
    void whatCannotRunIsToldAndCostsNothing() {
        HuntCase mine = new HuntCase(new Case(session(), folder.toString()));
        for (int i = 0; i < 50; i++) {
            mine.add(
                    "dns",
                    "event_time",
                    String.format("2022-11-08T02:%02d:00Z", i),
                    "query_type",
                    "TXT",
                    "source_ip",
                    "10.0.0.15");
        }
        List<RuleText> hunts = List.of(
                hunt(
                        "good",
                        "needs: [dns]\nparameters: {least: {value: 50, meaning: m}, types: {value: [TXT, A], meaning: m}}",
                        QUERY),
                hunt("lacks", "needs: [s3_access]", "SELECT bucket_name FROM s3_access"),
                hunt("column", "needs: [dns]", "SELECT query_name FROM dns"),
                hunt("syntax", "needs: [dns]", "SELEC 1"),
                hunt("writes", "needs: [dns]", "DROP TABLE dns"),
                hunt("fails", "needs: [dns]", "SELECT CAST(query_type AS INT) AS n FROM dns"),
                hunt("later", "needs: [findings]", "SELECT n FROM findings"),
                hunt("unbound", "needs: [dns]", "SELECT count(*) AS n FROM dns HAVING count(*) > :least"),
                hunt("shape", "parameters: {least: {value: {a: 1}, meaning: m}}", "SELECT 1 AS n"),
                new RuleText(
                        "twice.sql",
                        hunt("good", "needs: [dns]", "SELECT 1 AS n").text()),
                new RuleText("bare.sql", "SELECT 1 AS n"));
        long before = session().catalog().listTables().where("isTemporary").count();
        Hunting.Outcome outcome = mine.hunt("", hunts);

        assertEquals(
                List.of("good.sql"), outcome.used().stream().map(h -> h.file()).toList());
        assertEquals(
                List.of("lacks.sql: not run: the archive holds no S3 access logs"),
                outcome.notRun().stream().map(u -> u.file() + ": " + u.reason()).toList());
        Map<String, String> reasons = new TreeMap<>();
        outcome.broken().forEach(u -> reasons.put(u.file(), u.reason()));
        Map<String, String> expected = Map.of(
                "bare.sql", "it does not begin with its head",
                "column.sql", "its column query_name is none that a hunt returns",
                "syntax.sql", "PARSE_SYNTAX_ERROR",
                "writes.sql", "PARSE_SYNTAX_ERROR",
                "fails.sql", "CAST_INVALID_INPUT",
                "later.sql", "there is no table or view findings that a hunt can read",
                "unbound.sql", "UNBOUND_SQL_PARAMETER",
                "shape.sql", "is no number, text or boolean",
                "twice.sql", "is taken by another rule");
        assertEquals(expected.keySet(), reasons.keySet());
        expected.forEach((file, reason) -> assertTrue(reasons.get(file).contains(reason), reasons.get(file)));

        Row hit = mine.kase.table("hits").collectAsList().get(0);
        assertEquals(1, mine.kase.table("hits").count());
        assertEquals("good", hit.getAs("rule_id"));
        assertEquals(50L, hit.<Long>getAs("n"));
        assertEquals("10.0.0.15", hit.getAs("remote_ip"));
        List<Row> evidence = hit.getList(hit.fieldIndex("evidence"));
        assertEquals(20, evidence.size());
        assertEquals(0, evidence.get(0).getInt(2), "the first");
        assertEquals(49, evidence.get(19).getInt(2), "the last");
        assertEquals(
                before, session().catalog().listTables().where("isTemporary").count(), "views are gone");
        mine.hunt("", hunts);
        assertEquals(hit, mine.kase.table("hits").first(), "a second run gives the same");
    }

    /** By hand from RITA's definition. */
    @Test
    void scoresOfBeacons() {
        long[] everyMinute = LongStream.range(0, 1440).map(i -> i * 60).toArray();
        long[] same = LongStream.range(0, 1440).map(i -> 504).toArray();
        assertEquals(1.0, BeaconScore.of(everyMinute, same));
        // six hours: gaps and sizes 1 each, spread 0, duration 6 of 12 hours in a row
        long[] sixHours = LongStream.range(0, 360).map(i -> i * 60).toArray();
        assertEquals(
                0.625,
                BeaconScore.of(sixHours, LongStream.range(0, 360).map(i -> 504).toArray()));
        // nine hours: even over the eight that passed whole, and duration 9 of 12
        long[] nineHours = LongStream.range(0, 540).map(i -> i * 60).toArray();
        assertEquals(
                0.938,
                BeaconScore.of(nineHours, LongStream.range(0, 540).map(i -> 504).toArray()));
        assertEquals(0, BeaconScore.of(new long[] {0, 60, 120}, new long[] {1, 1, 1}), "three times tell nothing");
        // a person: bursts in three hours
        long[] bursts = {0, 3, 4, 9, 11, 1800, 1802, 1809, 7000, 7003, 7090, 7200};
        long[] sizes = {300, 90000, 1200, 70, 4000, 22000, 310, 800, 90, 12000, 77, 4100};
        assertTrue(BeaconScore.of(bursts, sizes) < 0.4, () -> "" + BeaconScore.of(bursts, sizes));
    }

    private static RuleText hunt(String name, String head, String query) {
        return new RuleText(
                name + ".sql",
                "/*\ntitle: Hunt " + name + "\nid: " + name + "\nlevel: low\n" + head + "\n*/\n" + query);
    }
}
