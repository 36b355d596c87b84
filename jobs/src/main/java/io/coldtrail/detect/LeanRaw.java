package io.coldtrail.detect;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.when;

import io.coldtrail.lake.Case;
import java.util.ArrayList;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Leaves out the raw text of records that no rule hits, in the stage that reads them; its hash stays, and the place that
 * brings it back. Open while its rows are used.
 */
public final class LeanRaw implements AutoCloseable {
    /** Few, and whole what they are. */
    private static final Set<String> WHOLE = Set.of("digests", "imported_findings");

    private final RuleMatching matching;

    /** By the rules that the case was given. */
    public LeanRaw(Case kase) {
        DetectionInput input = Offered.to(kase, new ArrayList<>()).input();
        this.matching = new RuleMatching(kase.spark(), input, input.compile().index());
    }

    /**
     * The records with less of raw.
     *
     * @param log table that they are for
     */
    public Dataset<Row> of(String log, Dataset<Row> records) {
        if (WHOLE.contains(log)) {
            return records;
        }
        Column hit = log.equals(Detection.LOG) ? matching.hits().isNotNull() : lit(false);
        return records.withColumn("hit", hit)
                .withColumn(
                        "record_sha256",
                        when(col("hit"), null).otherwise(sha2(col("raw").cast("binary"), 256)))
                .withColumn("raw", when(col("hit"), col("raw")))
                .drop("hit");
    }

    @Override
    public void close() {
        matching.close();
    }
}
