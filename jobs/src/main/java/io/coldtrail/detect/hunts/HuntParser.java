package io.coldtrail.detect.hunts;

import io.coldtrail.detect.sigma.HeadParser;
import io.coldtrail.detect.sigma.RuleException;
import io.coldtrail.detect.sigma.RuleText;
import io.coldtrail.detect.sigma.RuleYaml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a file of a hunt: a comment that holds the head as YAML, then the query. */
final class HuntParser {
    private static final Pattern FILE = Pattern.compile("\\s*/\\*(.*?)\\*/(.*?);?\\s*", Pattern.DOTALL);

    private HuntParser() {}

    static Hunt parse(RuleText file) throws RuleException {
        Matcher parts = FILE.matcher(file.text());
        if (!parts.matches()) {
            throw new RuleException("it does not begin with its head, YAML in a comment /* ... */");
        }
        if (parts.group(2).isBlank()) {
            throw new RuleException("it has no query");
        }
        Map<String, Object> head =
                RuleYaml.map(RuleYaml.documents(parts.group(1)).get(0), "the head");
        return new Hunt(
                HeadParser.parse(head, file.file()),
                RuleYaml.texts(head, "needs"),
                RuleYaml.texts(head, "uses"),
                parameters(head),
                parts.group(2).strip());
    }

    private static Map<String, Object> parameters(Map<String, Object> head) throws RuleException {
        Map<String, Object> values = new LinkedHashMap<>();
        if (head.get("parameters") == null) {
            return values;
        }
        for (Map.Entry<String, Object> entry :
                RuleYaml.map(head.get("parameters"), "parameters").entrySet()) {
            Map<String, Object> parameter = RuleYaml.map(entry.getValue(), "parameter " + entry.getKey());
            Object value = parameter.get("value");
            if (RuleYaml.text(parameter, "meaning") == null) {
                throw new RuleException("parameter " + entry.getKey() + " has no meaning");
            }
            values.put(entry.getKey(), value(entry.getKey(), value));
        }
        return values;
    }

    /** As Spark binds it: a list as an array of one type. */
    private static Object value(String name, Object value) throws RuleException {
        if (value instanceof Integer
                || value instanceof Double
                || value instanceof String
                || value instanceof Boolean) {
            return value;
        }
        if (value instanceof List<?> list && !list.isEmpty()) {
            if (list.stream().allMatch(Integer.class::isInstance)) {
                return list.toArray(new Integer[0]);
            }
            if (list.stream().allMatch(String.class::isInstance)) {
                return list.toArray(new String[0]);
            }
        }
        throw new RuleException("the value of parameter " + name
                + " is no number, text or boolean, and no list of whole numbers or of texts");
    }
}
