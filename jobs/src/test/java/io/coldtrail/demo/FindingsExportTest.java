package io.coldtrail.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindingsExportTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void theServicesSayTheTenFindingsOfTheTruth() throws IOException {
        Demo.Summary summary = Demo.write(folder, WrittenDemo.SEED, 2, 1, true);
        Set<String> said = new TreeSet<>();
        Map<String, Integer> counts = new HashMap<>();
        for (Map.Entry<String, Path> object :
                WrittenDemo.files(summary.archive()).entrySet()) {
            if (object.getKey().contains("/GuardDuty/us-west-2/")) {
                for (String line : WrittenDemo.unzip(object.getValue()).split("\n")) {
                    JsonNode finding = JSON.readTree(line);
                    said.add(finding.get("type").asText() + " "
                            + finding.at("/service/resourceRole").asText());
                    counts.merge(
                            finding.get("id").asText(),
                            finding.at("/service/count").asInt(),
                            Math::max);
                }
            } else if (object.getKey().startsWith("securityhub/")) {
                JsonNode finding =
                        JSON.readTree(Files.readString(object.getValue())).at("/detail/findings/0");
                said.add(finding.at("/Types/0").asText() + " null");
            }
        }
        Set<String> expected = new TreeSet<>();
        for (JsonNode finding : JSON.readTree(summary.truth().toFile()).get("findings")) {
            if (finding.get("source").asText().equals("guardduty")) {
                expected.add(
                        finding.get("type").asText() + " " + finding.get("role").asText());
            }
        }
        assertEquals(10, expected.size());
        assertEquals(expected, said);
        assertEquals(7, counts.size(), "an update has the id of its finding");
        assertTrue(counts.values().stream().anyMatch(count -> count > 100));
        assertEquals(17, summary.records().get("imported_findings"));
    }
}
