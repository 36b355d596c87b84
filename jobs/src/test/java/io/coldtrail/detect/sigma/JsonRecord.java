package io.coldtrail.detect.sigma;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coldtrail.lake.TableSchema;
import java.util.List;

/** A record as the reader would put it into columns, made by Jackson from the paths in the schema. */
public final class JsonRecord {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TableSchema SCHEMA = TableSchema.of("cloudtrail");

    private JsonRecord() {}

    public static FieldView view(List<String> columns, String record) {
        return place -> column(columns.get(place), record);
    }

    /** Text of a column; null where the record has none. */
    public static String column(String name, String record) {
        if (name.equals("raw")) {
            return record;
        }
        JsonNode root;
        try {
            root = JSON.readTree(record);
        } catch (JsonProcessingException e) {
            return null;
        }
        String comment = SCHEMA.columns().apply(name).getComment().get();
        for (String path : TableSchema.sources(comment)) {
            JsonNode node = root;
            for (String step : path.split("\\.")) {
                node = node.path(step);
            }
            String text = node.isValueNode() ? node.asText() : node.toString();
            if (!node.isNull() && !node.isMissingNode() && !text.isEmpty()) {
                return text;
            }
        }
        return null;
    }
}
