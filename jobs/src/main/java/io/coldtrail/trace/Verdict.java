package io.coldtrail.trace;

import io.coldtrail.lake.Actor;
import io.coldtrail.lake.Grade;
import java.io.Serializable;
import java.time.Instant;

/**
 * Whose deeds the events of an origin are, for a time.
 *
 * @param rule that says so, by its code
 * @param to inclusive, {@link Instant#MAX} for open
 */
record Verdict(Actor actor, Grade grade, String rule, Instant from, Instant to) implements Serializable {
    boolean holds(Instant time) {
        return !time.isBefore(from) && !time.isAfter(to);
    }
}
