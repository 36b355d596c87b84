package io.coldtrail.logs;

import io.coldtrail.archive.ObjectRef;
import io.coldtrail.lake.Outcome;
import io.coldtrail.lake.TableSchema;
import io.coldtrail.logs.json.FieldTree;
import io.coldtrail.logs.json.JsonFields;
import io.coldtrail.logs.json.JsonRecords;
import io.coldtrail.logs.json.JsonShape;
import io.coldtrail.logs.json.JsonText;
import io.coldtrail.logs.records.Content;
import io.coldtrail.logs.records.Records;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A log whose records are JSON objects. Which JSON path fills which column is said in {@code schemas/tables/} alone; a
 * format adds the columns that are derived, in {@link #derived}.
 */
abstract class JsonFormat extends LogFormat {
    private final FieldTree tree = new FieldTree();
    private final Map<String, Integer> slots = new LinkedHashMap<>();
    private final JsonShape shape;
    private final int[] recordSlots;
    private final int[] times;
    private JsonRecords records;

    /**
     * @param table the table it fills
     * @param shape how records lie in the JSON
     */
    JsonFormat(String table, JsonShape shape) {
        this.shape = shape;
        this.recordSlots = shape.record().stream().mapToInt(this::slot).toArray();
        this.times = slots(TableSchema.of(table).columns().apply("event_time"));
    }

    /** Place of a path's value in {@link #fields}. To be asked before the first object. */
    final int slot(String path) {
        Integer known = slots.get(path);
        if (known != null) {
            return known;
        }
        int slot = slots.size();
        slots.put(path, slot);
        tree.want(path, slot);
        return slot;
    }

    private int[] slots(StructField field) {
        return TableSchema.sources(field.getComment().get()).stream()
                .mapToInt(this::slot)
                .toArray();
    }

    @Override
    Records open(ObjectRef ref, Content content) {
        if (records == null) {
            records = new JsonRecords(tree, slots.size(), recordSlots, shape, rejects());
        }
        return records;
    }

    /** Fields of the record at hand. */
    final JsonFields fields() {
        return records.fields();
    }

    /** A copy of the record at hand, whole. */
    final byte[] record() {
        return Arrays.copyOfRange(records.buffer(), records.start(), records.end());
    }

    /** A field of the envelope of the record at hand, by its place in the shape; null where there is none. */
    final String envelope(int field) {
        return records.envelope(field);
    }

    @Override
    long micros() {
        for (int slot : times) {
            long time = micros(slot);
            if (time != EventTime.NONE) {
                return time;
            }
        }
        return EventTime.NONE;
    }

    /** What fills a column that no path fills, or not alone; null for the others. */
    Column derived(StructField field) {
        return null;
    }

    @Override
    final Column column(StructField field) {
        Column derived = derived(field);
        if (derived != null) {
            return derived;
        }
        int[] from = slots(field);
        if (from.length == 0 || field.name().equals("event_time")) {
            return null;
        }
        Column value = fromPaths(field, from);
        return field.name().equals("event_id")
                ? () -> {
                    Object id = value.value();
                    return id != null ? id : hashId();
                }
                : value;
    }

    private Column fromPaths(StructField field, int[] from) {
        Column[] alternatives = new Column[from.length];
        for (int i = 0; i < from.length; i++) {
            alternatives[i] = fromPath(field, from[i]);
        }
        if (alternatives.length == 1) {
            return alternatives[0];
        }
        return () -> {
            for (Column alternative : alternatives) {
                Object value = alternative.value();
                if (value != null) {
                    return value;
                }
            }
            return null;
        };
    }

    private Column fromPath(StructField field, int slot) {
        DataType type = field.dataType();
        if (type.equals(DataTypes.StringType)) {
            return () -> text(slot);
        } else if (type.equals(DataTypes.BooleanType)) {
            return () -> bool(slot);
        } else if (type.equals(DataTypes.LongType)) {
            return () -> number(slot);
        } else if (type.equals(DataTypes.IntegerType)) {
            return () -> {
                Long value = number(slot);
                return value == null || value != value.intValue() ? null : (Object) value.intValue();
            };
        } else if (type.equals(DataTypes.DoubleType)) {
            return () -> real(slot);
        } else if (type.equals(DataTypes.TimestampType)) {
            return () -> {
                long micros = micros(slot);
                return micros == EventTime.NONE ? null : (Object) micros;
            };
        }
        throw new IllegalStateException("column " + field.name() + ": no value of type " + type.sql());
    }

    /** Text, or JSON as archived; null, "", {} and [] are all null. */
    final UTF8String text(int slot) {
        JsonFields f = fields();
        if (!f.has(slot)) {
            return null;
        }
        int from = f.start(slot);
        int to = f.end(slot);
        switch (f.first(slot)) {
            case '"' -> {
                if (to - from == 2) {
                    return null;
                }
                return f.escaped(slot)
                        ? UTF8String.fromBytes(JsonText.unescape(f.buffer(), from + 1, to - 1))
                        : UTF8String.fromBytes(f.buffer(), from + 1, to - from - 2);
            }
            case 'n' -> {
                return null;
            }
            default -> {
                return to - from == 2 && (f.first(slot) == '{' || f.first(slot) == '[')
                        ? null
                        : UTF8String.fromBytes(f.buffer(), from, to - from);
            }
        }
    }

    /** A boolean; sign-in and export write it as a string. */
    private Boolean bool(int slot) {
        String text = fields().text(slot);
        return "true".equals(text) ? Boolean.TRUE : "false".equals(text) ? Boolean.FALSE : null;
    }

    /** A whole number; S3 writes sizes as doubles, the resolver ports as strings. */
    private Long number(int slot) {
        String text = fields().text(slot);
        if (text == null) {
            return null;
        }
        try {
            return text.indexOf('.') < 0 && text.indexOf('E') < 0 && text.indexOf('e') < 0
                    ? Long.parseLong(text)
                    : (Long) (long) Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private Double real(int slot) {
        String text = fields().text(slot);
        try {
            return text == null ? null : Double.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** A time; the API of AWS Config gives seconds since 1970. */
    private long micros(int slot) {
        JsonFields f = fields();
        if (!f.has(slot)) {
            return EventTime.NONE;
        }
        if (f.first(slot) == '"') {
            return EventTime.micros(f.buffer(), f.start(slot) + 1, f.end(slot) - 1);
        }
        Double seconds = real(slot);
        return seconds == null || !(Math.abs(seconds) < 1e12) ? EventTime.NONE : Math.round(seconds * 1e6);
    }

    /** Outcome of an API call, of those of CloudTrail's records. */
    final Column outcome() {
        int code = slot("errorCode");
        int message = slot("errorMessage");
        int login = slot("responseElements.ConsoleLogin");
        Map<Outcome, UTF8String> words = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            words.put(outcome, UTF8String.fromString(outcome.word()));
        }
        UTF8String success = words.get(Outcome.SUCCESS);
        return () -> {
            JsonFields f = fields();
            if (!f.has(code) && !f.has(message) && !f.has(login)) {
                return success;
            }
            return words.get(Outcome.of(f.text(code), f.text(message), f.text(login)));
        };
    }
}
