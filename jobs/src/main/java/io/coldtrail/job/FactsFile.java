package io.coldtrail.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/**
 * A file of facts, YAML: a list of {@code kind} (suspect or trust), {@code what}, {@code value}, and where they are
 * known {@code from}, {@code to}, {@code author}, {@code reason}.
 */
final class FactsFile {
    private static final List<String> FIELDS = List.of("kind", "what", "value", "from", "to", "author", "reason");

    private FactsFile() {}

    /** @throws UsageException the file cannot be read, or holds something else: one line that says where */
    static List<KnownFact> read(Path file) {
        // keys and numbers stay as they are written: an account id may begin with 0
        LoadSettings settings =
                LoadSettings.builder().setSchema(new FailsafeSchema()).build();
        Object content;
        try {
            content = new Load(settings).loadFromString(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new UsageException("--facts " + file + ": there is no such file");
        } catch (IOException e) {
            throw new UsageException("--facts " + file + " cannot be read: " + e.getMessage());
        } catch (YamlEngineException e) {
            throw new UsageException("--facts " + file + " is not YAML: "
                    + e.getMessage().lines().findFirst().orElse(""));
        }
        if (!(content instanceof List<?> list)) {
            throw new UsageException("--facts " + file + " holds no list: begin each fact with \"- kind: suspect\"");
        }
        List<KnownFact> facts = new ArrayList<>();
        for (Object entry : list) {
            facts.add(fact(file, facts.size() + 1, entry));
        }
        return facts;
    }

    private static KnownFact fact(Path file, int number, Object entry) {
        String where = "--facts " + file + ", fact " + number;
        if (!(entry instanceof Map<?, ?> fields)) {
            throw new UsageException(where + " is not a list of fields: write kind, what and value");
        }
        for (Object name : fields.keySet()) {
            if (!FIELDS.contains(String.valueOf(name))) {
                throw new UsageException(
                        where + ": there is no field " + name + "; known are " + String.join(", ", FIELDS));
            }
        }
        String kind = text(fields, "kind");
        if (!KnownFact.KINDS.contains(String.valueOf(kind))) {
            throw new UsageException(where + ": kind is " + kind + "; write suspect or trust");
        }
        if (text(fields, "what") == null || text(fields, "value") == null) {
            throw new UsageException(where + " lacks what or value, as in what: ip, value: 203.0.113.7");
        }
        String author = text(fields, "author");
        String reason = text(fields, "reason");
        return new KnownFact(
                kind,
                text(fields, "what"),
                text(fields, "value"),
                KnownFact.time(where + ", from", text(fields, "from")),
                KnownFact.time(where + ", to", text(fields, "to")),
                author == null ? System.getProperty("user.name") : author,
                reason == null ? "given in " + file.getFileName() : reason);
    }

    private static String text(Map<?, ?> fields, String name) {
        Object value = fields.get(name);
        return value == null || value.toString().isBlank() ? null : value.toString();
    }
}
