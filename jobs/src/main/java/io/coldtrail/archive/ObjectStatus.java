package io.coldtrail.archive;

import java.util.Locale;

/** What came of an object. Stored in lower case. */
public enum ObjectStatus {
    /** Read to its end. */
    READ,
    /** Its end could not be read; the records before are kept. */
    PARTIAL,
    /** Nothing of it could be read as a log. */
    UNREADABLE,
    /** No bytes. */
    EMPTY,
    /** CloudTrail aggregated data events, which are not read. */
    AGGREGATED,
    /** No log that is read. */
    FOREIGN,
    /** In a Glacier class, not restored. */
    ARCHIVED,
    /** S3 said AccessDenied. */
    DENIED,
    /** The key that encrypts it said AccessDenied. */
    KMS_DENIED,
    /** The store refused for load, to the last retry. */
    THROTTLED,
    /** Not there any more. */
    GONE,
    /** Not the bytes that were listed. */
    CHANGED;

    /** The word in tables. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** True where a later run may fare better. */
    public boolean worthAnotherTry() {
        return switch (this) {
            case ARCHIVED, DENIED, KMS_DENIED, THROTTLED, CHANGED -> true;
            default -> false;
        };
    }
}
