package io.coldtrail.trace;

import com.fasterxml.jackson.databind.JsonNode;
import io.coldtrail.lake.Outcome;
import io.coldtrail.lake.TableSchema;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/** CloudTrail records as rows of table {@code cloudtrail}, by the paths that its schema names. */
final class CloudTrailRows {
    private CloudTrailRows() {}

    static List<Row> of(List<JsonNode> records, String object) {
        List<Row> rows = new ArrayList<>();
        for (JsonNode record : records) {
            rows.add(row(record, object, rows.size()));
        }
        return rows;
    }

    private static Row row(JsonNode record, String object, int index) {
        Instant time = Instant.parse(record.path("eventTime").asText());
        List<Object> values = new ArrayList<>();
        for (StructField field : TableSchema.of("cloudtrail").columns().fields()) {
            values.add(
                    switch (field.name()) {
                        case "event_date" -> Date.valueOf(LocalDate.ofInstant(time, ZoneOffset.UTC));
                        case "outcome" -> Outcome.of(
                                        text(record.path("errorCode")),
                                        text(record.path("errorMessage")),
                                        text(record.path("responseElements").path("ConsoleLogin")))
                                .word();
                        case "object" -> object;
                        case "record_index" -> index;
                        case "record_offset" -> 0L;
                        case "record_length" -> 0;
                        case "record_form" -> "bytes";
                        case "raw" -> record.toString();
                        default -> value(record, field);
                    });
        }
        return RowFactory.create(values.toArray());
    }

    private static Object value(JsonNode record, StructField field) {
        String comment = field.getComment().get();
        for (String path : TableSchema.sources(comment)) {
            String text = text(record.at("/" + path.replace('.', '/')));
            if (text != null) {
                if (field.dataType().equals(DataTypes.TimestampType)) {
                    return Timestamp.from(Instant.parse(text));
                }
                if (field.dataType().equals(DataTypes.BooleanType)) {
                    return Boolean.valueOf(text);
                }
                return field.dataType().equals(DataTypes.LongType) ? (Object) (long) Double.parseDouble(text) : text;
            }
        }
        return null;
    }

    private static String text(JsonNode node) {
        return node.isMissingNode() || node.isNull() ? null : node.isValueNode() ? node.asText() : node.toString();
    }
}
