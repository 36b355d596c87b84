package io.coldtrail.lake;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** A row of a table, written by the names of its columns; what is not set is null. */
public final class TableRow {
    private final StructType columns;
    private final Object[] values;

    private TableRow(StructType columns) {
        this.columns = columns;
        this.values = new Object[columns.length()];
    }

    public static TableRow of(String table) {
        return new TableRow(TableSchema.of(table).columns());
    }

    /** Sets a column; an unknown name is a bug. */
    public TableRow set(String column, Object value) {
        values[columns.fieldIndex(column)] = value instanceof Instant time
                ? Timestamp.from(time)
                : value instanceof Collection<?> all ? all.toArray() : value;
        return this;
    }

    public Row row() {
        return RowFactory.create(values);
    }
}
