package io.coldtrail.detect.sigma;

import io.coldtrail.lake.TableSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.TimestampType;

/**
 * The fields that the rules of one log name, and where each is read: from the column that holds just it, else inside
 * the column that holds the JSON around it, else inside {@code raw}. The COMMENTs of the table say which column holds
 * what. A field has a slot, the same for all rules.
 */
final class Fields {
    /** A field of coldtrail's own: accounts named in the request that are not the account of the record. */
    static final String OTHER_ACCOUNT = "coldtrail.other_account";

    private static final String RAW = "raw";
    private static final String IS_JSON = "JSON as archived";

    /**
     * Where a field is read.
     *
     * @param column place of its column among those read
     * @param path what is left of the field's path inside the column's JSON; null where the column is the field
     * @param json whether the column holds JSON, where null may be written as a word
     */
    record Source(int column, String path, boolean json) {}

    private final Map<String, String> columnOf = new HashMap<>();
    private final Map<String, String> jsonColumnOf = new HashMap<>();
    private final Map<String, Integer> slots = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private final List<Source> sources = new ArrayList<>();
    private final List<String> columns = new ArrayList<>();
    private int accountColumn = -1;

    Fields(TableSchema schema) {
        for (StructField column : schema.columns().fields()) {
            String comment = column.getComment().get();
            List<String> paths = TableSchema.sources(comment);
            // a column with several sources, or of another form than the record's, is not the field
            if (paths.size() != 1
                    || column.dataType() instanceof TimestampType
                    || column.dataType() instanceof DateType) {
                continue;
            }
            columnOf.put(paths.get(0), column.name());
            if (comment.endsWith(IS_JSON)) {
                jsonColumnOf.put(paths.get(0), column.name());
            }
        }
    }

    /** Slot of a field. */
    int slot(String field) {
        return slots.computeIfAbsent(field, f -> add(f, source(f)));
    }

    /** Slot of a field as the record has it, where the column may have made null of an empty text. */
    int slotAsArchived(String field) {
        return slots.computeIfAbsent("\0" + field, f -> add(field, inJson(field)));
    }

    private int add(String field, Source source) {
        names.add(field);
        sources.add(source);
        return sources.size() - 1;
    }

    private Source source(String field) {
        if (field.equals(OTHER_ACCOUNT)) {
            accountColumn = column("account_id");
            return new Source(column("request_parameters"), null, true);
        }
        String column = columnOf.get(field);
        return column == null ? inJson(field) : new Source(column(column), null, jsonColumnOf.containsKey(field));
    }

    private Source inJson(String field) {
        int dot = field.indexOf('.');
        String column = dot < 0 ? null : jsonColumnOf.get(field.substring(0, dot));
        return column == null
                ? new Source(column(RAW), field, true)
                : new Source(column(column), field.substring(dot + 1), true);
    }

    private int column(String name) {
        if (!columns.contains(name)) {
            columns.add(name);
        }
        return columns.indexOf(name);
    }

    /** Place of the record's account, which {@link #OTHER_ACCOUNT} leaves out; -1 where no rule asks for that. */
    int accountColumn() {
        return accountColumn;
    }

    String name(int slot) {
        return names.get(slot);
    }

    Source source(int slot) {
        return sources.get(slot);
    }

    /** True where a field is read from {@code raw}. */
    boolean inRaw(int slot) {
        return columns.get(sources.get(slot).column()).equals(RAW);
    }

    int size() {
        return sources.size();
    }

    List<String> columns() {
        return List.copyOf(columns);
    }
}
