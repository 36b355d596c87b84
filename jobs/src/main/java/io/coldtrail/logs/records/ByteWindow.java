package io.coldtrail.logs.records;

import java.io.IOException;
import java.util.Arrays;

/**
 * A stretch of an object's content in memory, moved along as it is read: a small object lies in it whole, of a large one
 * only the record at hand.
 */
public final class ByteWindow {
    /** Where the content comes from. */
    public interface Source {
        /** As {@link java.io.InputStream#read(byte[], int, int)}. */
        int read(byte[] to, int offset, int length) throws IOException;
    }

    /** Most objects are smaller than this when inflated. */
    private static final int FIRST_SIZE = 1 << 20;

    private byte[] buffer = new byte[FIRST_SIZE];
    private Source source;
    private int limit;
    private long base;
    private boolean ended;
    private String failure;

    /** Starts over with another object's content; the buffer is kept. */
    public void over(Source content) {
        source = content;
        limit = 0;
        base = 0;
        ended = false;
        failure = null;
    }

    public byte[] buffer() {
        return buffer;
    }

    public int limit() {
        return limit;
    }

    /** Place in the content of a position in the buffer. */
    public long offset(int position) {
        return base + position;
    }

    /** Why the content broke off; null where it did not. */
    public String failure() {
        return failure;
    }

    /**
     * Brings more bytes in, dropping those before a position: it becomes position 0.
     *
     * @return false where there are no more; nothing is dropped then
     */
    public boolean more(int keepFrom) {
        if (ended) {
            return false;
        }
        int kept = limit - keepFrom;
        if (kept == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        } else if (keepFrom > 0) {
            System.arraycopy(buffer, keepFrom, buffer, 0, kept);
        }
        base += keepFrom;
        limit = kept;
        try {
            // as much as fits: each refill makes the record that was cut start over
            while (limit < buffer.length) {
                int n = source.read(buffer, limit, buffer.length - limit);
                if (n < 0) {
                    ended = true;
                    break;
                }
                limit += n;
            }
        } catch (IOException e) {
            ended = true;
            failure = e.getMessage() == null ? e.toString() : e.getMessage();
        }
        return true;
    }

    /** Bytes held from a position on. */
    public int held(int position) {
        return limit - position;
    }

    /** A copy of at most so many bytes from a position on. */
    public byte[] copy(int position, int atMost) {
        return Arrays.copyOfRange(buffer, position, Math.min(limit, position + atMost));
    }
}
