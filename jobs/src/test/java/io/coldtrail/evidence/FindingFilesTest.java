package io.coldtrail.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FindingFilesTest {
    private static final AwsPlace HERE = AwsPlace.of("111122223333", "us-west-2");
    private static final AwsPlace THERE = AwsPlace.of("444455556666", "us-west-2");

    private final Map<String, String> written = new LinkedHashMap<>();
    private final FindingFiles files = new FindingFiles(written::put);

    private int size(String name) throws IOException {
        JsonNode json = new ObjectMapper().readTree(written.get(name));
        assertEquals(1, json.size());
        return json.path("Findings").size();
    }

    @Test
    void oneCallIsOneFile() throws IOException {
        for (int i = 0; i < 100; i++) {
            files.add(HERE, "{\"Id\":\"" + i + "\"}");
        }
        assertEquals(List.of("report/findings.asff.json"), files.finish());
        assertEquals(100, size("report/findings.asff.json"));
    }

    @Test
    void moreAreNumberedByAccountAndRegion() throws IOException {
        for (int i = 0; i < 101; i++) {
            files.add(HERE, "{}");
        }
        files.add(THERE, "{}");
        assertEquals(
                List.of(
                        "report/findings-111122223333-us-west-2-1.asff.json",
                        "report/findings-111122223333-us-west-2-2.asff.json",
                        "report/findings-444455556666-us-west-2-1.asff.json"),
                files.finish());
        assertEquals(3, written.size());
        assertEquals(100, size("report/findings-111122223333-us-west-2-1.asff.json"));
        assertEquals(1, size("report/findings-111122223333-us-west-2-2.asff.json"));
        assertEquals(1, size("report/findings-444455556666-us-west-2-1.asff.json"));
    }

    @Test
    void aCallIsBoundedInBytes() {
        String big = "{\"Id\":\"" + "é".repeat(110_000) + "\"}";
        for (int i = 0; i < 60; i++) {
            files.add(HERE, big);
        }
        assertEquals(3, files.finish().size());
        written.values().forEach(text -> assertTrue(text.getBytes(StandardCharsets.UTF_8).length <= 6_000_000));
    }

    @Test
    void noFindingNoFile() {
        assertEquals(List.of(), files.finish());
        assertEquals(Map.of(), written);
    }
}
