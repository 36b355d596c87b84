package io.coldtrail.report;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;

/** One row of a table, cell by cell: what is missing is null or zero, what is too long is cut. */
final class Cells {
    /** No sentence or identifier of a case needs more; a hostile one must not fill the page. */
    private static final int LONGEST_TEXT = 2_000;

    private final Row row;

    Cells(Row row) {
        this.row = row;
    }

    String text(String column) {
        Object value = value(column);
        return value == null ? null : Words.cut(value.toString(), LONGEST_TEXT);
    }

    /** Empty for null. */
    String word(String column) {
        String text = text(column);
        return text == null ? "" : text;
    }

    Instant time(String column) {
        Object value = value(column);
        return value instanceof Timestamp stamp ? stamp.toInstant() : (Instant) value;
    }

    /** Zero for null. */
    long count(String column) {
        Object value = value(column);
        return value == null ? 0 : ((Number) value).longValue();
    }

    Long number(String column) {
        Object value = value(column);
        return value == null ? null : (Long) ((Number) value).longValue();
    }

    Double decimal(String column) {
        Object value = value(column);
        return value == null ? null : (Double) ((Number) value).doubleValue();
    }

    List<String> texts(String column) {
        int at = row.fieldIndex(column);
        List<String> texts = new ArrayList<>();
        if (!row.isNullAt(at)) {
            for (Object text : row.<Object>getList(at)) {
                if (text != null) {
                    texts.add(Words.cut(text.toString(), LONGEST_TEXT));
                }
            }
        }
        return List.copyOf(texts);
    }

    private Object value(String column) {
        return row.get(row.fieldIndex(column));
    }
}
