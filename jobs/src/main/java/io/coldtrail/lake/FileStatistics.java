package io.coldtrail.lake;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.delta.kernel.defaults.internal.parquet.ParquetStatsReader;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.internal.types.DataTypeJsonSerDe;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampType;
import io.delta.kernel.utils.DataFileStatistics;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What a table's log says of a Parquet file, so that readers may skip it; its footer has it all.
 *
 * @param rows how many there are
 * @param json the same, and of some columns the least and the greatest value, and how many rows have none
 * @see <a href="https://github.com/delta-io/delta/blob/master/PROTOCOL.md#per-file-statistics">Per-file statistics</a>
 */
record FileStatistics(long rows, String json) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /**
     * Reads a footer.
     *
     * @param columns those of which values are kept, as JSON of Spark's type; texts and times
     */
    static FileStatistics of(Path file, String columns, Configuration hadoop) throws IOException {
        StructType counted = DataTypeJsonSerDe.deserializeStructType(columns);
        // the kernel knows how to read them, but as JSON it writes their number alone
        DataFileStatistics read = ParquetStatsReader.readDataFileStatistics(
                file,
                hadoop,
                counted,
                counted.fieldNames().stream().map(Column::new).toList());
        ObjectNode json = JSON.createObjectNode().put("numRecords", read.getNumRecords());
        put(json.putObject("minValues"), read.getMinValues(), false);
        put(json.putObject("maxValues"), read.getMaxValues(), true);
        ObjectNode nulls = json.putObject("nullCount");
        read.getNullCounts().forEach((column, n) -> nulls.put(name(column), n));
        return new FileStatistics(read.getNumRecords(), json.toString());
    }

    private static void put(ObjectNode json, Map<Column, Literal> values, boolean up) {
        values.forEach((column, literal) -> {
            if (literal.getValue() == null) {
                return;
            }
            json.put(
                    name(column),
                    literal.getDataType() instanceof TimestampType
                            ? time((Long) literal.getValue(), up)
                            : literal.getValue().toString());
        });
    }

    /** The log has milliseconds: what a file holds lies between them. */
    private static String time(long micros, boolean up) {
        Instant time = Instant.EPOCH.plus(
                up ? -Math.floorDiv(-micros, 1000L) : Math.floorDiv(micros, 1000L), ChronoUnit.MILLIS);
        return TIME.format(time);
    }

    private static String name(Column column) {
        return column.getNames()[0];
    }
}
