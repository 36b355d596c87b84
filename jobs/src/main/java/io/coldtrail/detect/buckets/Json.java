package io.coldtrail.detect.buckets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * JSON as calls and AWS Config write it: what came from XML has one value or many, names differ in case, and a value may
 * be JSON in a string. What is not there, or is no JSON, is a missing node.
 */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static JsonNode parse(String text) {
        if (text == null || text.isBlank()) {
            return MissingNode.getInstance();
        }
        try {
            JsonNode node = MAPPER.readTree(text);
            return node == null ? MissingNode.getInstance() : node;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** A field, whatever the case of its name; JSON in a string is read. */
    static JsonNode field(JsonNode node, String name) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (field.getKey().equalsIgnoreCase(name)) {
                return unwrapped(field.getValue());
            }
        }
        return MissingNode.getInstance();
    }

    private static JsonNode unwrapped(JsonNode value) {
        if (value.isTextual()
                && (value.asText().startsWith("{") || value.asText().startsWith("["))) {
            JsonNode inner = parse(value.asText());
            return inner.isMissingNode() ? value : inner;
        }
        return value;
    }

    /** The values of what has none, one or many; an empty element of XML is an empty string here. */
    static List<JsonNode> items(JsonNode node) {
        List<JsonNode> items = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(items::add);
        } else if (!isNothing(node)) {
            items.add(node);
        }
        return items;
    }

    static List<String> texts(JsonNode node) {
        return items(node).stream()
                .filter(JsonNode::isValueNode)
                .map(JsonNode::asText)
                .toList();
    }

    /** The first value as text; null where there is none. */
    static String text(JsonNode node) {
        List<String> texts = texts(node);
        return texts.isEmpty() ? null : texts.get(0);
    }

    static boolean isNothing(JsonNode node) {
        return node.isMissingNode()
                || node.isNull()
                || node.isTextual() && node.asText().isEmpty();
    }
}
