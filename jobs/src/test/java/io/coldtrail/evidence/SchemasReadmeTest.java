package io.coldtrail.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.coldtrail.lake.TableSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The list of tables in {@code schemas/README.md} is that of the schemas. Where it fails, put in what it expects. */
class SchemasReadmeTest {
    @Test
    void namesEveryTable() throws IOException {
        String readme;
        try (var in = TableSchema.class.getResourceAsStream("/schemas/README.md")) {
            readme = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        int from = readme.indexOf("-->\n", readme.indexOf("<!-- tables:")) + 4;
        String expected = TableSchema.NAMES.stream()
                .map(TableSchema::of)
                .map(table -> "| `" + table.name() + "` | " + table.description() + " |\n")
                .collect(Collectors.joining("", "| table | what it holds |\n|---|---|\n", ""));
        assertEquals(expected, readme.substring(from, readme.indexOf("<!-- /tables -->")));
    }
}
