package io.coldtrail.detect.sigma;

import java.util.Arrays;

/** Holds records against an index of rules, one after another. For one thread. */
public final class Matcher {
    private static final int[] NONE = {};

    private final RuleIndex index;
    private final RecordFields fields;

    public Matcher(RuleIndex index) {
        this.index = index;
        this.fields = new RecordFields(index.fields());
    }

    /** The rules that the record fulfils: their places in {@link RuleIndex#heads()}, ascending. */
    public int[] match(FieldView record) {
        fields.turnTo(record);
        int[] candidates = index.candidates(fields);
        int[] hits = NONE;
        for (int rule : candidates) {
            fields.begin();
            if (index.rules().get(rule).condition().holds(fields) && !fields.missed()) {
                hits = Arrays.copyOf(hits, hits.length + 1);
                hits[hits.length - 1] = rule;
            }
        }
        Arrays.sort(hits);
        return hits;
    }

    /** The entry of a list by which the record fulfilled the rule, in words; null where the rule asks no list. */
    public String detail(int rule) {
        for (Expr.Has listed : index.rules().get(rule).listed()) {
            for (Value value : fields.values(listed.slot())) {
                String entry = ((ValueTest.Listed) listed.test()).list().entry(value.text());
                if (entry != null) {
                    return entry;
                }
            }
        }
        return null;
    }
}
