package io.coldtrail.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "[aws-cli/1.16.102 Python/2.7.16 Linux/4.14.104 botocore/1.12.92] | aws-cli",
                "aws-sdk-go/1.41.4 (go1.18.3; linux; amd64) amazon-ssm-agent/ | amazon-ssm-agent",
                "stratus-red-team_39f95f43-cd2f-4beb-b69e-be60b6fe1f57 | stratus-red-team",
                "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:102.0) Gecko/20100101 Firefox/102.0 | browser",
                "Boto3/1.26.165 Python/3.10.6 | boto3",
                "RDS Console, aws-internal/3 aws-sdk-java/1.11.975 | console",
                "- | ''",
            })
    void familyOfATool(String userAgent, String family) {
        assertEquals(family, UserAgentFamily.of(userAgent));
    }

    @ParameterizedTest
    @CsvSource({
        "'Jul 10, 2023, 12:09:47 PM', 2023-07-10T12:09:47Z",
        "'Jul 10, 2023 6:30:22 PM', 2023-07-10T18:30:22Z",
        "2023-07-10T12:00:00Z, 2023-07-10T12:00:00Z",
    })
    void expiryAsAwsWritesIt(String text, Instant time) {
        assertEquals(time, Lineage.expires(text));
        assertNull(Lineage.expires(text + " or so"));
    }

    @ParameterizedTest
    @CsvSource({"120,every 2 min", "1,every 1 s", "3600,every 60 min", "86400,every 24 h"})
    void rhythm(double seconds, String words) {
        assertEquals(words, Words.every(seconds));
    }

    @Test
    void namesFromLogsAreMadeHarmless() {
        assertEquals("`a b'c<script>`", Words.name("a\nb`c<script>"));
        assertEquals("a b", Words.plain("a\u202eb"));
        assertEquals(
                80,
                Words.plain("x".repeat(500))
                        .codePointCount(0, Words.plain("x".repeat(500)).length()));
        assertEquals("a, b, c and 17 more", Words.list(List.of("a", "b", "c"), 20));
    }

    @Test
    void pathsInHostileJson() throws Exception {
        var json = new ObjectMapper().readTree("{\"a\":{\"items\":[{\"b\":\"x\"},7,{\"b\":[\"y\"]}]},\"c\":null}");
        assertEquals(List.of("x", "y"), JsonPath.find(json, "a.items[].b"));
        assertEquals(List.of(), JsonPath.find(json, "c.items[].b"));
    }

    @Test
    void everyListedCallIsWellFormed() {
        for (List<String> row : Csv.read("/schemas/verbs.csv")) {
            assertEquals(11, row.size(), row.toString());
            assertEquals(row.get(3).contains("{}"), row.get(4).contains("{}"), row.toString());
        }
        for (List<String> row : Csv.read("/schemas/pivots.csv")) {
            assertEquals(5, row.size(), row.toString());
        }
    }
}
