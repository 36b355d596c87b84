package io.coldtrail.detect.sigma;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The YAML that rules and hunts are written in: what is not of the shape asked for is told to its author. */
public final class RuleYaml {
    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setSchema(new CoreSchema())
            .setAllowDuplicateKeys(false)
            .build();

    private RuleYaml() {}

    /** The documents of a text, at least one. */
    public static List<Object> documents(String text) throws RuleException {
        List<Object> documents = new ArrayList<>();
        try {
            new Load(SETTINGS).loadAllFromString(text).forEach(documents::add);
        } catch (YamlEngineException e) {
            throw new RuleException("not YAML: " + e.getMessage().replaceAll("\\s+", " "));
        } catch (StackOverflowError e) {
            throw new RuleException("not YAML that can be read: nested too deeply");
        }
        if (documents.isEmpty()) {
            throw new RuleException("the file is empty");
        }
        return documents;
    }

    /** A mapping, its keys as text; {@code name} is what its author calls it. */
    public static Map<String, Object> map(Object value, String name) throws RuleException {
        if (!(value instanceof Map<?, ?> map)) {
            throw new RuleException(name + " is missing, or is no mapping of names to values");
        }
        Map<String, Object> named = new LinkedHashMap<>();
        map.forEach((key, v) -> named.put(String.valueOf(key), v));
        return named;
    }

    /** The text under a key; null where there is none. */
    public static String text(Map<String, Object> map, String key) throws RuleException {
        Object value = map.get(key);
        if (value == null || value instanceof String text && text.isBlank()) {
            return null;
        }
        if (value instanceof Map || value instanceof List) {
            throw new RuleException(key + " is no text");
        }
        return value.toString().strip();
    }

    /** The texts of the list under a key; none where there is no list. */
    public static List<String> texts(Map<String, Object> map, String key) throws RuleException {
        Object value = map.get(key);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw new RuleException(key + " is no list");
        }
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(String.valueOf(item)));
        return List.copyOf(texts);
    }
}
