package io.coldtrail.archive;

/** An object that cannot be fetched: a fact for the table of objects, never a reason to stop. */
public final class FetchException extends Exception {
    private final transient ObjectStatus status;

    FetchException(ObjectStatus status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    public ObjectStatus status() {
        return status;
    }
}
