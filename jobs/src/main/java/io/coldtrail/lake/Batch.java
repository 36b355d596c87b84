package io.coldtrail.lake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coldtrail.archive.ObjectKind;
import io.coldtrail.archive.ObjectRef;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
    private static final JsonFactory JSON = new JsonFactory();
    private static final SerializedString END_OF_LINE = new SerializedString("\n");

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

    /** Writes the plan: a JSON object a line. */
    void write(OutputStream to) throws IOException {
        try (JsonGenerator line = JSON.createGenerator(to).setRootValueSeparator(END_OF_LINE)) {
            for (ObjectRef o : objects) {
                line.writeStartObject();
                line.writeStringField("object", o.object());
                line.writeStringField("location", o.location());
                line.writeStringField("kind", o.kind().word());
                line.writeStringField("account", o.account());
                line.writeStringField("region", o.region());
                line.writeStringField("delivered", text(o.delivered()));
                line.writeNumberField("size", o.size());
                line.writeStringField("etag", o.etag());
                line.writeStringField("version_id", o.versionId());
                line.writeStringField("last_modified", text(o.lastModified()));
                line.writeStringField("storage_class", o.storageClass());
                line.writeEndObject();
            }
            line.writeRaw('\n');
        }
    }

    private static String text(Instant time) {
        return time == null ? null : time.toString();
    }

    static Batch read(String id, InputStream from) throws IOException {
        List<ObjectRef> objects = new ArrayList<>();
        try (MappingIterator<JsonNode> lines =
                new ObjectMapper(JSON).readerFor(JsonNode.class).readValues(from)) {
            while (lines.hasNextValue()) {
                JsonNode o = lines.nextValue();
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
            }
        }
        return new Batch(id, objects);
    }

    private static Instant instant(JsonNode text) {
        return text.isTextual() ? Instant.parse(text.textValue()) : null;
    }
}
