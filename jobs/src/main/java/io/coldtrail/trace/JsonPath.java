package io.coldtrail.trace;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds texts in a record's JSON by a path of names, {@code items[]} for each element of an array. The record is an
 * attacker's own: what is missing, of another type or endless is as good as not there.
 */
final class JsonPath {
    /** Elements of one array that are looked at; AWS takes at most 1,000 in any call. */
    private static final int MAX_ELEMENTS = 1_000;

    private JsonPath() {}

    static List<String> find(JsonNode root, String path) {
        List<String> found = new ArrayList<>();
        walk(root, path, found);
        return found;
    }

    private static void walk(JsonNode node, String path, List<String> found) {
        int dot = path.indexOf('.');
        String name = dot < 0 ? path : path.substring(0, dot);
        String rest = dot < 0 ? null : path.substring(dot + 1);
        boolean each = name.endsWith("[]");
        JsonNode next = node.path(each ? name.substring(0, name.length() - 2) : name);
        if (!each) {
            take(next, rest, found);
            return;
        }
        for (int i = 0; i < Math.min(MAX_ELEMENTS, next.size()); i++) {
            take(next.path(i), rest, found);
        }
    }

    private static void take(JsonNode node, String rest, List<String> found) {
        if (rest != null) {
            walk(node, rest, found);
        } else if (node.isValueNode() && !node.isNull() && !node.asText().isEmpty()) {
            found.add(node.asText());
        } else if (node.isArray() && node.size() > 0 && node.path(0).isValueNode()) {
            found.add(node.path(0).asText());
        }
    }
}
