package io.coldtrail.lake;

import java.util.Locale;
import java.util.Optional;

/** How bad, in Security Hub's words, from mild to grave. Stored in lower case. */
public enum Severity {
    INFORMATIONAL,
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL;

    /** The word in tables and rules. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads a word of a table, rule or option, in any case; empty where it is none. */
    public static Optional<Severity> of(String word) {
        for (Severity severity : values()) {
            if (severity.name().equalsIgnoreCase(word)) {
                return Optional.of(severity);
            }
        }
        return Optional.empty();
    }
}
