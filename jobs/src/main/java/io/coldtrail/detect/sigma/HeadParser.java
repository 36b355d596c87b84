package io.coldtrail.detect.sigma;

import io.coldtrail.lake.Severity;
import io.coldtrail.lake.Tactics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/** Reads what a rule or a hunt says of itself: both say it with Sigma's names. */
public final class HeadParser {
    private static final Pattern TECHNIQUE = Pattern.compile("t[0-9]{4}(\\.[0-9]{3})?");
    private static final String ATTACK = "attack.";

    private HeadParser() {}

    /**
     * The head.
     *
     * @param rule the YAML document
     * @param file where it stands
     */
    public static RuleHead parse(Map<String, Object> rule, String file) throws RuleException {
        String title = RuleYaml.text(rule, "title");
        if (title == null) {
            throw new RuleException("it has no title");
        }
        String status = RuleYaml.text(rule, "status");
        if ("deprecated".equals(status) || "unsupported".equals(status)) {
            throw new RuleException("its status is " + status);
        }
        String level = RuleYaml.text(rule, "level");
        Severity severity = level == null
                ? Severity.MEDIUM
                : Severity.of(level)
                        .orElseThrow(() -> new RuleException(
                                "its level '" + level + "' is none of informational, low, medium, high, critical"));
        String id = RuleYaml.text(rule, "id");
        if (id == null) {
            id = UUID.nameUUIDFromBytes((file + "\n" + title).getBytes(StandardCharsets.UTF_8))
                    .toString();
        }
        Map<String, Object> custom = rule.get("custom") == null ? Map.of() : RuleYaml.map(rule.get("custom"), "custom");
        List<String> tags = RuleYaml.texts(rule, "tags").stream()
                .map(tag -> tag.toLowerCase(Locale.ROOT))
                .filter(tag -> tag.startsWith(ATTACK))
                .map(tag -> tag.substring(ATTACK.length()))
                .toList();
        return new RuleHead(
                id,
                title,
                RuleYaml.text(rule, "description"),
                severity,
                tags.stream()
                        .map(tag -> tag.replace('_', '-'))
                        .filter(Tactics.MATRIX::contains)
                        .findFirst()
                        .orElse(null),
                tags.stream()
                        .filter(tag -> TECHNIQUE.matcher(tag).matches())
                        .map(tag -> tag.toUpperCase(Locale.ROOT))
                        .findFirst()
                        .orElse(null),
                RuleYaml.texts(rule, "references"),
                RuleYaml.text(custom, "finding_type"),
                RuleYaml.text(custom, "remediation"),
                RuleYaml.text(custom, "remediation_url"),
                file);
    }
}
