package io.coldtrail.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import io.coldtrail.AwsModel;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * {@code schemas/asff/finding.schema.json}, which every finding is held against, beside AWS's own model of Security Hub:
 * what the schema accepts, the model knows. Lengths are in neither but the schema: the model has none.
 */
class AsffModelTest {
    private static AwsModel model;
    private static JsonNode schema;

    @BeforeAll
    static void read() throws IOException {
        model = AwsModel.of("securityhub", "2018-10-26");
        schema = new ObjectMapper()
                .readTree(AsffModelTest.class.getResourceAsStream("/schemas/asff/finding.schema.json"));
    }

    @Test
    void schemaIsAsStrictAsAwsModel() {
        Set<String> held = new TreeSet<>();
        hold("finding", schema, "AwsSecurityFinding", held);
        for (String deep : Set.of(
                "finding/Resources/Details/AwsIamAccessKey/SessionContext/SessionIssuer/Arn",
                "finding/FindingProviderFields/Severity/Label",
                "finding/Action/AwsApiCallAction/RemoteIpDetails/IpAddressV4")) {
            assertTrue(held.contains(deep), deep + " was not reached: " + held);
        }
    }

    /** What of a schema AWS's shape does not have, or asks for beyond it. */
    private static void hold(String path, JsonNode said, String shapeName, Set<String> held) {
        JsonNode local = said.has("$ref") ? schema.at(said.path("$ref").asText().substring(1)) : said;
        JsonNode shape = model.shape(shapeName);
        assertFalse(shape.isMissingNode(), path + ": AWS has no shape " + shapeName);
        held.add(path);
        switch (shape.path("type").asText()) {
            case "structure" -> {
                Set<String> members = names(shape.path("members").fieldNames());
                Set<String> named = names(local.path("properties").fieldNames());
                named.addAll(texts(local.at("/propertyNames/enum")));
                assertContains(path + ": members that AWS does not know", members, named);
                if (!named.isEmpty()) { // else an open object, which coldtrail does not write
                    assertContains(
                            path + ": members that AWS requires",
                            texts(local.path("required")),
                            texts(shape.path("required")));
                }
                for (Iterator<Map.Entry<String, JsonNode>> p =
                                local.path("properties").fields();
                        p.hasNext(); ) {
                    Map.Entry<String, JsonNode> property = p.next();
                    hold(
                            path + "/" + property.getKey(),
                            property.getValue(),
                            shape.path("members")
                                    .path(property.getKey())
                                    .path("shape")
                                    .asText(),
                            held);
                }
            }
            case "list" -> {
                assertEquals("array", local.path("type").asText(), path);
                hold(path, local.path("items"), shape.at("/member/shape").asText(), held);
            }
            case "map" -> assertEquals("object", local.path("type").asText(), path);
            case "integer" -> assertEquals("integer", local.path("type").asText(), path);
            case "double" -> assertEquals("number", local.path("type").asText(), path);
            case "boolean" -> assertEquals("boolean", local.path("type").asText(), path);
            default -> {
                if (shape.has("enum")) {
                    assertFalse(local.path("enum").isEmpty(), path + ": AWS names the values, the schema does not");
                    assertContains(path + ": values", texts(shape.path("enum")), texts(local.path("enum")));
                } else if (!local.has("enum") && !local.has("const")) {
                    assertEquals("string", local.path("type").asText(), path);
                    assertTrue(local.has("pattern"), path + ": blank text is refused by AWS, by a pattern");
                }
            }
        }
    }

    private static void assertContains(String message, Set<String> all, Set<String> some) {
        Set<String> beyond = new TreeSet<>(some);
        beyond.removeAll(all);
        assertEquals(Set.of(), beyond, message);
    }

    private static Set<String> names(Iterator<String> names) {
        Set<String> all = new TreeSet<>();
        names.forEachRemaining(all::add);
        return all;
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> all = new TreeSet<>();
        array.forEach(text -> all.add(text.asText()));
        return all;
    }

    /** The model, as a schema of its own, refuses what is not in it: else to be held against it would say nothing. */
    @Test
    void modelTakesAnOrdinaryFindingAndNotAnother() throws IOException {
        JsonSchema aws = model.schema("AwsSecurityFinding");
        String json = AsffFinding.of(FindingSamples.ordinary(), FindingSamples.PLACE)
                .json(FindingSamples.NOW, FindingSamples.NOW);
        ObjectNode finding = (ObjectNode) new ObjectMapper().readTree(json);
        assertEquals(Set.of(), aws.validate(finding));
        assertFalse(aws.validate(finding.deepCopy().put("NotAMember", "x")).isEmpty());
        assertFalse(aws.validate(finding.deepCopy().put("Title", " ")).isEmpty());
        assertFalse(aws.validate(finding.deepCopy().put("RecordState", "OPEN")).isEmpty());
        assertFalse(aws.validate(finding.deepCopy().put("Confidence", "high")).isEmpty());
        assertFalse(aws.validate(finding.deepCopy().without("Resources")).isEmpty());
        ObjectNode resource = (ObjectNode) finding.at("/Resources/0");
        resource.putObject("Details").putObject("AwsIamAccessKey").put("Secret", "x");
        assertFalse(aws.validate(finding).isEmpty());
    }
}
