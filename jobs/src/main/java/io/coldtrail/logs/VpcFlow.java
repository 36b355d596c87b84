package io.coldtrail.logs;

import io.coldtrail.archive.ObjectRef;
import io.coldtrail.lake.TableSchema;
import io.coldtrail.logs.records.Content;
import io.coldtrail.logs.records.Lines;
import io.coldtrail.logs.records.ParquetRows;
import io.coldtrail.logs.records.Reason;
import io.coldtrail.logs.records.Records;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * VPC and transit gateway flow logs, table {@code flow}. Fields are told by the header, never by their place or number:
 * a format may have any, in any order. Fields that have no column stay in {@code raw}. A row of Parquet is taken as the
 * line that it would be in text.
 *
 * <p>https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */
final class VpcFlow extends LogFormat {
    /** The format that AWS gives a flow log for which none was chosen; only this is told without a header. */
    private static final String DEFAULT = "version account-id interface-id srcaddr dstaddr srcport dstport protocol"
            + " packets bytes start end action log-status";

    private static final Set<String> FIELDS = fields();

    private Lines lines;
    private ParquetRows rows;
    private Records records;
    private byte[] header;
    private UTF8String headerText;
    private List<String> names;
    private int[] starts = new int[64];
    private int[] ends = new int[64];

    /** A field that somebody asked for: where it stands in the lines of this header. */
    private final class Field {
        final String name;
        int place = -1;

        Field(String name) {
            this.name = name;
        }

        /** True where the record at hand has a value. */
        boolean has() {
            return place >= 0 && !(ends[place] - starts[place] == 1 && records.buffer()[starts[place]] == '-');
        }

        UTF8String text() {
            return has() ? VpcFlow.this.text(starts[place], ends[place]) : null;
        }

        /** A whole number, -1 where there is none: no field is negative. */
        long number() {
            if (place < 0) {
                return -1;
            }
            byte[] b = records.buffer();
            int from = starts[place];
            int to = ends[place];
            long value = 0;
            for (int p = from; p < to; p++) {
                int digit = b[p] - '0';
                if (digit < 0 || digit > 9 || value > Long.MAX_VALUE / 10 - 1) {
                    return -1;
                }
                value = value * 10 + digit;
            }
            return value;
        }
    }

    private final java.util.Map<String, Field> wanted = new java.util.LinkedHashMap<>();
    private final Field start = field("start");

    private static Set<String> fields() {
        Set<String> fields = new HashSet<>();
        for (StructField field : TableSchema.of("flow").columns().fields()) {
            fields.addAll(TableSchema.sources(field.getComment().get()));
        }
        return Set.copyOf(fields);
    }

    static boolean begins(Head head) {
        String line = head.firstLine();
        return head.startsWith("PAR1") || isHeader(line) || line.matches("2 (?:\\d{12}|unknown) eni-\\w+(?: \\S+){11}");
    }

    /** True where a line has names of fields alone, one of them known. */
    private static boolean isHeader(String line) {
        return line.matches("[a-z][a-z0-9 -]*")
                && List.of(line.trim().split(" +")).stream().anyMatch(FIELDS::contains);
    }

    private Field field(String name) {
        return wanted.computeIfAbsent(name, Field::new);
    }

    @Override
    Records open(ObjectRef ref, Content content) {
        header = null;
        names = null;
        if (ParquetRows.is(content)) {
            rows = rows == null ? new ParquetRows() : rows;
            records = rows;
        } else {
            lines = lines == null ? new Lines(rejects()) : lines;
            records = lines;
        }
        return records;
    }

    @Override
    boolean take() {
        return records == rows ? takeRow() : takeLine();
    }

    private boolean takeRow() {
        if (names == null) {
            header(String.join(" ", rows.header()).replace('_', '-'));
        }
        split();
        return names.stream().anyMatch(FIELDS::contains)
                || reject(Reason.NOT_A_RECORD, "a row without any field of a flow log");
    }

    private boolean takeLine() {
        byte first = records.buffer()[records.start()];
        if (first >= 'a' && first <= 'z' && isHeader()) {
            lines.isHeader();
            return false;
        }
        int count = split();
        if (names == null) {
            if (count != 14 || first != '2' || ends[0] - starts[0] != 1) {
                return reject(Reason.MALFORMED, "no header: what the fields are cannot be told");
            }
            header(DEFAULT);
            split();
        }
        return count == names.size()
                || reject(Reason.MALFORMED, count + " fields, where the header has " + names.size());
    }

    /** Takes the line at hand as the header, if it is one: again in each part of an object that was put together. */
    private boolean isHeader() {
        byte[] b = records.buffer();
        if (header != null && Arrays.equals(header, 0, header.length, b, records.start(), records.end())) {
            return true;
        }
        for (int p = records.start(); p < records.end(); p++) {
            if (!(b[p] >= 'a' && b[p] <= 'z' || b[p] >= '0' && b[p] <= '9' || b[p] == '-' || b[p] == ' ')) {
                return false;
            }
        }
        String text = new String(b, records.start(), records.end() - records.start(), StandardCharsets.US_ASCII);
        if (!isHeader(text)) {
            return false;
        }
        header(text);
        return true;
    }

    private void header(String text) {
        header = text.getBytes(StandardCharsets.US_ASCII);
        headerText = UTF8String.fromString(text.trim());
        names = List.of(text.trim().split(" +"));
        for (Field field : wanted.values()) {
            field.place = names.indexOf(field.name);
        }
        starts = new int[names.size() + 1];
        ends = new int[names.size() + 1];
    }

    /** Finds the fields of the line at hand, and says how many there are; places of one more than the header has. */
    private int split() {
        byte[] b = records.buffer();
        int to = records.end();
        int count = 0;
        int p = records.start();
        while (true) {
            while (p < to && (b[p] == ' ' || b[p] == '\t')) {
                p++;
            }
            if (p == to) {
                return count;
            }
            int from = p;
            while (p < to && b[p] != ' ' && b[p] != '\t') {
                p++;
            }
            if (count < starts.length) {
                starts[count] = from;
                ends[count] = p;
            }
            count++;
        }
    }

    @Override
    long micros() {
        return micros(start);
    }

    private static long micros(Field field) {
        long seconds = field.number();
        return seconds < 0 || seconds > Long.MAX_VALUE / 1_000_000L ? EventTime.NONE : seconds * 1_000_000L;
    }

    @Override
    Column column(StructField field) {
        List<String> sources = TableSchema.sources(field.getComment().get());
        if (sources.isEmpty()) {
            return field.name().equals("format") ? () -> headerText : null;
        }
        Field from = field(sources.get(0));
        DataType type = field.dataType();
        return switch (field.name()) {
            case "event_time" -> null;
            case "account_id" -> () -> {
                UTF8String account = from.text();
                // unknown: an interface that AWS made
                return account == null || account.equals(UNKNOWN) ? UTF8String.fromString(object().account()) : account;
            };
            case "aws_region" -> () -> from.has() ? from.text() : UTF8String.fromString(object().region());
            default -> {
                if (type.equals(DataTypes.TimestampType)) {
                    yield () -> {
                        long micros = micros(from);
                        return micros == EventTime.NONE ? null : (Object) micros;
                    };
                } else if (type.equals(DataTypes.LongType)) {
                    yield () -> {
                        long value = from.number();
                        return value < 0 ? null : (Object) value;
                    };
                } else if (type.equals(DataTypes.IntegerType)) {
                    yield () -> {
                        long value = from.number();
                        return value < 0 || value > Integer.MAX_VALUE ? null : (Object) (int) value;
                    };
                }
                yield from::text;
            }
        };
    }

    private static final UTF8String UNKNOWN = UTF8String.fromString("unknown");
}
