package io.coldtrail.detect.sigma;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rules of one log, compiled: a record meets only the rules whose equalities it can fulfil. A rule stands under the
 * values of one field, the first of {@link #BY} for which it names all that it accepts; a rule that names none meets
 * every record. Immutable, shared by threads; each has a {@link Matcher} of its own.
 */
public final class RuleIndex {
    /** Fields that rules are sought by, those that part the records finest first. */
    private static final List<String> BY =
            List.of("eventName", "eventSource", "errorCode", "userIdentity.type", "eventType");

    private final List<Rule> rules;
    private final Fields fields;
    private final int[] bySlots;
    private final List<Map<String, int[]>> byValues = new ArrayList<>();
    private final int[] always;

    RuleIndex(List<Rule> rules, Fields fields) {
        this.rules = List.copyOf(rules);
        this.fields = fields;
        this.bySlots = BY.stream().mapToInt(fields::slot).toArray();
        List<Map<String, List<Integer>>> places = new ArrayList<>();
        BY.forEach(field -> places.add(new HashMap<>()));
        List<Integer> rest = new ArrayList<>();
        for (int rule = 0; rule < rules.size(); rule++) {
            place(rule, places, rest);
        }
        for (Map<String, List<Integer>> place : places) {
            Map<String, int[]> frozen = new HashMap<>();
            place.forEach((value, at) -> frozen.put(value, ints(at)));
            byValues.add(frozen);
        }
        this.always = ints(rest);
    }

    private void place(int rule, List<Map<String, List<Integer>>> places, List<Integer> rest) {
        Map<Integer, Set<String>> necessary = rules.get(rule).condition().necessary();
        for (int i = 0; i < bySlots.length; i++) {
            Set<String> values = necessary.get(bySlots[i]);
            if (values != null) {
                for (String value : values) {
                    places.get(i).computeIfAbsent(value, v -> new ArrayList<>()).add(rule);
                }
                return;
            }
        }
        rest.add(rule);
    }

    private static int[] ints(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }

    /** What the rules say of themselves, in the order of the places that {@link Matcher#match} returns. */
    public List<RuleHead> heads() {
        return rules.stream().map(Rule::head).toList();
    }

    List<Rule> rules() {
        return rules;
    }

    /** Columns that a {@link FieldView} must have, in its order. */
    public List<String> columns() {
        return fields.columns();
    }

    Fields fields() {
        return fields;
    }

    /** Rules that the record may fulfil, in no order. */
    int[] candidates(RecordFields record) {
        int[] found = always;
        for (int i = 0; i < bySlots.length; i++) {
            if (byValues.get(i).isEmpty()) {
                continue;
            }
            for (Value value : record.values(bySlots[i])) {
                int[] more = byValues.get(i).get(value.folded());
                if (more != null) {
                    int[] both = Arrays.copyOf(found, found.length + more.length);
                    System.arraycopy(more, 0, both, found.length, more.length);
                    found = both;
                }
            }
        }
        return found;
    }
}
