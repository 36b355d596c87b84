package io.coldtrail.trace;

import java.util.function.Consumer;

/** One way in which compromise spreads: one class a rule, its code in {@link #code} and in the {@code rule} column. */
interface Rule {
    String code();

    /**
     * Says all that follows from what has fallen so far.
     *
     * @param found takes each reason; {@link SpreadEngine} decides when it counts
     */
    void apply(Estate estate, Spread spread, Consumer<Fall> found);
}
