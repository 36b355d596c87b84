package io.coldtrail.logs;

import io.coldtrail.archive.ObjectRef;
import io.coldtrail.lake.Outcome;
import io.coldtrail.lake.TableSchema;
import io.coldtrail.logs.json.FieldTree;
import io.coldtrail.logs.json.JsonFields;
import io.coldtrail.logs.json.JsonRecords;
import io.coldtrail.logs.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Makes rows of table {@code cloudtrail} from records. Which JSON path fills which column is said in
 * {@code schemas/tables/cloudtrail.sql} alone; here stand the columns that are derived. A column nobody asked for is
 * not looked for. A row is valid until the next is made: its strings lie in the reader's buffer.
 */
final class CloudTrail {
    /** AWS's oldest service is of 2006. */
    private static final long EARLIEST = Instant.parse("2006-01-01T00:00:00Z").getEpochSecond() * 1_000_000L;

    /** A record is delivered after its call; a day allows for clocks and for keys that tell the day alone. */
    private static final Duration AFTER_DELIVERY = Duration.ofDays(1);

    private static final long MICROS_A_DAY = 86_400_000_000L;

    /** Fills a column from the record at hand. */
    private interface Column {
        Object value(JsonRecords records);
    }

    private final FieldTree tree = new FieldTree();
    private final Map<String, Integer> slots = new LinkedHashMap<>();
    private final Column[] columns;
    private final GenericInternalRow row;
    private final Object[] values;
    private final int eventTime;
    private final int category;
    private final Map<String, Integer> repeats = new HashMap<>();
    private long from = Long.MIN_VALUE;
    private long to = Long.MAX_VALUE;

    private ObjectRef object;
    private UTF8String objectName;
    private long latest;
    private long time;

    /** For the columns asked. */
    CloudTrail(StructType asked) {
        eventTime = slot("eventTime");
        category = slot("eventCategory");
        slot("eventName");
        slot("eventSource");
        List<Column> made = new ArrayList<>();
        for (StructField field : asked.fields()) {
            made.add(column(field));
        }
        columns = made.toArray(new Column[0]);
        values = new Object[columns.length];
        row = new GenericInternalRow(values);
    }

    /** Drops records before or after these times, in microseconds. Those without a time stay. */
    void between(long fromMicros, long toMicros) {
        from = fromMicros;
        to = toMicros;
    }

    JsonRecords records(JsonRecords.Rejects rejects) {
        int[] ofARecord = {eventTime, slots.get("eventName"), slots.get("eventSource")};
        return new JsonRecords(tree, slots.size(), ofARecord, rejects);
    }

    private int slot(String path) {
        Integer known = slots.get(path);
        if (known != null) {
            return known;
        }
        int slot = slots.size();
        slots.put(path, slot);
        tree.want(path, slot);
        return slot;
    }

    private Column column(StructField field) {
        List<String> paths = TableSchema.sources(field.getComment().get());
        int[] from = paths.stream().mapToInt(this::slot).toArray();
        return switch (field.name()) {
            case "event_time" -> r -> time == EventTime.NONE ? null : (Object) time;
            case "event_date" -> r -> date();
            case "event_id" -> r -> eventId(r, from[0]);
            case "outcome" -> outcome();
            case "object" -> r -> objectName;
            case "record_index" -> JsonRecords::index;
            case "record_offset" -> JsonRecords::offset;
            case "record_length" -> JsonRecords::length;
            case "record_form" -> {
                UTF8String bytes = UTF8String.fromString("bytes");
                UTF8String string = UTF8String.fromString("json_string");
                yield r -> r.form() == JsonRecords.Form.BYTES ? bytes : string;
            }
            case "raw" -> r -> UTF8String.fromBytes(r.buffer(), r.start(), r.end() - r.start());
            default -> fromPaths(field, from);
        };
    }

    private static Column fromPaths(StructField field, int[] from) {
        if (from.length == 0) {
            throw new IllegalStateException("column " + field.name() + " names no path, and nothing derives it");
        }
        DataType type = field.dataType();
        Column[] alternatives = new Column[from.length];
        for (int i = 0; i < from.length; i++) {
            int slot = from[i];
            if (type.equals(DataTypes.StringType)) {
                alternatives[i] = r -> text(r.fields(), slot);
            } else if (type.equals(DataTypes.BooleanType)) {
                alternatives[i] = r -> bool(r.fields(), slot);
            } else if (type.equals(DataTypes.LongType)) {
                alternatives[i] = r -> number(r.fields(), slot);
            } else if (type.equals(DataTypes.TimestampType)) {
                alternatives[i] = r -> {
                    long micros = micros(r.fields(), slot);
                    return micros == EventTime.NONE ? null : (Object) micros;
                };
            } else {
                throw new IllegalStateException("column " + field.name() + ": no value of type " + type.sql());
            }
        }
        if (alternatives.length == 1) {
            return alternatives[0];
        }
        return r -> {
            for (Column alternative : alternatives) {
                Object value = alternative.value(r);
                if (value != null) {
                    return value;
                }
            }
            return null;
        };
    }

    /** Begins an object. */
    void begin(ObjectRef ref) {
        object = ref;
        objectName = UTF8String.fromString(ref.object());
        Instant delivered = ref.delivered();
        latest = delivered == null
                ? Long.MAX_VALUE
                : delivered.plus(Duration.ofDays(1)).plus(AFTER_DELIVERY).getEpochSecond() * 1_000_000L;
        repeats.clear();
    }

    /** What kind of event it is that no row is made of; null for an event that is kept. */
    String unwanted(JsonRecords records) {
        JsonFields fields = records.fields();
        if (!fields.has(category)) {
            return null;
        }
        String value = fields.text(category);
        return "Insight".equals(value) || "NetworkActivity".equals(value) || "Aggregated".equals(value) ? value : null;
    }

    /** The row of the record at hand; null where a pushed filter drops it. */
    InternalRow row(JsonRecords records) {
        time = micros(records.fields(), eventTime);
        if (time != EventTime.NONE && (time < EARLIEST || time > latest)) {
            time = EventTime.NONE;
        }
        if (time != EventTime.NONE && (time < from || time > to)) {
            return null;
        }
        for (int i = 0; i < columns.length; i++) {
            values[i] = columns[i].value(records);
        }
        return row;
    }

    private Object date() {
        if (time != EventTime.NONE) {
            return (int) Math.floorDiv(time, MICROS_A_DAY);
        }
        return object.delivered() == null
                ? null
                : (Object) (int) Math.floorDiv(object.delivered().getEpochSecond(), 86_400L);
    }

    private Column outcome() {
        int code = slot("errorCode");
        int message = slot("errorMessage");
        int login = slot("responseElements.ConsoleLogin");
        Map<Outcome, UTF8String> words = new HashMap<>();
        for (Outcome outcome : Outcome.values()) {
            words.put(outcome, UTF8String.fromString(outcome.word()));
        }
        UTF8String success = words.get(Outcome.SUCCESS);
        return r -> {
            JsonFields f = r.fields();
            if (!f.has(code) && !f.has(message) && !f.has(login)) {
                return success;
            }
            return words.get(Outcome.of(f.text(code), f.text(message), f.text(login)));
        };
    }

    private Object eventId(JsonRecords records, int slot) {
        UTF8String id = text(records.fields(), slot);
        if (id != null) {
            return id;
        }
        // before eventVersion 1.01 events have no id: equal ones in an object are told apart by their order
        byte[] record = java.util.Arrays.copyOfRange(records.buffer(), records.start(), records.end());
        int before = repeats.merge(hash(record), 1, Integer::sum) - 1;
        byte[] suffix = ("\n" + before).getBytes(StandardCharsets.UTF_8);
        return UTF8String.fromString(hash(record, suffix).substring(0, 32));
    }

    private static String hash(byte[]... parts) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                sha256.update(part);
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Text, or JSON as archived; null, "", {} and [] are all null. */
    private static UTF8String text(JsonFields f, int slot) {
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
    private static Object bool(JsonFields f, int slot) {
        String text = f.has(slot) ? f.text(slot) : null;
        return "true".equals(text) ? Boolean.TRUE : "false".equals(text) ? Boolean.FALSE : null;
    }

    /** A whole number; S3 writes sizes as doubles. */
    private static Object number(JsonFields f, int slot) {
        String text = f.has(slot) ? f.text(slot) : null;
        if (text == null) {
            return null;
        }
        try {
            return text.indexOf('.') < 0 && text.indexOf('E') < 0 && text.indexOf('e') < 0
                    ? Long.parseLong(text)
                    : (long) Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static long micros(JsonFields f, int slot) {
        return f.has(slot) && f.first(slot) == '"'
                ? EventTime.micros(f.buffer(), f.start(slot) + 1, f.end(slot) - 1)
                : EventTime.NONE;
    }
}
