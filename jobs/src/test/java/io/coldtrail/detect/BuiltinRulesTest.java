package io.coldtrail.detect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coldtrail.detect.sigma.JsonRecord;
import io.coldtrail.detect.sigma.Matcher;
import io.coldtrail.detect.sigma.RuleHead;
import io.coldtrail.detect.sigma.RuleIndex;
import io.coldtrail.detect.sigma.RuleSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every built-in rule loads, fires on its examples and is quiet on its near misses. */
class BuiltinRulesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DetectionInput INPUT =
            new DetectionInput(RuleFiles.builtin(), List.of(new DetectionInput.ListText("bad.txt", "192.0.2.66\n")));
    private static final RuleSet RULES = INPUT.compile();

    static Stream<RuleHead> rules() {
        return RULES.index().heads().stream();
    }

    @Test
    void allLoad() throws IOException {
        assertEquals(List.of(), RULES.unusable());
        try (Stream<Path> files = Files.walk(Path.of("rules"))) {
            assertEquals(
                    files.filter(f -> f.toString().endsWith(".yml")).count(),
                    RULES.index().heads().size());
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void saysWhatIsNeeded(RuleHead rule) {
        assertEquals(rule.file().substring(0, rule.file().indexOf('/')), rule.tactic(), "the folder is the tactic");
        assertNotNull(rule.technique());
        assertFalse(rule.references().isEmpty());
        assertTrue(rule.title().length() <= 100 && rule.description().length() <= 900);
        // what becomes a finding tells its reader what to do, in ASFF's 512 characters
        assertTrue(rule.findingType() == null || rule.remediation() != null, "finding without remediation");
        assertTrue(rule.remediation() == null || rule.remediation().length() <= 512 && rule.remediationUrl() != null);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void firesAndIsQuiet(RuleHead rule) throws IOException {
        String stem = rule.file().substring(rule.file().indexOf('/') + 1).replace(".yml", ".json");
        JsonNode examples;
        try (InputStream in = getClass().getResourceAsStream("/rules/" + stem)) {
            assertNotNull(in, "no examples: src/test/resources/rules/" + stem);
            examples = JSON.readTree(in);
        }
        assertFalse(examples.path("fires").isEmpty(), "no example that fires");
        assertFalse(examples.path("quiet").isEmpty(), "no example that is quiet");
        for (JsonNode record : examples.path("fires")) {
            assertTrue(hits(record).contains(rule.file()), () -> "quiet on " + record);
        }
        for (JsonNode record : examples.path("quiet")) {
            assertFalse(hits(record).contains(rule.file()), () -> "fires on " + record);
        }
    }

    /** The index may save work; it must not change an answer. */
    @Test
    void theIndexAgreesWithAskingEachRuleAlone() throws IOException {
        List<RuleIndex> alone = INPUT.rules().stream()
                .map(rule -> new DetectionInput(List.of(rule), INPUT.threatLists())
                        .compile()
                        .index())
                .toList();
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/rules"))) {
            for (Path file : files.toList()) {
                for (JsonNode records : JSON.readTree(Files.readString(file))) {
                    for (JsonNode record : records) {
                        TreeSet<String> expected = new TreeSet<>();
                        for (RuleIndex index : alone) {
                            if (match(index, record).length > 0) {
                                expected.add(index.heads().get(0).file());
                            }
                        }
                        assertEquals(expected, hits(record));
                    }
                }
            }
        }
    }

    /** What any account does all day must be no signal at all. */
    @Test
    void ordinaryReadsAreQuiet() throws IOException {
        JsonNode read = JSON.readTree(
                """
                {"eventName":"DescribeInstances","eventSource":"ec2.amazonaws.com","sourceIPAddress":"203.0.113.10",
                 "userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/alice"},"readOnly":true,
                 "requestParameters":{},"eventCategory":"Management","recipientAccountId":"111122223333"}
                """);
        assertArrayEquals(new int[] {}, match(RULES.index(), read));
    }

    private static TreeSet<String> hits(JsonNode record) {
        TreeSet<String> files = new TreeSet<>();
        Arrays.stream(match(RULES.index(), record))
                .forEach(i -> files.add(RULES.index().heads().get(i).file()));
        return files;
    }

    private static int[] match(RuleIndex index, JsonNode record) {
        return new Matcher(index).match(JsonRecord.view(index.columns(), record.toString()));
    }
}
