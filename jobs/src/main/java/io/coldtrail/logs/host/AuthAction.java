package io.coldtrail.logs.host;

import java.util.Locale;

/** What a message of sshd or PAM tells. Stored in lower case. */
public enum AuthAction {
    ACCEPTED,
    FAILED,
    /** One of several methods that are asked for was passed. */
    PARTIAL,
    POSTPONED,
    INVALID_USER,
    MAX_ATTEMPTS,
    DISCONNECTED,
    CLOSED,
    /** No algorithm that both sides know. */
    NO_MATCH,
    NOT_ALLOWED,
    TIMEOUT,
    /** A connection that was not taken: too many of them, or a penalty. */
    DROPPED,
    PENALTY,
    PAM_FAILURE,
    LOCKED,
    SESSION_OPENED,
    SESSION_CLOSED,
    OTHER;

    /** The word in table {@code host_auth}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
