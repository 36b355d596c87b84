package io.coldtrail.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coldtrail.SparkTest;
import io.coldtrail.lake.Case;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** A case that keeps the text of hits alone tells the same story, with the same evidence. */
class LeanCaseTest extends SparkTest {
    private static Dataset<Row> evidence(Case kase) {
        return kase.table("evidence").drop("evidence_id");
    }

    @Test
    void theStoryAndItsEvidenceAreTheSame() throws IOException {
        try (DemoCase demo = DemoCase.write()) {
            Path archive = demo.only("/CloudTrail/us-west-2/2022/11/10/");
            assertEquals(
                    0,
                    demo.investigate(
                            archive.toString(), demo.dir.resolve("full").toString()));
            assertEquals(
                    0,
                    demo.investigate(
                            archive.toString(), demo.dir.resolve("lean").toString(), "--raw", "hits"));
            Case full = demo.kase("full");
            Case lean = demo.kase("lean");
            for (String table : List.of("signals", "attribution", "timeline", "duplicates", "claims")) {
                assertNotEquals(0, full.table(table).count(), table);
                assertSameRows(full.table(table), lean.table(table));
            }
            assertSameRows(evidence(full), evidence(lean));
            assertEquals(0, evidence(lean).where("raw IS NULL").count(), "the archive gives back what was left out");

            Dataset<Row> records = lean.table("cloudtrail");
            long hit = lean.table("signals")
                    .select("object", "record_index")
                    .distinct()
                    .count();
            long kept = records.where("raw IS NOT NULL").count();
            assertTrue(kept >= hit && kept <= hit + full.table("duplicates").count(), kept + " kept, hit " + hit);
            assertEquals(
                    0, records.where("raw IS NULL AND record_sha256 IS NULL").count());
            assertEquals(
                    0,
                    records.where("raw IS NOT NULL AND record_sha256 IS NOT NULL")
                            .count());
            assertEquals(
                    0,
                    full.table("cloudtrail")
                            .selectExpr("object", "record_index", "sha2(raw, 256) AS hash")
                            .join(records, new String[] {"object", "record_index"})
                            .where("record_sha256 <> hash")
                            .count());
            assertTrue(lean.size("cloudtrail") < full.size("cloudtrail"), "and it is smaller");
        }
    }
}
