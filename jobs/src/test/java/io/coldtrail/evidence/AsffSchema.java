package io.coldtrail.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.Set;

/** What Security Hub accepts. */
public final class AsffSchema {
    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(AsffSchema.class.getResourceAsStream("/schemas/asff/finding.schema.json"));

    private AsffSchema() {}

    public static Set<ValidationMessage> errors(JsonNode finding) {
        return SCHEMA.validate(finding);
    }

    public static void assertAccepted(JsonNode finding) {
        assertEquals(Set.of(), errors(finding), finding::toPrettyString);
    }
}
