package io.coldtrail.trace.incident;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Row;

/** Values of a row, null where there is none. */
public final class Cell {
    private Cell() {}

    public static Instant time(Row row, String column) {
        Timestamp time = row.getAs(column);
        return time == null ? null : time.toInstant();
    }

    public static String text(Row row, String column) {
        return row.getAs(column);
    }

    /** A count; 0 where there is none. */
    public static long number(Row row, String column) {
        Number number = row.getAs(column);
        return number == null ? 0 : number.longValue();
    }

    public static List<String> texts(Row row, String column) {
        List<String> texts = row.isNullAt(row.fieldIndex(column)) ? List.of() : row.getList(row.fieldIndex(column));
        return List.copyOf(texts);
    }
}
