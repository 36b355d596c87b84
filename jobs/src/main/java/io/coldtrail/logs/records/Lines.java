package io.coldtrail.logs.records;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * The lines of an object's content as records: without the line feed, and without a carriage return before it. Lines of
 * white space alone are none. Bytes that are no UTF-8 are U+FFFD in the record; what was archived is at its offset.
 */
public final class Lines implements Records {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;
    private static final long LINE_FEEDS = ONES * '\n';

    private final ByteWindow window = new ByteWindow();
    private final Rejects rejects;

    private int position;
    private int index;
    private boolean beyondAscii;

    // the line found last
    private byte[] buffer;
    private int start;
    private int end;
    private long offset;
    private int length;

    public Lines(Rejects rejects) {
        this.rejects = rejects;
    }

    @Override
    public void over(ByteWindow.Source content) {
        window.over(content);
        position = 0;
        index = -1;
        window.more(0);
        if (window.limit() >= 3
                && window.buffer()[0] == (byte) 0xef
                && window.buffer()[1] == (byte) 0xbb
                && window.buffer()[2] == (byte) 0xbf) {
            position = 3; // a byte order mark
        }
    }

    @Override
    public boolean next() {
        while (true) {
            int feed = lineFeed(position);
            if (feed < 0) {
                if (window.held(position) >= MAX_RECORD) {
                    tooLarge();
                    continue;
                }
                if (window.more(position)) {
                    position = 0;
                    continue;
                }
                feed = window.limit(); // the last line need not end in a line feed
                if (feed == position) {
                    return false;
                }
                if (window.failure() != null) {
                    reject(Reason.TRUNCATED, "the content ends inside a line", position, feed);
                    position = feed;
                    return false;
                }
            }
            int from = position;
            int to = feed;
            position = Math.min(feed + 1, window.limit());
            while (to > from && (window.buffer()[to - 1] == '\r')) {
                to--;
            }
            if (!blank(from, to)) {
                found(from, to);
                return true;
            }
        }
    }

    /** Position of the next line feed in the window, -1 where there is none; sees whether a byte is beyond ASCII. */
    private int lineFeed(int from) {
        byte[] b = window.buffer();
        int limit = window.limit();
        int p = from;
        long high = 0;
        while (p + 8 <= limit) {
            long v = (long) LONGS.get(b, p);
            long x = v ^ LINE_FEEDS;
            long hit = (x - ONES) & ~x & HIGH;
            if (hit != 0) {
                break;
            }
            high |= v;
            p += 8;
        }
        beyondAscii = (high & HIGH) != 0;
        for (; p < limit; p++) {
            if (b[p] == '\n') {
                return p;
            }
            beyondAscii |= b[p] < 0;
        }
        return -1;
    }

    private boolean blank(int from, int to) {
        byte[] b = window.buffer();
        for (int p = from; p < to; p++) {
            if (b[p] != ' ' && b[p] != '\t') {
                return false;
            }
        }
        return true;
    }

    private void found(int from, int to) {
        index++;
        buffer = window.buffer();
        start = from;
        end = to;
        offset = window.offset(from);
        length = to - from;
        if (beyondAscii) {
            repair();
        }
    }

    private void repair() {
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(buffer, start, length));
        } catch (CharacterCodingException e) {
            CharBuffer text = CharBuffer.wrap(new String(buffer, start, length, StandardCharsets.UTF_8));
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            buffer = bytes.array();
            start = 0;
            end = bytes.limit();
        }
    }

    private void tooLarge() {
        byte[] first = window.copy(position, FIRST_BYTES);
        long from = window.offset(position);
        int feed;
        while ((feed = lineFeed(position)) < 0) {
            position = window.limit();
            if (!window.more(position)) {
                feed = window.limit();
                break;
            }
            position = 0;
        }
        index++;
        rejects.reject(
                Reason.TOO_LARGE,
                "a line over " + (MAX_RECORD >> 20) + " MiB",
                index,
                from,
                window.offset(feed) - from,
                first);
        position = Math.min(feed + 1, window.limit());
    }

    private void reject(Reason reason, String detail, int from, int to) {
        index++;
        rejects.reject(reason, detail, index, window.offset(from), to - from, window.copy(from, FIRST_BYTES));
    }

    /** Says that the line at hand is no record, but tells of those behind it: it takes no place among them. */
    public void isHeader() {
        index--;
    }

    @Override
    public byte[] buffer() {
        return buffer;
    }

    @Override
    public int start() {
        return start;
    }

    @Override
    public int end() {
        return end;
    }

    @Override
    public Form form() {
        return Form.BYTES;
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public String failure() {
        return window.failure();
    }
}
