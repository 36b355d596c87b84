package io.coldtrail.logs;

import java.util.concurrent.atomic.LongAdder;

/** Counts what the tasks of this JVM have read, for the line that shows it. Not part of any result. */
public final class ReadProgress {
    private static final LongAdder OBJECTS = new LongAdder();
    private static final LongAdder BYTES = new LongAdder();
    private static final LongAdder RECORDS = new LongAdder();
    private static final LongAdder REJECTS = new LongAdder();

    private ReadProgress() {}

    static void objectRead(ObjectResult result) {
        OBJECTS.increment();
        BYTES.add(result.ref().size());
        RECORDS.add(result.records());
        REJECTS.add(result.rejectCount());
    }

    public static long objects() {
        return OBJECTS.sum();
    }

    /** Stored bytes. */
    public static long bytes() {
        return BYTES.sum();
    }

    public static long records() {
        return RECORDS.sum();
    }

    public static long rejects() {
        return REJECTS.sum();
    }
}
