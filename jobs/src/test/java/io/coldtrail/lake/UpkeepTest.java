package io.coldtrail.lake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coldtrail.Rows;
import io.coldtrail.SparkTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Console;

/** What becomes of the files of a case that many hunts wrote to. */
class UpkeepTest extends SparkTest {
    private static final int HUNTS = 18;

    @TempDir
    Path folder;

    private Case kase;

    @BeforeEach
    void open() {
        kase = new Case(session(), folder.toString());
    }

    @Test
    void manySmallFilesOfADayBecomeOneAndWhatWasMadeOfThemHolds() throws IOException {
        dns("first", "2022-11-08T00:00:00Z", "2022-11-08T01:00:00Z", "2022-11-09T00:00:00Z");
        dns("timeless", (String) null);
        for (int i = 0; i < HUNTS; i++) {
            dns("hunt " + i, "2022-11-09T01:00:00.000001Z");
        }
        kase.create(List.of("duplicates"));
        Basis.of(kase, "duplicates", "dns", "all").end();
        List<String> rows = rows();
        Set<String> files = kase.files("dns");
        assertEquals(HUNTS + 1, on("2022-11-09"));

        upkeep(168);

        assertEquals(1, on("2022-11-09"));
        assertTrue(
                kase.files("dns")
                        .containsAll(files.stream()
                                .filter(f -> !f.contains("2022-11-09"))
                                .toList()),
                "other days are let be");
        assertEquals(rows, rows());
        assertEquals(
                rows,
                session().read().format("delta").load(folder + "/tables/dns").collectAsList().stream()
                        .map(Row::toString)
                        .sorted()
                        .toList(),
                "as others read it");
        assertEquals(files.size() + 1, parquet("dns"), "who reads the version before still finds its files");
        Basis basis = Basis.of(kase, "duplicates", "dns", "all");
        assertTrue(basis.holds(), "nothing is worked out anew");
        assertEquals(Set.of(), basis.fresh());
        dns("hunt 0", "2022-11-09T02:00:00Z"); // a batch that was committed
        assertEquals(rows, rows(), "is known to have been");

        Set<String> now = kase.files("dns");
        upkeepWithoutGrace();
        assertEquals(now, kase.files("dns"));
        assertEquals(now.size(), parquet("dns"));
        assertEquals(rows, rows());
    }

    /** With a week's grace nothing that is replaced now may go; without any, all that is no longer read does. */
    @Test
    void whatWasReplacedLongAgoIsRemoved() throws IOException {
        for (int i = 0; i < HUNTS; i++) {
            kase.replace("claims", Rows.of("claims").add("claim_id", "of " + i).list());
        }
        upkeep(168);
        assertEquals(HUNTS, parquet("claims"));
        upkeepWithoutGrace();
        assertEquals(1, parquet("claims"));
        assertEquals("of " + (HUNTS - 1), kase.table("claims").first().getString(0));
    }

    private void upkeepWithoutGrace() {
        session().conf().set("spark.databricks.delta.retentionDurationCheck.enabled", "false");
        try {
            upkeep(0);
        } finally {
            session().conf().unset("spark.databricks.delta.retentionDurationCheck.enabled");
        }
    }

    private void upkeep(double hours) {
        String tasks = session().conf().get("spark.sql.sources.parallelPartitionDiscovery.parallelism");
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Console.withOut(printed, () -> {
            Upkeep.of(kase, hours);
            return null;
        });
        assertEquals("", printed.toString(), "answers are printed there");
        assertEquals(tasks, session().conf().get("spark.sql.sources.parallelPartitionDiscovery.parallelism"));
        assertFalse(session().conf().contains("spark.databricks.delta.optimize.minFileSize"));
    }

    private void dns(String batch, String... times) {
        Rows rows = Rows.of("dns");
        for (String time : times) {
            rows.add("event_time", time, "object", batch, "query_name", "a.example");
        }
        Dataset<Row> all =
                session().createDataFrame(rows.list(), TableSchema.of("dns").columns());
        kase.append("dns", all.coalesce(1), batch);
    }

    private long on(String day) {
        return kase.files("dns").stream().filter(f -> f.contains(day)).count();
    }

    private List<String> rows() {
        return kase.table("dns").collectAsList().stream()
                .map(Row::toString)
                .sorted()
                .toList();
    }

    private long parquet(String table) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("tables/" + table))) {
            return files.filter(f -> f.toString().endsWith(".parquet"))
                    .filter(f -> !f.toString().contains("_delta_log"))
                    .count();
        }
    }
}
