package io.coldtrail.detect.sigma;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.coldtrail.net.Cidr;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the detections of one rule: maps, all of whose fields must match, or lists of maps, one of which must. */
final class DetectionParser {
    private final Fields fields;
    private final Map<String, ValueList> lists;
    private final List<Expr.Has> listed = new ArrayList<>();

    DetectionParser(Fields fields, Map<String, ValueList> lists) {
        this.fields = fields;
        this.lists = lists;
    }

    /** The look-ups in lists among what was read. */
    List<Expr.Has> listed() {
        return List.copyOf(listed);
    }

    Expr parse(String name, Object detection) throws RuleException {
        if (detection instanceof Map<?, ?> map && !map.isEmpty()) {
            return all(name, map);
        }
        if (detection instanceof List<?> list && !list.isEmpty()) {
            List<Expr> any = new ArrayList<>();
            for (Object item : list) {
                if (!(item instanceof Map<?, ?> map) || map.isEmpty()) {
                    throw keywords(name);
                }
                any.add(all(name, map));
            }
            return any.size() == 1 ? any.get(0) : new Expr.Or(any);
        }
        if (detection == null || detection instanceof Map || detection instanceof List) {
            throw new RuleException("detection '" + name + "' is empty");
        }
        throw keywords(name);
    }

    private static RuleException keywords(String name) {
        return new RuleException(
                "detection '" + name + "' looks for words anywhere in the record; name the field they stand in");
    }

    private Expr all(String name, Map<?, ?> map) throws RuleException {
        List<Expr> parts = new ArrayList<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String key = String.valueOf(entry.getKey());
            if (key.isEmpty() || key.startsWith("|")) {
                throw keywords(name);
            }
            parts.add(field(key, entry.getValue()));
        }
        return parts.size() == 1 ? parts.get(0) : new Expr.And(parts);
    }

    private Expr field(String key, Object given) throws RuleException {
        String field = key.indexOf('|') < 0 ? key : key.substring(0, key.indexOf('|'));
        Set<Modifier> modifiers = Modifier.of(key);
        List<?> values = given instanceof List<?> list ? list : Collections.singletonList(given);
        if (values.isEmpty()) {
            throw new RuleException("'" + key + "' has no values");
        }
        List<Expr> tests = new ArrayList<>();
        Set<String> plain = new HashSet<>();
        for (Object value : values) {
            Expr test = value(field, key, modifiers, value);
            boolean joins = !modifiers.contains(Modifier.ALL) && !modifiers.contains(Modifier.CASED);
            if (joins
                    && test instanceof Expr.Has has
                    && has.test() instanceof ValueTest.Like like
                    && like.equalities() != null
                    && has.slot() == fields.slot(field)) {
                plain.addAll(like.equalities());
            } else {
                tests.add(test);
            }
        }
        if (!plain.isEmpty()) {
            tests.add(new Expr.Has(fields.slot(field), new ValueTest.OneOf(Set.copyOf(plain))));
        }
        if (tests.size() == 1) {
            return tests.get(0);
        }
        return modifiers.contains(Modifier.ALL) ? new Expr.And(tests) : new Expr.Or(tests);
    }

    private Expr value(String field, String key, Set<Modifier> modifiers, Object value) throws RuleException {
        if (value instanceof Map || value instanceof List) {
            throw new RuleException("a value of '" + key + "' is no plain value");
        }
        if (modifiers.contains(Modifier.EXISTS)) {
            if (!(value instanceof Boolean exists)) {
                throw new RuleException("'" + key + "' takes true or false");
            }
            Expr absent = new Expr.Absent(fields.slot(field));
            return exists ? new Expr.Not(absent) : absent;
        }
        if (value == null) {
            if (!modifiers.isEmpty()) {
                throw new RuleException("'" + key + "' cannot take null");
            }
            return new Expr.Absent(fields.slot(field));
        }
        String text = value.toString();
        if (modifiers.contains(Modifier.FIELDREF)) {
            return new Expr.Refers(
                    fields.slot(field), fields.slot(text), place(modifiers), modifiers.contains(Modifier.CASED));
        }
        ValueTest test = test(key, modifiers, value, text);
        // a column may have folded the empty text into null
        Expr.Has has = new Expr.Has(text.isEmpty() ? fields.slotAsArchived(field) : fields.slot(field), test);
        if (test instanceof ValueTest.Listed) {
            listed.add(has);
        }
        return has;
    }

    private static Expr.Refers.Place place(Set<Modifier> modifiers) {
        return modifiers.contains(Modifier.CONTAINS)
                ? Expr.Refers.Place.ANYWHERE
                : modifiers.contains(Modifier.STARTSWITH)
                        ? Expr.Refers.Place.START
                        : modifiers.contains(Modifier.ENDSWITH) ? Expr.Refers.Place.END : Expr.Refers.Place.WHOLE;
    }

    private ValueTest test(String key, Set<Modifier> modifiers, Object value, String text) throws RuleException {
        if (modifiers.contains(Modifier.RE)) {
            return new ValueTest.Regex(regex(key, modifiers, text));
        }
        if (modifiers.contains(Modifier.CIDR)) {
            Cidr network = Cidr.parse(text);
            if (network == null) {
                throw new RuleException("'" + text + "' of '" + key + "' is no address and no network");
            }
            return new ValueTest.InNetwork(network);
        }
        if (modifiers.contains(Modifier.EXPAND)) {
            ValueList list = text.length() > 2 && text.startsWith("%") && text.endsWith("%")
                    ? lists.get(text.substring(1, text.length() - 1))
                    : null;
            if (list == null) {
                throw new RuleException("the list '" + text + "' of '" + key + "' is not known; there are "
                        + lists.keySet().stream()
                                .sorted()
                                .map(n -> "%" + n + "%")
                                .toList());
            }
            return new ValueTest.Listed(list);
        }
        for (ValueTest.Comparison comparison : ValueTest.Comparison.values()) {
            if (comparison != ValueTest.Comparison.EQUAL && modifiers.contains(Modifier.valueOf(comparison.name()))) {
                double bound = Value.number(text);
                if (Double.isNaN(bound)) {
                    throw new RuleException("'" + key + "' takes a number, not '" + text + "'");
                }
                return new ValueTest.Compares(comparison, bound);
            }
        }
        boolean contains = modifiers.contains(Modifier.CONTAINS);
        boolean starts = modifiers.contains(Modifier.STARTSWITH);
        boolean ends = modifiers.contains(Modifier.ENDSWITH);
        boolean cased = modifiers.contains(Modifier.CASED);
        if (value instanceof Number number && !contains && !starts && !ends) {
            // records may say 89, 89.0 or "89"
            return new ValueTest.Compares(ValueTest.Comparison.EQUAL, number.doubleValue());
        }
        String pattern = value instanceof String && !cased ? Value.fold(text) : text;
        return new ValueTest.Like(StringPattern.of(pattern, contains || ends, contains || starts), cased);
    }

    private static Pattern regex(String key, Set<Modifier> modifiers, String text) throws RuleException {
        int flags = (modifiers.contains(Modifier.I) ? Pattern.CASE_INSENSITIVE : 0)
                | (modifiers.contains(Modifier.M) ? Pattern.MULTILINE : 0)
                | (modifiers.contains(Modifier.S) ? Pattern.DOTALL : 0);
        try {
            return Pattern.compile(text, flags);
        } catch (PatternSyntaxException e) {
            throw new RuleException("the regular expression of '" + key + "' cannot be read (RE2 syntax): "
                    + e.getDescription() + " " + e.getPattern());
        }
    }
}
