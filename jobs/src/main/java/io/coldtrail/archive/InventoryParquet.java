package io.coldtrail.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.schema.GroupType;

/**
 * An inventory's file in Parquet: keys as they are. It is read from its end, so it is copied to disk first.
 */
final class InventoryParquet implements Inventory.Rows {
    @Override
    public void read(InputStream file, List<String> columns, Consumer<InventoryRow> row) throws IOException {
        Path copy = Files.createTempFile("coldtrail-inventory-", ".parquet");
        try {
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            try (ParquetReader<Group> rows = ParquetReader.builder(
                            new GroupReadSupport(), new org.apache.hadoop.fs.Path(copy.toUri()))
                    .build()) {
                Map<String, Integer> fields = null;
                for (Group group; (group = rows.read()) != null; ) {
                    fields = fields == null ? fields(group.getType()) : fields;
                    Group values = group;
                    Map<String, Integer> at = fields;
                    String key = text(values, at, "key");
                    if (key == null) {
                        throw new IOException("a row without a key");
                    }
                    row.accept(new InventoryRow(key, column -> text(values, at, column)));
                }
            } catch (RuntimeException e) {
                if (e instanceof ArchiveException) {
                    throw e;
                }
                throw new IOException("no Parquet that can be read: " + e.getMessage(), e);
            }
        } finally {
            Files.delete(copy);
        }
    }

    private static Map<String, Integer> fields(GroupType type) {
        Map<String, Integer> fields = new HashMap<>();
        for (int i = 0; i < type.getFieldCount(); i++) {
            fields.put(InventoryRow.column(type.getFieldName(i)), i);
        }
        return fields;
    }

    private static String text(Group values, Map<String, Integer> fields, String column) {
        Integer field = fields.get(column);
        return field == null || values.getFieldRepetitionCount(field) == 0 ? null : values.getValueToString(field, 0);
    }
}
