package io.coldtrail.logs;

import io.coldtrail.archive.ObjectKind;
import io.coldtrail.archive.ObjectRef;
import io.coldtrail.lake.TableSchema;
import io.coldtrail.logs.records.Content;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The rows that a format makes of one object's content, without Spark: column to value as text, without the nulls. */
final class ReadRows {
    static final Instant STORED = Instant.parse("2022-12-24T00:00:00Z");

    final List<Map<String, String>> rows = new ArrayList<>();
    final List<String> rejects = new ArrayList<>();
    final long skipped;
    final String failure;

    private ReadRows(ObjectKind kind, String key, byte[] content, Instant delivered, Map<String, String> metadata) {
        StructType columns = TableSchema.of(kind.word()).columns();
        LogFormat format = LogFormats.of(kind);
        format.want(
                columns,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                (reason, detail, index, offset, length, first) -> rejects.add(
                        reason.name().toLowerCase() + " " + index + " " + offset + "+" + length + ": " + detail));
        ObjectRef ref =
                new ObjectRef(key, key, kind, null, "us-west-2", delivered, content.length, null, null, STORED, null);
        ByteArrayInputStream in = new ByteArrayInputStream(content);
        format.begin(ref, metadata, new Content(in::read));
        while (format.next()) {
            rows.add(values(columns, format.row()));
        }
        skipped = format.skipped();
        failure = format.failure();
    }

    static ReadRows of(ObjectKind kind, String key, byte[] content, Instant delivered) {
        return new ReadRows(kind, key, content, delivered, Map.of());
    }

    static ReadRows of(ObjectKind kind, String key, String content, Map<String, String> metadata) {
        return new ReadRows(kind, key, content.getBytes(StandardCharsets.UTF_8), null, metadata);
    }

    static ReadRows of(ObjectKind kind, String key, String content) {
        return of(kind, key, content.getBytes(StandardCharsets.UTF_8), null);
    }

    /** The only row. */
    Map<String, String> row() {
        if (rows.size() != 1) {
            throw new AssertionError(rows.size() + " rows, rejects " + rejects);
        }
        return rows.get(0);
    }

    /** One column of all rows; null as "-". */
    List<String> column(String name) {
        return rows.stream().map(row -> row.getOrDefault(name, "-")).toList();
    }

    private static Map<String, String> values(StructType columns, InternalRow row) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < columns.length(); i++) {
            StructField field = columns.fields()[i];
            if (!row.isNullAt(i)) {
                values.put(field.name(), text(row.get(i, field.dataType()), field.dataType()));
            }
        }
        return values;
    }

    private static String text(Object value, DataType type) {
        if (type.equals(DataTypes.TimestampType)) {
            return Instant.EPOCH.plus((Long) value, ChronoUnit.MICROS).toString();
        }
        return type.equals(DataTypes.DateType)
                ? LocalDate.ofEpochDay((Integer) value).toString()
                : value.toString();
    }
}
