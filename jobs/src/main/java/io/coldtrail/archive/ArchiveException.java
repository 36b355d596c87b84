package io.coldtrail.archive;

/** What the user pointed at is wrong or closed to him. The message says what, why and what to do. */
public final class ArchiveException extends RuntimeException {
    public ArchiveException(String message) {
        super(message);
    }
}
