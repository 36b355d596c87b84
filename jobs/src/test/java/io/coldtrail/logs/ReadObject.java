package io.coldtrail.logs;

import io.coldtrail.archive.ObjectKind;
import io.coldtrail.archive.ObjectRef;
import io.coldtrail.lake.TableSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** One object read as a task of a scan reads it: its rows by column name (texts as String), and what came of it. */
public record ReadObject(List<Map<String, Object>> rows, ObjectResult result) {
    /** Reads content as an object of this kind, of account 111122223333 in us-east-1, delivered by then (or null). */
    public static ReadObject of(ObjectKind kind, Path dir, String name, Instant delivered, byte[] content)
            throws IOException {
        Path file = dir.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        ObjectRef ref = new ObjectRef(
                name,
                file.toString(),
                kind,
                "111122223333",
                "us-east-1",
                delivered,
                content.length,
                null,
                null,
                null,
                null);
        StructType columns = TableSchema.of(kind.word()).columns();
        Ledger ledger = new Ledger();
        List<Map<String, Object>> rows = new ArrayList<>();
        try (RecordsReader reader =
                new RecordsReader(kind, List.of(ref), columns, Long.MIN_VALUE, Long.MAX_VALUE, ledger)) {
            while (reader.next()) {
                rows.add(values(reader.get(), columns));
            }
        }
        return new ReadObject(rows, ledger.results().iterator().next());
    }

    /** Reads text as an object of this kind. */
    public static ReadObject of(ObjectKind kind, Path dir, String text) throws IOException {
        return of(kind, dir, "object", null, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, Object> values(InternalRow row, StructType columns) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            StructField field = columns.fields()[i];
            Object value = row.isNullAt(i) ? null : row.get(i, field.dataType());
            values.put(field.name(), value instanceof UTF8String text ? text.toString() : value);
        }
        return values;
    }

    /** The only row. */
    public Map<String, Object> row() {
        if (rows.size() != 1) {
            throw new AssertionError(rows.size() + " rows, rejects " + result.rejects());
        }
        return rows.get(0);
    }
}
