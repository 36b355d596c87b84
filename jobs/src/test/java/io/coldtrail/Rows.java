package io.coldtrail;

import io.coldtrail.lake.TableSchema;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/** Rows of one table, written by name; what is not said is null, an event has its place in the order written. */
public final class Rows {
    private final String table;
    private final List<Row> rows = new ArrayList<>();

    private Rows(String table) {
        this.table = table;
    }

    public static Rows of(String table) {
        return new Rows(table);
    }

    /** Adds a row of names and values; a time is an ISO text. */
    public Rows add(Object... namesAndValues) {
        List<Object> values = new ArrayList<>();
        Set<String> used = new HashSet<>();
        for (StructField field : TableSchema.of(table).columns().fields()) {
            Object value = given(field.name(), namesAndValues, used);
            if (value == null) {
                value = switch (field.name()) {
                    case "object" -> table + ".gz";
                    case "record_index" -> rows.size();
                    case "event_date" -> date(given("event_time", namesAndValues, used));
                    case "event_id" -> table + "-" + rows.size();
                    default -> null;
                };
            }
            boolean time = field.dataType().equals(DataTypes.TimestampType) && value instanceof String;
            values.add(time ? Timestamp.from(Instant.parse((String) value)) : value);
        }
        if (used.size() * 2 != namesAndValues.length) {
            throw new IllegalArgumentException(table + " lacks a column of " + List.of(namesAndValues));
        }
        rows.add(RowFactory.create(values.toArray()));
        return this;
    }

    private static Date date(Object time) {
        return time == null ? null : Date.valueOf(LocalDate.parse(((String) time).substring(0, 10)));
    }

    private static Object given(String name, Object[] namesAndValues, Set<String> used) {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i].equals(name)) {
                used.add(name);
                return namesAndValues[i + 1];
            }
        }
        return null;
    }

    public List<Row> list() {
        return rows;
    }
}
