package io.coldtrail.logs;

import io.coldtrail.archive.ObjectRef;
import io.coldtrail.logs.records.Content;
import io.coldtrail.logs.records.Reason;
import io.coldtrail.logs.records.Records;
import io.coldtrail.logs.records.Rejects;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * One format of log: makes rows of its table from objects' content, one object after the other. A column nobody asked for
 * is not looked for. Which records make rows never depends on what was asked.
 *
 * <p>What every table of events has stands here: time, day, place in the archive, {@code raw}, and an id for what has
 * none. A format says how records are found ({@link #open}), when they were ({@link #micros}), and what fills the other
 * columns ({@link #column}). A row is valid until the next is made: its strings lie in the reader's buffer.
 */
abstract class LogFormat {
    /** AWS's oldest service is of 2006. */
    private static final long EARLIEST = micros(Instant.parse("2006-01-01T00:00:00Z"));

    /** A record is delivered after what it tells; a day allows for clocks and for keys that tell the day alone. */
    private static final Duration AFTER_DELIVERY = Duration.ofDays(1);

    private static final long MICROS_A_DAY = 86_400_000_000L;

    private static final UTF8String[] FORMS = Arrays.stream(Records.Form.values())
            .map(form -> UTF8String.fromString(form.name().toLowerCase(java.util.Locale.ROOT)))
            .toArray(UTF8String[]::new);

    /** Fills a column from the record at hand; null where it has no value. */
    interface Column {
        Object value();
    }

    private final EventId eventId = new EventId();
    private Column[] columns;
    private Object[] values;
    private GenericInternalRow row;
    private long from;
    private long to;
    private Rejects rejects;

    private ObjectRef object;
    private Map<String, String> metadata;
    private UTF8String objectName;
    private long latest;
    private Records records;
    private long time;
    private long skipped;

    /**
     * Readies the format, once, before its first object.
     *
     * @param asked columns wanted, of its table
     * @param fromMicros records before are dropped; those without a time stay
     * @param toMicros records after are dropped
     * @param unreadable takes what cannot be read
     */
    final void want(StructType asked, long fromMicros, long toMicros, Rejects unreadable) {
        from = fromMicros;
        to = toMicros;
        rejects = unreadable;
        columns = Arrays.stream(asked.fields())
                .map(field -> {
                    Column own = column(field);
                    return own != null ? own : common(field);
                })
                .toArray(Column[]::new);
        values = new Object[columns.length];
        row = new GenericInternalRow(values);
    }

    /** Begins an object. */
    final void begin(ObjectRef ref, Map<String, String> storedWith, Content content) {
        object = ref;
        metadata = storedWith;
        objectName = UTF8String.fromString(ref.object());
        Instant delivered = ref.delivered();
        latest = delivered == null
                ? Long.MAX_VALUE
                : micros(delivered.plus(Duration.ofDays(1)).plus(AFTER_DELIVERY));
        skipped = 0;
        eventId.begin();
        records = open(ref, content);
        records.over(content);
    }

    /** Chooses how the records of an object are found, by its first bytes where need be. */
    abstract Records open(ObjectRef ref, Content content);

    /** Moves to the next record that makes a row; false at the end of the object. */
    final boolean next() {
        while (records.next()) {
            if (take()) {
                return true;
            }
        }
        return false;
    }

    /** Whether the record at hand makes a row. One that does not was given to {@link #skip} or {@link #reject}, or tells of
     * the others. */
    boolean take() {
        return true;
    }

    /** Time of the record at hand, microseconds since 1970 UTC, {@link EventTime#NONE} where it has none. */
    abstract long micros();

    /** What fills a column; null for one of those that every table of events has, filled as in every table. */
    abstract Column column(StructField field);

    /** True where equal records of an object are told apart: each tells of an event of its own. */
    boolean countsEqualRecords() {
        return false;
    }

    /** The row of the record at hand; null where a pushed filter drops it. */
    final InternalRow row() {
        time = micros();
        if (time != EventTime.NONE && (time < EARLIEST || time > latest)) {
            time = EventTime.NONE;
        }
        if (time != EventTime.NONE && (time < from || time > to)) {
            return null;
        }
        for (int i = 0; i < columns.length; i++) {
            values[i] = columns[i].value();
        }
        return row;
    }

    private Column common(StructField field) {
        return switch (field.name()) {
            case "event_time" -> () -> time == EventTime.NONE ? null : (Object) time;
            case "event_date" -> this::date;
            case "event_id" -> this::hashId;
            case "object" -> () -> objectName;
            case "record_index" -> () -> records.index();
            case "record_offset" -> () -> records.form() == Records.Form.PARQUET_ROW ? null : (Object) records.offset();
            case "record_length" -> () -> records.form() == Records.Form.PARQUET_ROW ? null : (Object) records.length();
            case "record_form" -> () -> FORMS[records.form().ordinal()];
            case "raw" -> () -> text(records.start(), records.end());
            case "record_sha256" -> () -> null; // raw is there
            default -> throw new IllegalStateException("nothing fills column " + field.name());
        };
    }

    private Object date() {
        if (time != EventTime.NONE) {
            return (int) Math.floorDiv(time, MICROS_A_DAY);
        }
        return object.delivered() == null
                ? null
                : (Object) (int) Math.floorDiv(object.delivered().getEpochSecond(), 86_400L);
    }

    /** An id made of the record at hand. */
    final UTF8String hashId() {
        return countsEqualRecords()
                ? eventId.counted(records.buffer(), records.start(), records.end())
                : eventId.of(records.buffer(), records.start(), records.end());
    }

    /** Bytes of the record's buffer as text. */
    final UTF8String text(int start, int end) {
        return UTF8String.fromBytes(records.buffer(), start, end - start);
    }

    /** The object at hand. */
    final ObjectRef object() {
        return object;
    }

    /** The metadata that the object at hand was stored with. */
    final Map<String, String> metadata() {
        return metadata;
    }

    /** Passes over the record at hand: it is of no kind that is kept. */
    final boolean skip() {
        skipped++;
        return false;
    }

    /** Tells that the record at hand cannot be read. */
    final boolean reject(Reason reason, String detail) {
        int end = Math.min(records.end(), records.start() + Records.FIRST_BYTES);
        rejects.reject(
                reason,
                detail,
                records.index(),
                records.offset(),
                records.length(),
                Arrays.copyOfRange(records.buffer(), records.start(), end));
        return false;
    }

    /** Where unreadable records are told. */
    final Rejects rejects() {
        return rejects;
    }

    /** Records of the object passed over so far. */
    final long skipped() {
        return skipped;
    }

    /** Why the object's content broke off; null where it did not. */
    final String failure() {
        return records.failure();
    }

    private static long micros(Instant time) {
        return time.getEpochSecond() * 1_000_000L;
    }
}
