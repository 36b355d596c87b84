package io.coldtrail.evidence.securityhub;

import java.util.Locale;

/** What became of a finding since Security Hub last took it. */
public enum Change {
    NEW,
    CHANGED,
    /** It is no finding any more: late records showed it to be nothing, or part of another. */
    ARCHIVED,
    SAME;

    /** As table {@code published} has it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
