package io.coldtrail.detect.sigma;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What may follow a field's name in a rule, after a bar. */
enum Modifier {
    CONTAINS,
    STARTSWITH,
    ENDSWITH,
    RE,
    /** After re: any case. */
    I,
    /** After re: ^ and $ hold at every line. */
    M,
    /** After re: a dot stands for a line break too. */
    S,
    CIDR,
    EXISTS,
    EXPAND,
    FIELDREF,
    LT,
    LTE,
    GT,
    GTE,
    ALL,
    CASED;

    private static final Set<Modifier> PLACES = EnumSet.of(CONTAINS, STARTSWITH, ENDSWITH);
    private static final Set<Modifier> FLAGS = EnumSet.of(I, M, S);
    private static final Set<Modifier> ALONE = EnumSet.of(RE, CIDR, EXISTS, EXPAND, LT, LTE, GT, GTE);

    /** Reads the modifiers of {@code field|one|two}. */
    static Set<Modifier> of(String key) throws RuleException {
        Set<Modifier> modifiers = EnumSet.noneOf(Modifier.class);
        String[] parts = key.split("\\|", -1);
        for (int i = 1; i < parts.length; i++) {
            String name = parts[i];
            modifiers.add(Arrays.stream(values())
                    .filter(m -> m.word().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new RuleException("the modifier '" + name + "' of '" + key + "' is not read")));
        }
        long places = modifiers.stream().filter(PLACES::contains).count();
        long alone = modifiers.stream().filter(ALONE::contains).count();
        boolean flagged = modifiers.stream().anyMatch(FLAGS::contains);
        boolean cased = modifiers.contains(CASED) || modifiers.contains(FIELDREF);
        if (places > 1 || alone > 1 || alone == 1 && (places == 1 || cased) || flagged && !modifiers.contains(RE)) {
            throw new RuleException("the modifiers of '" + key + "' do not go together: "
                    + modifiers.stream().map(Modifier::word).collect(Collectors.joining(", ")));
        }
        return modifiers;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
