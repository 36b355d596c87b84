package io.coldtrail.evidence.securityhub;

/** Security Hub, or AWS before it, said no to a call. The message says what, why and what to do, in one line. */
public final class SecurityHubException extends RuntimeException {
    /** What it is about, and so how far it reaches. */
    public enum Kind {
        /** Who asks: holds everywhere. */
        CREDENTIALS,
        /** What this account has turned on and allows in this region. */
        ACCESS,
        /** This call. */
        SERVICE
    }

    private final Kind kind;

    SecurityHubException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
