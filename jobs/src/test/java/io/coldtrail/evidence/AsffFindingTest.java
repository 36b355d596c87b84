package io.coldtrail.evidence;

import static io.coldtrail.evidence.FindingSamples.NOW;
import static io.coldtrail.evidence.FindingSamples.PLACE;
import static io.coldtrail.evidence.FindingSamples.deeds;
import static io.coldtrail.evidence.FindingSamples.finding;
import static io.coldtrail.evidence.FindingSamples.ordinary;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.coldtrail.lake.Actor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AsffFindingTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode asff(Finding finding) {
        try {
            return JSON.readTree(AsffFinding.of(finding, PLACE).json(NOW, NOW.plusSeconds(60)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void saysWhatWasDone() {
        JsonNode asff = asff(ordinary());
        AsffSchema.assertAccepted(asff);
        assertEquals(
                "coldtrail/0123456789abcdef0123456789abcdef", asff.path("Id").asText());
        assertEquals(
                "arn:aws:securityhub:us-west-2:111122223333:product/111122223333/default",
                asff.path("ProductArn").asText());
        assertEquals("2024-05-01T10:00:00.123Z", asff.path("CreatedAt").asText());
        assertEquals("2024-05-01T10:01:00.123Z", asff.path("UpdatedAt").asText());
        assertEquals("2022-11-03T02:14:07.000Z", asff.path("FirstObservedAt").asText());
        assertEquals("MEDIUM", asff.at("/FindingProviderFields/Severity/Label").asText());
        assertEquals(
                "TTPs/UnauthorizedAccess:IAMUser-MaliciousIPCaller.Custom",
                asff.at("/FindingProviderFields/Types/0").asText());
        assertEquals("Call from a listed address: role web", asff.path("Title").asText());
        assertEquals(
                "The attacker did this (grade A, incident 7f3ac1). Role web made 70 calls, 12 of them denied, from"
                        + " 203.0.113.66, in us-west-2, from 2022-11-03 02:14:07 to 2022-11-03 04:46:08 UTC: GetObject"
                        + " (58), ListBuckets (12). 230 more such calls are others' and left out. An address on a threat"
                        + " list called.",
                asff.path("Description").asText());
        assertEquals("AwsIamRole", asff.at("/Resources/0/Type").asText());
        assertEquals(FindingSamples.ROLE_ARN, asff.at("/Resources/0/Id").asText());
        assertEquals(
                "203.0.113.66",
                asff.at("/Action/AwsApiCallAction/RemoteIpDetails/IpAddressV4").asText());
        assertEquals(
                "AWSLogs/a.json.gz record 3 bytes 1200+900 event e-1",
                asff.at("/ProductFields/coldtrail~1evidence-first").asText());
    }

    @Test
    void aRespondersDeedKeepsItsSeverityAndSaysSo() {
        JsonNode asff = asff(finding("Policy:S3/BucketAnonymousAccessGranted", "data", deeds(Actor.RESPONDER, "A")));
        AsffSchema.assertAccepted(asff);
        assertEquals("HIGH", asff.at("/Severity/Label").asText());
        assertTrue(asff.path("Description")
                .asText()
                .startsWith("Taken for the responders' own deed (grade A, incident 7f3ac1): confirm it."));
    }

    @Test
    void nobodysDeedKeepsItsSeverityAndSaysSo() {
        JsonNode asff = asff(finding("Policy:S3/BucketAnonymousAccessGranted", "data", deeds(null, null)));
        AsffSchema.assertAccepted(asff);
        assertEquals("HIGH", asff.at("/Severity/Label").asText());
        assertEquals("arn:aws:s3:::data", asff.at("/Resources/0/Id").asText());
        assertEquals(FindingSamples.ROLE_ARN, asff.at("/Resources/1/Id").asText());
        assertTrue(asff.path("Description").asText().startsWith("Part of no incident"));
        assertEquals("none", asff.at("/ProductFields/coldtrail~1actor").asText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>\u0000\r\n\t\"\\",
                "\uD83D half a pair \uDE00 and a whole \uD83D\uDE00",
                "\u202Etxt.exe\u2028\u200B\uFEFF",
                "\u00A0\u3000 ",
                "%s%n {0} ${x}",
                ""
            })
    void takesAnyTextOfALog(String hostile) {
        for (String text : List.of(hostile, hostile.repeat(5000))) {
            List<Finding.Count> many = IntStream.range(0, 40)
                    .mapToObj(i -> new Finding.Count(text + i, 1))
                    .toList();
            Finding.Deeds deeds = new Finding.Deeds(
                    null,
                    null,
                    1,
                    1,
                    1,
                    0,
                    null,
                    null,
                    text,
                    many,
                    40,
                    many,
                    many,
                    many,
                    new Finding.Place(text, 0, 0L, 0L, text),
                    null);
            for (String type :
                    List.of("Rule/" + text, "X:S3/" + text, "Persistence:Lambda/AccountManipulation", text + ":")) {
                for (String target : new String[] {null, text, "x"}) {
                    Finding finding = new Finding(
                            "id",
                            FindingType.of(type, text),
                            "111122223333",
                            "us-west-2",
                            "TARGET",
                            target,
                            new Finding.Principal(text, text, text),
                            deeds,
                            List.of(new FindingRule(text, text, null, text, text, text, text, text)));
                    String json = AsffFinding.of(finding, PLACE).json(NOW, NOW);
                    assertTrue(
                            json.getBytes(StandardCharsets.UTF_8).length <= AsffLimits.FINDING_BYTES,
                            "a finding of 240 KB at most");
                    assertFalse(
                            json.codePoints().anyMatch(c -> c < ' ' || c == 0x202E || c == 0x200B),
                            "what hides or turns text is gone");
                    AsffSchema.assertAccepted(asff(finding));
                }
            }
        }
    }

    @Test
    void namesAsManyResourcesAsAreTaken() {
        List<Finding.Count> objects = IntStream.range(0, 40)
                .mapToObj(i -> new Finding.Count("data/file-" + i, 1))
                .toList();
        JsonNode asff = asff(finding(
                "Exfiltration:S3/AnomalousBehavior",
                "data",
                deeds(Actor.ATTACKER, "A", List.of(), List.of(new Finding.Count("ASIAEXAMPLE", 1)), objects)));
        AsffSchema.assertAccepted(asff);
        assertEquals(32, asff.path("Resources").size());
        assertEquals("AwsS3Object", asff.at("/Resources/31/Type").asText());
    }

    @Test
    void cutsAtAWholeCharacter() {
        String faces = "\uD83D\uDE00".repeat(300);
        String cut = AsffText.clean(faces, 256);
        assertEquals(256, cut.codePointCount(0, cut.length()));
        assertEquals("\uD83D\uDE00".repeat(255) + "…", cut);
        assertEquals(faces.substring(0, 512), AsffText.clean(faces.substring(0, 512), 256));
        assertNull(AsffText.clean(" \u00A0\u2003\n", 10));
        assertEquals("a b", AsffText.clean("  a \u0007\n b ", 10));
    }

    @Test
    void contentMovesItsHash() {
        String hash = AsffFinding.of(ordinary(), PLACE).hash();
        assertEquals(hash, AsffFinding.of(ordinary(), PLACE).hash());
        assertNotEquals(
                hash,
                AsffFinding.of(finding(ordinary().type().name(), null, deeds(Actor.LIKELY_ATTACKER, "B")), PLACE)
                        .hash());
    }

    /** Each change makes the finding one that Security Hub refuses. */
    @Test
    void schemaRefusesWhatSecurityHubRefuses() {
        assertAll(
                () -> refused(f -> f.put("CreatedAt", "2024-13-01T00:00:00Z")),
                () -> refused(f -> f.put("UpdatedAt", "2024-05-01 10:00:00")),
                () -> refused(f -> f.put("FirstObservedAt", "2024-05-01T10:00:00+19:00")),
                () -> refused(f -> f.put("Title", "t".repeat(300))),
                () -> refused(f -> f.put("Title", "")),
                () -> refused(f -> f.put("Description", " \n")),
                () -> refused(f -> f.put("Description", "d".repeat(1025))),
                () -> refused(f -> f.remove("GeneratorId")),
                () -> refused(f -> f.remove("Resources")),
                () -> refused(f -> f.put("AwsAccountId", "1111")),
                () -> refused(f -> f.put("ProductArn", "arn:aws:securityhub")),
                () -> refused(f -> f.put("SchemaVersion", "2018-10-09")),
                () -> refused(f -> f.put("NotAMember", "x")),
                () -> refused(f -> f.put("Confidence", 101)),
                () -> refused(f -> f.putArray("Types").add("Threats/Discovery")),
                () -> refused(f -> ((ObjectNode) f.at("/FindingProviderFields/Severity")).put("Label", "SEVERE")),
                () -> refused(f -> ((ObjectNode) f.at("/ProductFields")).put("k".repeat(129), "v")),
                () -> refused(f -> ((ObjectNode) f.at("/ProductFields")).put("k", "v".repeat(2049))),
                () -> refused(f -> ((ObjectNode) f.at("/Remediation/Recommendation")).put("Text", "r".repeat(513))),
                () -> refused(f -> ((ObjectNode) f.at("/Action/AwsApiCallAction/RemoteIpDetails"))
                        .put("IpAddressV4", "2001:db8::1")),
                () -> refused(f -> ((ObjectNode) f.at("/Resources/0")).remove("Id")),
                () -> refused(f ->
                        ((ObjectNode) f.at("/Resources/0")).putObject("Details").putObject("AwsNothing")),
                () -> refused(f -> f.putArray("Resources")),
                () -> refused(f -> {
                    ArrayNode resources = (ArrayNode) f.path("Resources");
                    JsonNode one = resources.get(0);
                    while (resources.size() < 33) {
                        resources.add(one);
                    }
                }),
                () -> refused(f -> {
                    f.remove("Severity");
                    ((ObjectNode) f.path("FindingProviderFields")).remove("Severity");
                }));
    }

    private static void refused(Consumer<ObjectNode> change) {
        ObjectNode finding = (ObjectNode) asff(ordinary());
        change.accept(finding);
        assertFalse(AsffSchema.errors(finding).isEmpty(), finding::toPrettyString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "us-east-1 aws",
                "cn-north-1 aws-cn",
                "us-gov-west-1 aws-us-gov",
                "us-isob-east-1 aws-iso-b",
                "ap-southeast-4 aws"
            })
    void importsWhereItHappened(String regionAndPartition) {
        String[] words = regionAndPartition.split(" ");
        AwsPlace place = AwsPlace.of("111122223333", words[0]);
        assertTrue(place.productArn().startsWith("arn:" + words[1] + ":securityhub:" + words[0] + ":"));
        assertNull(AwsPlace.of("ANONYMOUS_PRINCIPAL", "us-east-1"));
        assertNull(AwsPlace.of("111122223333", "../../etc"));
        assertNull(AwsPlace.of("111122223333", null));
    }
}
