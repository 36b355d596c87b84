package io.coldtrail.lake;

import java.util.Locale;

/** Whose deed an event is. Stored in lower case. */
public enum Actor {
    ATTACKER,
    LIKELY_ATTACKER,
    AMBIGUOUS,
    VICTIM,
    RESPONDER,
    SERVICE;

    /** The word in tables. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
