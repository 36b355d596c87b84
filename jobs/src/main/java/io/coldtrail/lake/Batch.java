package io.coldtrail.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.coldtrail.archive.ObjectKind;
import io.coldtrail.archive.ObjectRef;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A part of the archive that is read and committed as one. Its plan is written before it runs, under its name: run
 * again, it is the same batch, and each table takes its rows once.
 *
 * @param id {@code b-}, its number in the case, and 8 hex of SHA-256 over what it reads
 * @param objects what it reads
 */
public record Batch(String id, List<ObjectRef> objects) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The batch of these objects. */
    static Batch of(int number, List<ObjectRef> objects) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (ObjectRef o : objects) {
                sha256.update((o.object() + '\n' + o.size() + '\n').getBytes(StandardCharsets.UTF_8));
            }
            String hash = HexFormat.of().formatHex(sha256.digest(), 0, 4);
            return new Batch(String.format("b-%05d-%s", number, hash), objects);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The plan as text: a JSON object a line. */
    String toText() {
        StringBuilder text = new StringBuilder();
        for (ObjectRef o : objects) {
            ObjectNode line = JSON.createObjectNode()
                    .put("object", o.object())
                    .put("location", o.location())
                    .put("kind", o.kind().word())
                    .put("account", o.account())
                    .put("region", o.region())
                    .put(
                            "delivered",
                            o.delivered() == null ? null : o.delivered().toString())
                    .put("size", o.size())
                    .put("etag", o.etag())
                    .put("version_id", o.versionId())
                    .put(
                            "last_modified",
                            o.lastModified() == null ? null : o.lastModified().toString())
                    .put("storage_class", o.storageClass());
            text.append(line).append('\n');
        }
        return text.toString();
    }

    static Batch fromText(String id, String text) {
        List<ObjectRef> objects = new ArrayList<>();
        text.lines().forEach(line -> {
            try {
                JsonNode o = JSON.readTree(line);
                objects.add(new ObjectRef(
                        o.path("object").textValue(),
                        o.path("location").textValue(),
                        ObjectKind.of(o.path("kind").textValue()),
                        o.path("account").textValue(),
                        o.path("region").textValue(),
                        instant(o.path("delivered")),
                        o.path("size").longValue(),
                        o.path("etag").textValue(),
                        o.path("version_id").textValue(),
                        instant(o.path("last_modified")),
                        o.path("storage_class").textValue()));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(
                        "plan of batch " + id + " cannot be read: " + e.getOriginalMessage(), e);
            }
        });
        return new Batch(id, objects);
    }

    private static Instant instant(JsonNode text) {
        return text.isTextual() ? Instant.parse(text.textValue()) : null;
    }
}
