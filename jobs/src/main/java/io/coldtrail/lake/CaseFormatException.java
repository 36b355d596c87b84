package io.coldtrail.lake;

/** A case of a format that is newer than this coldtrail. */
public final class CaseFormatException extends RuntimeException {
    CaseFormatException(String place, String found, int known) {
        super("the case " + place + " has format " + (found.matches("\\d{1,9}") ? found : "unknown")
                + ", and this coldtrail knows " + known + ": a newer one wrote it, take that one or a newer");
    }
}
