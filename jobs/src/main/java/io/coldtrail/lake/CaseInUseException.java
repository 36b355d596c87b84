package io.coldtrail.lake;

/** Another run writes to the case. The message says who, since when, and what to do. */
public final class CaseInUseException extends RuntimeException {
    CaseInUseException(String message) {
        super(message);
    }
}
