package io.coldtrail.trace;

import java.io.Serializable;
import java.time.Instant;

/**
 * A record of an event, and when it was. In the order of time; ties by where the record lies, so that no order depends
 * on how the archive was read.
 *
 * @param object archived object
 * @param recordIndex place in it
 */
record EventRef(Instant time, String eventId, String object, int recordIndex)
        implements Comparable<EventRef>, Serializable {
    @Override
    public int compareTo(EventRef other) {
        int c = time.compareTo(other.time);
        if (c == 0) {
            c = object.compareTo(other.object);
        }
        return c != 0 ? c : Integer.compare(recordIndex, other.recordIndex);
    }

    /** The place alone: what tells one record from another. */
    String place() {
        return object + "#" + recordIndex;
    }
}
