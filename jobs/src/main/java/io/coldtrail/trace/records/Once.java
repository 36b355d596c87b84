package io.coldtrail.trace.records;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A record is one deed of one incident, however many rules speak of it. */
final class Once {
    private Once() {}

    /** Keeps of each record the best reason: an own instance's before an address's, then by grade. */
    static Dataset<Row> each(Dataset<Row> records) {
        return records.selectExpr(
                        "*",
                        "row_number() OVER (PARTITION BY object, record_index ORDER BY rule DESC, grade, incident, "
                                + "attacker) AS reason")
                .where("reason = 1")
                .drop("reason");
    }
}
