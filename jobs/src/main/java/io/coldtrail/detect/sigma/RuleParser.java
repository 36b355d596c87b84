package io.coldtrail.detect.sigma;

import io.coldtrail.lake.Severity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** Reads one rule: its head, its log source, and its detections put together by its condition. */
final class RuleParser {
    /** Of the ATT&CK matrices that cloud logs can show, older names included. */
    private static final Set<String> TACTICS = Set.of(
            "reconnaissance",
            "resource-development",
            "initial-access",
            "execution",
            "persistence",
            "privilege-escalation",
            "defense-evasion",
            "stealth",
            "defense-impairment",
            "credential-access",
            "discovery",
            "lateral-movement",
            "collection",
            "command-and-control",
            "exfiltration",
            "impact");

    private static final Pattern TECHNIQUE = Pattern.compile("t[0-9]{4}(\\.[0-9]{3})?");
    private static final String ATTACK = "attack.";

    private final RuleText file;
    private final Fields fields;
    private final Map<String, ValueList> lists;

    RuleParser(RuleText file, Fields fields, Map<String, ValueList> lists) {
        this.file = file;
        this.fields = fields;
        this.lists = lists;
    }

    Rule parse(Object document) throws RuleException {
        Map<String, Object> rule = map(document, "the rule");
        if (rule.containsKey("correlation")) {
            throw new RuleException("it is a correlation rule; only rules on single records are read");
        }
        if (rule.containsKey("filter")) {
            throw new RuleException("it is a filter; only rules are read");
        }
        logsource(rule.get("logsource"));
        RuleHead head = head(rule);
        Map<String, Object> detection = map(rule.get("detection"), "detection");
        DetectionParser parser = new DetectionParser(fields, lists);
        Map<String, Expr> named = new LinkedHashMap<>();
        for (Map.Entry<String, Object> entry : detection.entrySet()) {
            if (!entry.getKey().equals("condition") && !entry.getKey().equals("timeframe")) {
                named.put(entry.getKey(), parser.parse(entry.getKey(), entry.getValue()));
            }
        }
        return new Rule(head, condition(detection.get("condition"), named), parser.listed());
    }

    private static Expr condition(Object condition, Map<String, Expr> named) throws RuleException {
        if (condition instanceof String text) {
            return ConditionParser.parse(text, named);
        }
        if (condition instanceof List<?> list && !list.isEmpty()) {
            List<Expr> any = new ArrayList<>();
            for (Object text : list) {
                any.add(condition(text instanceof String ? text : null, named));
            }
            return new Expr.Or(any);
        }
        throw new RuleException("detection.condition is missing, or is no text");
    }

    private static void logsource(Object value) throws RuleException {
        Map<String, Object> logsource = map(value, "logsource");
        boolean cloudtrail = "aws".equals(logsource.get("product"))
                && "cloudtrail".equals(logsource.get("service"))
                && logsource.get("category") == null;
        if (!cloudtrail) {
            Map<String, Object> shown = new LinkedHashMap<>(logsource);
            shown.keySet().retainAll(List.of("product", "service", "category"));
            throw new RuleException("its log source " + shown + " is not read; product aws, service cloudtrail is");
        }
    }

    private RuleHead head(Map<String, Object> rule) throws RuleException {
        String title = text(rule, "title");
        if (title == null) {
            throw new RuleException("it has no title");
        }
        String status = text(rule, "status");
        if ("deprecated".equals(status) || "unsupported".equals(status)) {
            throw new RuleException("its status is " + status);
        }
        String level = text(rule, "level");
        Severity severity = level == null
                ? Severity.MEDIUM
                : Severity.of(level)
                        .orElseThrow(() -> new RuleException(
                                "its level '" + level + "' is none of informational, low, medium, high, critical"));
        String id = text(rule, "id");
        if (id == null) {
            id = UUID.nameUUIDFromBytes((file.file() + "\n" + title).getBytes(StandardCharsets.UTF_8))
                    .toString();
        }
        Map<String, Object> custom = rule.get("custom") == null ? Map.of() : map(rule.get("custom"), "custom");
        String tactic = null;
        String technique = null;
        for (String tag : texts(rule.get("tags"), "tags")) {
            String name = tag.toLowerCase(Locale.ROOT);
            if (!name.startsWith(ATTACK)) {
                continue;
            }
            name = name.substring(ATTACK.length());
            if (technique == null && TECHNIQUE.matcher(name).matches()) {
                technique = name.toUpperCase(Locale.ROOT);
            } else if (tactic == null && TACTICS.contains(name.replace('_', '-'))) {
                tactic = name.replace('_', '-');
            }
        }
        return new RuleHead(
                id,
                title,
                text(rule, "description"),
                severity,
                tactic,
                technique,
                texts(rule.get("references"), "references"),
                text(custom, "finding_type"),
                text(custom, "remediation"),
                text(custom, "remediation_url"),
                file.file());
    }

    private static String text(Map<String, Object> map, String key) throws RuleException {
        Object value = map.get(key);
        if (value == null || value instanceof String text && text.isBlank()) {
            return null;
        }
        if (value instanceof Map || value instanceof List) {
            throw new RuleException(key + " is no text");
        }
        return value.toString().strip();
    }

    private static List<String> texts(Object value, String name) throws RuleException {
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw new RuleException(name + " is no list");
        }
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(String.valueOf(item)));
        return List.copyOf(texts);
    }

    private static Map<String, Object> map(Object value, String name) throws RuleException {
        if (!(value instanceof Map<?, ?> map)) {
            throw new RuleException(name + " is missing, or is no mapping of names to values");
        }
        Map<String, Object> named = new LinkedHashMap<>();
        map.forEach((key, v) -> named.put(String.valueOf(key), v));
        return named;
    }
}
