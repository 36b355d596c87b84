package io.coldtrail.detect.sigma;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one rule: its head, its log source, and its detections put together by its condition. */
final class RuleParser {
    private final RuleText file;
    private final Fields fields;
    private final Map<String, ValueList> lists;

    RuleParser(RuleText file, Fields fields, Map<String, ValueList> lists) {
        this.file = file;
        this.fields = fields;
        this.lists = lists;
    }

    Rule parse(Object document) throws RuleException {
        Map<String, Object> rule = RuleYaml.map(document, "the rule");
        if (rule.containsKey("correlation")) {
            throw new RuleException("it is a correlation rule; only rules on single records are read");
        }
        if (rule.containsKey("filter")) {
            throw new RuleException("it is a filter; only rules are read");
        }
        logsource(rule.get("logsource"));
        RuleHead head = HeadParser.parse(rule, file.file());
        Map<String, Object> detection = RuleYaml.map(rule.get("detection"), "detection");
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
        Map<String, Object> logsource = RuleYaml.map(value, "logsource");
        boolean cloudtrail = "aws".equals(logsource.get("product"))
                && "cloudtrail".equals(logsource.get("service"))
                && logsource.get("category") == null;
        if (!cloudtrail) {
            Map<String, Object> shown = new LinkedHashMap<>(logsource);
            shown.keySet().retainAll(List.of("product", "service", "category"));
            throw new RuleException("its log source " + shown + " is not read; product aws, service cloudtrail is");
        }
    }
}
