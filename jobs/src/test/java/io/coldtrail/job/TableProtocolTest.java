package io.coldtrail.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coldtrail.SparkTest;
import io.coldtrail.lake.TableSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What tables ask of their readers, as their logs tell: the same of each Spark and Delta, whose defaults differ. */
@Tag("smoke")
class TableProtocolTest extends SparkTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static Path tables;

    @BeforeAll
    static void investigateOnce() throws IOException {
        tables = DemoCase.investigated().dir.resolve("case/tables");
    }

    /** A table feature, be it one of writers alone, would make it writer version 7 and be listed beside. */
    @Test
    void everyTableIsOfReaderVersion1AndWriterVersion2() throws IOException {
        JsonNode wanted = JSON.readTree("{\"minReaderVersion\":1,\"minWriterVersion\":2}");
        Set<String> found = new TreeSet<>();
        for (String table : TableSchema.NAMES) {
            for (JsonNode protocol : actions(table, "protocol")) {
                assertEquals(wanted, protocol, table);
                found.add(table);
            }
        }
        assertTrue(found.containsAll(Set.of("objects", "cloudtrail", "flow", "incidents", "findings")), "in " + found);
    }

    @Test
    void everyTableHasTheColumnsAndThePropertiesOfItsSchemaAndNoOthers() throws IOException {
        for (String table : TableSchema.NAMES) {
            TableSchema schema = TableSchema.of(table);
            Map<String, String> properties = new TreeMap<>(schema.properties());
            // these two are not kept as properties: they are the protocol
            properties.keySet().removeAll(Set.of("delta.minReaderVersion", "delta.minWriterVersion"));
            for (JsonNode metadata : actions(table, "metaData")) {
                assertEquals(
                        types(schema.columns().json()),
                        types(metadata.get("schemaString").asText()),
                        table);
                Map<String, String> found = new TreeMap<>();
                metadata.get("configuration")
                        .fields()
                        .forEachRemaining(
                                p -> found.put(p.getKey(), p.getValue().asText()));
                assertEquals(properties, found, table);
            }
        }
    }

    private static Map<String, JsonNode> types(String schema) throws IOException {
        Map<String, JsonNode> types = new TreeMap<>();
        JSON.readTree(schema)
                .get("fields")
                .forEach(field -> types.put(field.get("name").asText(), field.get("type")));
        return types;
    }

    /** All actions of a kind in a table's log: none where it was never written. */
    private static List<JsonNode> actions(String table, String kind) throws IOException {
        Path log = tables.resolve(table).resolve("_delta_log");
        List<JsonNode> actions = new ArrayList<>();
        if (Files.exists(log)) {
            try (Stream<Path> files = Files.list(log)) {
                for (Path commit :
                        files.filter(f -> f.toString().endsWith(".json")).toList()) {
                    for (String action : Files.readAllLines(commit)) {
                        JsonNode found = JSON.readTree(action).get(kind);
                        if (found != null) {
                            actions.add(found);
                        }
                    }
                }
            }
        }
        return actions;
    }
}
