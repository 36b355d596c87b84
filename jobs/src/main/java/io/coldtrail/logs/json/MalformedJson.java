package io.coldtrail.logs.json;

import io.coldtrail.logs.records.Reason;

/** JSON that is none. Thrown for each broken record of an attacker's choosing, so it carries no stack. */
public final class MalformedJson extends Exception {
    private final transient Reason reason;
    private final int position;

    MalformedJson(Reason reason, int position, String message) {
        super(message, null, false, false);
        this.reason = reason;
        this.position = position;
    }

    public Reason reason() {
        return reason;
    }

    /** Where in the buffer. */
    public int position() {
        return position;
    }
}
