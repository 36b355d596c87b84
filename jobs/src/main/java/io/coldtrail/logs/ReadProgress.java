package io.coldtrail.logs;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what has been read, for the line that shows it: what tasks of this JVM read as they go, what those of other JVMs
 * read when they end. Not part of any result.
 */
public final class ReadProgress {
    private static final long JVM = UUID.randomUUID().getMostSignificantBits();

    private static final LongAdder OBJECTS = new LongAdder();
    private static final LongAdder BYTES = new LongAdder();
    private static final LongAdder RECORDS = new LongAdder();
    private static final LongAdder REJECTS = new LongAdder();

    private ReadProgress() {}

    /**
     * What one task read.
     *
     * @param jvm where it ran
     * @param bytes stored bytes
     */
    record Counts(long jvm, long objects, long bytes, long records, long rejects) {
        static Counts of(List<ObjectResult> results) {
            return new Counts(
                    JVM,
                    results.size(),
                    results.stream().mapToLong(r -> r.ref().size()).sum(),
                    results.stream().mapToLong(ObjectResult::records).sum(),
                    results.stream().mapToLong(ObjectResult::rejectCount).sum());
        }

        void write(OutputStream bytesOut) {
            DataOutputStream out = new DataOutputStream(bytesOut);
            try {
                for (long count : new long[] {jvm, objects, bytes, records, rejects}) {
                    out.writeLong(count);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        static Counts read(InputStream bytesIn) {
            DataInputStream in = new DataInputStream(bytesIn);
            try {
                return new Counts(in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readLong());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static void objectRead(ObjectResult result) {
        add(Counts.of(List.of(result)));
    }

    /** Takes what a task read that has ended; one of this JVM was counted as it went. */
    static void told(Counts task) {
        if (task.jvm() != JVM) {
            add(task);
        }
    }

    private static void add(Counts more) {
        OBJECTS.add(more.objects());
        BYTES.add(more.bytes());
        RECORDS.add(more.records());
        REJECTS.add(more.rejects());
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
