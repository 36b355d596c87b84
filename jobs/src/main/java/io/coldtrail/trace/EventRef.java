package io.coldtrail.trace;

import java.io.Serializable;
import java.time.Instant;
import java.util.Comparator;

/**
 * A record of an event, and when it was. In the order of time; ties by where the record lies, so that no order depends
 * on how the archive was read.
 *
 * @param object archived object
 * @param recordIndex place in it
 */
record EventRef(Instant time, String eventId, String object, int recordIndex)
        implements Comparable<EventRef>, Serializable {
    private static final Comparator<EventRef> ORDER =
            Comparator.comparing(EventRef::time).thenComparing(EventRef::object).thenComparing(EventRef::recordIndex);

    @Override
    public int compareTo(EventRef other) {
        return ORDER.compare(this, other);
    }

    /** The place alone: what tells one record from another. */
    String place() {
        return object + "#" + recordIndex;
    }
}
