package io.coldtrail.trace.incident;

import java.util.Locale;

/** What an investigator asks of an incident, in the order in which it is answered. */
public enum Question {
    BRUTE_FORCE,
    CREDENTIALS,
    ACTIONS,
    ENCRYPTION,
    OBJECTS,
    ACTOR_OR_TARGET,
    CONTAINED,
    AUTOMATION;

    /** The word in tables. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
