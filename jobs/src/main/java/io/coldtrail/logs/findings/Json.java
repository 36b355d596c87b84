package io.coldtrail.logs.findings;

import com.fasterxml.jackson.databind.JsonNode;

/** Values in a tree of JSON. */
final class Json {
    private Json() {}

    /** A text or number at a path ({@code /resource/instanceDetails/instanceId}); null where there is none, or an empty one. */
    static String text(JsonNode node, String path) {
        return text(node.at(path));
    }

    static String text(JsonNode value) {
        return value.isValueNode() && !value.isNull() && !value.asText().isEmpty() ? value.asText() : null;
    }

    /** The whole number that a text spells; null where it spells none. */
    static Long whole(String text) {
        try {
            return text == null ? null : (Long) (long) Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** The address in any of a finding's actions: each holds it itself, or in each of several probes. */
    static String remoteIp(JsonNode actions, String details, String... versions) {
        for (JsonNode action : actions) {
            for (JsonNode place : action.findValues(details)) {
                for (String version : versions) {
                    String ip = text(place.path(version));
                    if (ip != null) {
                        return ip;
                    }
                }
            }
        }
        return null;
    }
}
