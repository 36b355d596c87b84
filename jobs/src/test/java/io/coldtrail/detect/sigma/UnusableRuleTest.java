package io.coldtrail.detect.sigma;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A rule that cannot be used is named, with the reason; it is never dropped in silence. */
class UnusableRuleTest {
    private static final String HEAD = "title: t\nid: i\nlogsource: {product: aws, service: cloudtrail}\n";

    static Stream<Arguments> rules() {
        return Stream.of(
                Arguments.of("", "the file is empty"),
                Arguments.of("- a\n- b", "the rule is missing, or is no mapping"),
                Arguments.of("title: [", "not YAML"),
                Arguments.of("a: 1\na: 2", "not YAML"),
                Arguments.of("[".repeat(20_000), "not YAML"),
                Arguments.of("a: &a [x, *a, *a]\nb: *a", "logsource is missing"),
                Arguments.of("title: t\nlogsource: {product: windows, service: sysmon}", "its log source"),
                Arguments.of("title: t\nlogsource: {product: aws}", "its log source"),
                Arguments.of("logsource: {product: aws, service: cloudtrail}", "it has no title"),
                Arguments.of(HEAD, "detection is missing"),
                Arguments.of(HEAD + "level: severe\ndetection: {s: {a: b}, condition: s}", "its level 'severe'"),
                Arguments.of(HEAD + "status: deprecated", "its status is deprecated"),
                Arguments.of(HEAD + "correlation: {type: event_count}", "it is a correlation rule"),
                Arguments.of(HEAD + "filter: {rules: any}", "it is a filter"),
                detection("s: {a: b}", "detection.condition is missing"),
                detection("s: {a: b}\ncondition: [[s]]", "detection.condition is missing"),
                detection("s: [word, other]\ncondition: s", "looks for words anywhere"),
                detection("s: word\ncondition: s", "looks for words anywhere"),
                detection("s: {'|all': [a, b]}\ncondition: s", "looks for words anywhere"),
                detection("s: {}\ncondition: s", "detection 's' is empty"),
                detection("s: []\ncondition: s", "detection 's' is empty"),
                detection("s:\ncondition: s", "detection 's' is empty"),
                detection("s: {a: []}\ncondition: s", "'a' has no values"),
                detection("s: {a: {b: c}}\ncondition: s", "is no plain value"),
                detection("s: {a: [[x]]}\ncondition: s", "is no plain value"),
                detection("s: {a|base64: x}\ncondition: s", "the modifier 'base64' of 'a|base64' is not read"),
                detection("s: {'a|': x}\ncondition: s", "the modifier '' of"),
                detection("s: {a|contains|startswith: x}\ncondition: s", "do not go together"),
                detection("s: {a|re|contains: x}\ncondition: s", "do not go together"),
                detection("s: {a|i: x}\ncondition: s", "do not go together"),
                detection("s: {a|contains: null}\ncondition: s", "cannot take null"),
                detection("s: {a|exists: maybe}\ncondition: s", "takes true or false"),
                detection("s: {a|gt: many}\ncondition: s", "takes a number"),
                detection("s: {a|cidr: 10.0.0.0/40}\ncondition: s", "is no address and no network"),
                detection("s: {a|re: '(?=x)'}\ncondition: s", "RE2 syntax"),
                detection("s: {a|re: '('}\ncondition: s", "RE2 syntax"),
                detection("s: {a|expand: '%nobody%'}\ncondition: s", "the list '%nobody%'"),
                detection("s: {a: b}\ncondition: t", "there is no detection 't'"),
                detection("s: {a: b}\ncondition: s and", "it ends where a name is expected"),
                detection("s: {a: b}\ncondition: (s", "a parenthesis is not closed"),
                detection("s: {a: b}\ncondition: s)", "'and' or 'or' is expected"),
                detection("s: {a: b}\ncondition: s s", "'and' or 'or' is expected"),
                detection("s: {a: b}\ncondition: 1 of t_*", "no detection is meant by 't_*'"),
                detection("s: {a: b}\ncondition: 0 of s", "there is no detection '0'"),
                detection("s: {a: b}\ncondition: 1 of", "it ends where a name is expected"),
                detection("s: {a: b}\ncondition: s | count() > 5", "aggregates"),
                detection("s: {a: b}\ncondition: " + "(".repeat(9_000) + "s", "nested more than"));
    }

    private static Arguments detection(String detection, String reason) {
        return Arguments.of(HEAD + "detection:\n" + detection.indent(2), reason);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void saysWhy(String text, String reason) {
        RuleSet rules = RuleSet.read(List.of(new RuleText("bad.yml", text)), Map.of());
        assertEquals(0, rules.index().heads().size());
        assertEquals(1, rules.unusable().size());
        assertEquals("bad.yml", rules.unusable().get(0).file());
        assertTrue(
                rules.unusable().get(0).reason().contains(reason),
                rules.unusable().get(0)::reason);
    }

    @Test
    void aBadRuleCostsTheGoodOnesNothing() {
        String good = HEAD + "detection: {s: {eventName: x}, condition: s}";
        RuleSet rules = RuleSet.read(
                List.of(
                        new RuleText("b.yml", good + "\n---\ntitle: u\nid: u\n"),
                        new RuleText("a.yml", good.replace("id: i", "id: j")),
                        new RuleText("c.yml", good),
                        new RuleText("d.yml", HEAD + "detection: {s: {only.in.raw: x}, condition: t}")),
                Map.of());
        assertEquals(
                List.of("a.yml", "b.yml"),
                rules.index().heads().stream().map(RuleHead::file).toList());
        assertEquals(
                List.of("b.yml", "c.yml", "d.yml"),
                rules.unusable().stream().map(RuleSet.Unusable::file).toList());
        assertTrue(rules.unusable().get(1).reason().contains("that of a rule in b.yml"));
        assertEquals(false, rules.index().columns().contains("raw"));
    }
}
