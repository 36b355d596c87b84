package io.coldtrail.trace.records;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The common form of attributed records, whatever their log: lineage, whose they are, and what they are a deed of.
 * {@code attacker} and {@code other} are the two ends, {@code machine} the instance that logged or was reached,
 * {@code tries} how many attempts a record stands for.
 */
final class Deeds {
    private static final String[] COLUMNS = {
        "log",
        "object",
        "record_index",
        "event_id",
        "event_time",
        "end_time",
        "source_ip",
        "account",
        "region",
        "incident",
        "actor",
        "grade",
        "rule",
        "verb",
        "attacker",
        "other",
        "machine",
        "port",
        "outcome",
        "target",
        "parent",
        "method",
        "tries",
        "packets",
        "bytes"
    };

    private Deeds() {}

    /** Columns in order; what a log does not have is null. */
    static Dataset<Row> of(Dataset<Row> records, String log) {
        java.util.Set<String> has = java.util.Set.of(records.columns());
        String[] select = new String[COLUMNS.length];
        for (int i = 0; i < COLUMNS.length; i++) {
            String c = COLUMNS[i];
            String value =
                    switch (c) {
                        case "log" -> "'" + log + "'";
                        case "account" -> "account_id";
                        case "region" -> "aws_region";
                        case "tries", "packets", "bytes" -> has.contains(c) ? "coalesce(" + c + ", 0L)" : "0L";
                        case "port" -> has.contains(c) ? c : "cast(NULL AS INT)";
                        case "end_time" -> has.contains(c) ? "coalesce(end_time, event_time)" : "event_time";
                        default -> has.contains(c) ? c : "cast(NULL AS STRING)";
                    };
            select[i] = value + " AS " + c;
        }
        return records.selectExpr(select);
    }
}
