package io.coldtrail.lake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sha2;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Finds records that were delivered more than once: equal in account, event id and every byte. Of these the first by
 * object and index is kept. Records that share an id but not their bytes are all kept: one may be forged.
 */
public final class Duplicates {
    private Duplicates() {}

    /** Writes table {@code duplicates} for a table of events, and says how many there are. */
    public static long mark(Case kase, String log) {
        Dataset<Row> events = kase.table(log).where(col("event_id").isNotNull());
        String[] id = {"account_id", "event_id"};
        Dataset<Row> shared = events.groupBy(col("account_id"), col("event_id"))
                .agg(count(lit(1)).as("n"))
                .where(col("n").gt(1))
                .select("account_id", "event_id")
                .persist();
        try {
            if (shared.isEmpty()) {
                kase.replace("duplicates", java.util.List.of());
                return 0;
            }
            Column hash = sha2(col("raw").cast("binary"), 256);
            WindowSpec same =
                    Window.partitionBy("account_id", "event_id", "hash").orderBy("object", "record_index");
            Dataset<Row> duplicates = events.join(shared, id, "left_semi")
                    .select(col("account_id"), col("event_id"), col("object"), col("record_index"), hash.as("hash"))
                    .withColumn("place", row_number().over(same))
                    .withColumn("kept_object", first("object").over(same))
                    .withColumn("kept_index", first("record_index").over(same))
                    .where(col("place").gt(1))
                    .withColumn("log", lit(log));
            kase.replace("duplicates", duplicates);
            return kase.table("duplicates").count();
        } finally {
            shared.unpersist();
        }
    }
}
