package io.coldtrail.trace.imported;

import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Reads the findings that may say of a credential that it fell. */
public final class ImportedFindings {
    private ImportedFindings() {}

    /**
     * Latest states that nobody archived, of findings that name a key; those that only say how something is set
     * ({@code Policy:...}) accuse nobody.
     */
    public static List<ImportedFinding> read(Dataset<Row> table) {
        List<Row> rows = table.where("finding_id IS NOT NULL")
                .selectExpr(
                        "*",
                        "row_number() OVER (PARTITION BY finding_id ORDER BY updated_at DESC, object, record_index)"
                                + " AS age")
                .where("age = 1 AND NOT coalesce(archived, false) AND access_key_id IS NOT NULL "
                        + "AND type NOT LIKE 'Policy:%' AND coalesce(first_seen, event_time) IS NOT NULL")
                .selectExpr(
                        "type",
                        "coalesce(first_seen, event_time) AS since",
                        "coalesce(event_time, first_seen) AS last",
                        "access_key_id",
                        "remote_ip",
                        "event_id",
                        "object",
                        "record_index")
                .orderBy("since", "object", "record_index")
                .collectAsList();
        List<ImportedFinding> findings = new ArrayList<>();
        for (Row r : rows) {
            findings.add(new ImportedFinding(
                    r.getAs("type"),
                    r.<Timestamp>getAs("since").toInstant(),
                    r.<Timestamp>getAs("last").toInstant(),
                    r.getAs("access_key_id"),
                    r.getAs("remote_ip"),
                    r.getAs("event_id"),
                    r.getAs("object"),
                    r.<Integer>getAs("record_index")));
        }
        return findings;
    }
}
