package io.coldtrail.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.coldtrail.archive.ArchiveAccess;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a case was asked: kept in {@code settings.json}, so that a later step asks the same unless told otherwise.
 *
 * @param archives addresses of the archives, in the order given
 * @param sources places whose objects are said to be of one log
 * @param from start of the window, null for open
 * @param to end of the window, exclusive, null for open
 * @param accounts accounts to read, empty for all
 * @param regions regions to read, empty for all
 * @param versions whether what was overwritten or deleted is read, too, where a bucket kept it
 * @param access as whom archives in S3 are read
 * @param builtinRules whether the rules in the jar are used
 * @param rules copies of the user's rules in the case
 * @param threatLists copies of the user's threat lists in the case
 * @param rawOfHitsOnly whether the raw text of a record is kept only where a rule hit
 */
public record Settings(
        List<String> archives,
        List<Source> sources,
        Instant from,
        Instant to,
        List<String> accounts,
        List<String> regions,
        boolean versions,
        ArchiveAccess access,
        boolean builtinRules,
        List<Input> rules,
        List<Input> threatLists,
        boolean rawOfHitsOnly) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /**
     * A place whose objects are said to be of one log.
     *
     * @param table table of the log
     * @param uri address below which they lie; one of the archives
     */
    public record Source(String table, String uri) {}

    /**
     * A file of the user's, copied into the case.
     *
     * @param name its name, as the user knows it
     * @param path the copy, relative to the case
     * @param sha256 SHA-256 of its bytes, hex
     */
    public record Input(String name, String path, String sha256) {}

    /** Of a case that was asked nothing yet. */
    public static Settings empty() {
        return new Settings(
                List.of(),
                List.of(),
                null,
                null,
                List.of(),
                List.of(),
                false,
                ArchiveAccess.OWN,
                true,
                List.of(),
                List.of(),
                false);
    }

    /** Which events are analysed, in a word: where it is the same, so are they. */
    public String scope() {
        return String.join(" ", String.valueOf(from), String.valueOf(to), accounts.toString(), regions.toString());
    }

    public String toJson() {
        ObjectNode json = JSON.createObjectNode();
        strings(json.putArray("archives"), archives);
        ArrayNode places = json.putArray("sources");
        sources.forEach(s -> places.addObject().put("table", s.table()).put("uri", s.uri()));
        json.put("from", from == null ? null : from.toString());
        json.put("to", to == null ? null : to.toString());
        strings(json.putArray("accounts"), accounts);
        strings(json.putArray("regions"), regions);
        json.put("versions", versions);
        json.put("requester_pays", access.requesterPays());
        json.put("assume_role", access.role());
        json.put("external_id", access.externalId());
        json.put("builtin_rules", builtinRules);
        inputs(json.putArray("rules"), rules);
        inputs(json.putArray("threat_lists"), threatLists);
        json.put("raw", rawOfHitsOnly ? "hits" : "all");
        try {
            return JSON.writeValueAsString(json) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static Settings fromJson(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            return new Settings(
                    strings(json.path("archives")),
                    sources(json.path("sources")),
                    instant(json.path("from")),
                    instant(json.path("to")),
                    strings(json.path("accounts")),
                    strings(json.path("regions")),
                    json.path("versions").asBoolean(false),
                    new ArchiveAccess(
                            json.path("requester_pays").asBoolean(false),
                            json.path("assume_role").textValue(),
                            json.path("external_id").textValue()),
                    json.path("builtin_rules").asBoolean(true),
                    inputs(json.path("rules")),
                    inputs(json.path("threat_lists")),
                    json.path("raw").asText().equals("hits"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("settings.json of the case cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    private static void strings(ArrayNode array, List<String> values) {
        values.forEach(array::add);
    }

    private static List<String> strings(JsonNode array) {
        List<String> values = new ArrayList<>();
        array.forEach(v -> values.add(v.asText()));
        return List.copyOf(values);
    }

    private static List<Source> sources(JsonNode array) {
        List<Source> sources = new ArrayList<>();
        array.forEach(s ->
                sources.add(new Source(s.path("table").asText(), s.path("uri").asText())));
        return List.copyOf(sources);
    }

    private static void inputs(ArrayNode array, List<Input> inputs) {
        for (Input input : inputs) {
            array.addObject()
                    .put("name", input.name())
                    .put("path", input.path())
                    .put("sha256", input.sha256());
        }
    }

    private static List<Input> inputs(JsonNode array) {
        List<Input> inputs = new ArrayList<>();
        array.forEach(i -> inputs.add(new Input(
                i.path("name").asText(),
                i.path("path").asText(),
                i.path("sha256").asText())));
        return List.copyOf(inputs);
    }

    private static Instant instant(JsonNode text) {
        return text.isTextual() ? Instant.parse(text.asText()) : null;
    }
}
