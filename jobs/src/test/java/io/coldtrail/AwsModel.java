package io.coldtrail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** AWS's own model of one of its services, as its Python SDK (botocore) carries it. */
public final class AwsModel {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode shapes;

    private AwsModel(JsonNode shapes) {
        this.shapes = shapes;
    }

    /** Reads one; {@code .ci/tools} brings it. */
    public static AwsModel of(String service, String version) throws IOException {
        Path lib = Tools.find("python/lib");
        try (var pythons = Files.newDirectoryStream(lib, "python3*")) {
            String python = pythons.iterator().next().getFileName().toString();
            Path file = Tools.find("python/lib/" + python + "/site-packages/botocore/data/" + service + "/" + version
                    + "/service-2.json.gz");
            try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
                return new AwsModel(JSON.readTree(in).path("shapes"));
            }
        }
    }

    /** A shape: {@code type}, and {@code members}, {@code required}, {@code enum}, ... as it has them. */
    public JsonNode shape(String name) {
        return shapes.path(name);
    }

    /** A shape as JSON Schema: members that it does not know are refused. */
    public JsonSchema schema(String name) {
        ObjectNode schema = JSON.createObjectNode();
        schema.put("$ref", "#/$defs/" + name);
        ObjectNode defs = schema.putObject("$defs");
        shapes.fields().forEachRemaining(shape -> defs.set(shape.getKey(), schema(shape.getValue())));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
    }

    private static ObjectNode schema(JsonNode shape) {
        ObjectNode schema = JSON.createObjectNode();
        switch (shape.path("type").asText()) {
            case "structure" -> {
                schema.put("type", "object").put("additionalProperties", false);
                ObjectNode properties = schema.putObject("properties");
                shape.path("members")
                        .fields()
                        .forEachRemaining(member -> properties.set(member.getKey(), reference(member.getValue())));
                if (shape.has("required")) {
                    schema.set("required", shape.path("required"));
                }
            }
            case "list" -> {
                schema.put("type", "array").set("items", reference(shape.path("member")));
                bounds(shape, schema, "minItems", "maxItems");
            }
            case "map" -> {
                schema.put("type", "object").set("additionalProperties", reference(shape.path("value")));
                schema.set("propertyNames", reference(shape.path("key")));
            }
            case "integer", "long" -> {
                schema.put("type", "integer");
                bounds(shape, schema, "minimum", "maximum");
            }
            case "float", "double" -> schema.put("type", "number");
            case "boolean" -> schema.put("type", "boolean");
            default -> {
                schema.put("type", "string");
                bounds(shape, schema, "minLength", "maxLength");
                for (String said : new String[] {"pattern", "enum"}) {
                    if (shape.has(said)) {
                        schema.set(said, shape.path(said));
                    }
                }
            }
        }
        return schema;
    }

    private static ObjectNode reference(JsonNode member) {
        return JSON.createObjectNode()
                .put("$ref", "#/$defs/" + member.path("shape").asText());
    }

    private static void bounds(JsonNode shape, ObjectNode schema, String least, String most) {
        if (shape.has("min")) {
            schema.set(least, shape.path("min"));
        }
        if (shape.has("max")) {
            schema.set(most, shape.path("max"));
        }
    }
}
