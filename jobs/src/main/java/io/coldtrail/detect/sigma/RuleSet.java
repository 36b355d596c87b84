package io.coldtrail.detect.sigma;

import io.coldtrail.lake.TableSchema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules of some files: those that can be used, compiled, and those that cannot, each with the reason. The same
 * files give the same order, here and on every executor.
 *
 * @param index the rules that are used
 * @param unusable the others
 */
public record RuleSet(RuleIndex index, List<Unusable> unusable) {
    /**
     * A rule or hunt that is not used.
     *
     * @param file where it stands
     * @param id its id, null where it has none that can be read
     * @param title its title, null likewise
     * @param reason why it cannot be used
     */
    public record Unusable(String file, String id, String title, String reason) {}

    /**
     * Reads rules.
     *
     * @param files in any order
     * @param lists the lists that rules may name as {@code %name%}
     */
    public static RuleSet read(List<RuleText> files, Map<String, ValueList> lists) {
        TableSchema schema = TableSchema.of("cloudtrail");
        Fields fields = new Fields(schema);
        List<Rule> rules = new ArrayList<>();
        List<Unusable> unusable = new ArrayList<>();
        Map<String, String> fileOf = new HashMap<>();
        List<RuleText> ordered = new ArrayList<>(files);
        ordered.sort(Comparator.comparing(RuleText::file).thenComparing(RuleText::text));
        for (RuleText file : ordered) {
            for (Object document : documents(file, unusable)) {
                try {
                    // with fields of its own first: a rule that fails must not cost the others a column
                    String id = new RuleParser(file, new Fields(schema), lists)
                            .parse(document)
                            .head()
                            .id();
                    String other = fileOf.putIfAbsent(id, file.file());
                    if (other != null) {
                        throw new RuleException("its id " + id + " is that of a rule in " + other);
                    }
                    rules.add(new RuleParser(file, fields, lists).parse(document));
                } catch (RuleException e) {
                    unusable.add(
                            new Unusable(file.file(), text(document, "id"), text(document, "title"), e.getMessage()));
                }
            }
        }
        return new RuleSet(new RuleIndex(rules, fields), List.copyOf(unusable));
    }

    private static List<Object> documents(RuleText file, List<Unusable> unusable) {
        try {
            return RuleYaml.documents(file.text());
        } catch (RuleException e) {
            unusable.add(new Unusable(file.file(), null, null, e.getMessage()));
            return List.of();
        }
    }

    private static String text(Object document, String key) {
        return document instanceof Map<?, ?> map && map.get(key) instanceof String text ? text : null;
    }
}
