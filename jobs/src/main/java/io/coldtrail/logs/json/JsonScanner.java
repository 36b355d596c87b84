package io.coldtrail.logs.json;

import io.coldtrail.logs.records.Reason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Walks JSON (RFC 8259) in a byte buffer, strictly and without copying: a caller gets positions, and takes the bytes
 * between them as they are. This is the innermost loop of coldtrail; a general parser would make a String of every
 * value, most of which nobody reads, and would not tell where a value lies.
 */
public final class JsonScanner {
    /** CloudTrail nests about 12 deep; policies inside parameters are strings. */
    public static final int MAX_DEPTH = 100;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long SPACES = ONES * ' ';

    private byte[] buffer;
    private int limit;
    private boolean escaped;
    private boolean beyondAscii;

    /** Points the scanner at bytes up to a limit. */
    public void over(byte[] bytes, int end) {
        buffer = bytes;
        limit = end;
    }

    /** The bytes scanned. */
    public byte[] buffer() {
        return buffer;
    }

    /** True where the string scanned last has escapes. */
    public boolean escaped() {
        return escaped;
    }

    /** True where a string since {@link #forgetBeyondAscii} has bytes that must be checked to be UTF-8. */
    public boolean beyondAscii() {
        return beyondAscii;
    }

    public void forgetBeyondAscii() {
        beyondAscii = false;
    }

    /** The byte at a position. */
    public byte at(int position) throws EndOfWindow {
        if (position >= limit) {
            throw EndOfWindow.INSTANCE;
        }
        return buffer[position];
    }

    /** First position from here on that holds no white space. */
    public int space(int position) throws EndOfWindow {
        int p = position;
        while (true) {
            byte c = at(p);
            if (c > ' ' || (c != ' ' && c != '\n' && c != '\r' && c != '\t')) {
                return p;
            }
            p++;
        }
    }

    /** Position after a character that must stand here, behind white space. */
    public int expect(char c, int position) throws MalformedJson, EndOfWindow {
        int p = space(position);
        if (buffer[p] != c) {
            throw unexpected(p, "'" + c + "'");
        }
        return p + 1;
    }

    /** Position of the quote that ends a string, from just after the one that begins it. */
    public int string(int position) throws MalformedJson, EndOfWindow {
        byte[] b = buffer;
        int p = position;
        escaped = false;
        while (true) {
            // eight bytes at a time, as long as none of them is a quote, a backslash, a control or beyond ASCII
            while (p + 8 <= limit) {
                long v = (long) LONGS.get(b, p);
                long q = v ^ QUOTES;
                long s = v ^ BACKSLASHES;
                long hit = (((q - ONES) & ~q) | ((s - ONES) & ~s) | (v - SPACES) | v) & HIGH;
                if (hit != 0) {
                    p += Long.numberOfTrailingZeros(hit) >>> 3;
                    break;
                }
                p += 8;
            }
            byte c = at(p);
            if (c == '"') {
                return p;
            } else if (c == '\\') {
                escaped = true;
                p = escape(p + 1);
            } else if (c < 0) {
                beyondAscii = true;
                p++;
            } else if (c < ' ') {
                throw new MalformedJson(Reason.MALFORMED, p, "a control character in a string");
            } else {
                p++;
            }
        }
    }

    private int escape(int position) throws MalformedJson, EndOfWindow {
        switch (at(position)) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
                return position + 1;
            }
            case 'u' -> {
                for (int i = 1; i <= 4; i++) {
                    if (Character.digit(at(position + i), 16) < 0) {
                        throw new MalformedJson(Reason.MALFORMED, position, "an escape that is none");
                    }
                }
                return position + 5;
            }
            default -> throw new MalformedJson(Reason.MALFORMED, position, "an escape that is none");
        }
    }

    /**
     * Position after the value that begins here.
     *
     * @param depth values around this one
     */
    public int value(int position, int depth) throws MalformedJson, EndOfWindow {
        switch (at(position)) {
            case '"':
                return string(position + 1) + 1;
            case '{':
                return object(position, depth);
            case '[':
                return array(position, depth);
            case 't':
                return literal(position, "true");
            case 'f':
                return literal(position, "false");
            case 'n':
                return literal(position, "null");
            default:
                return number(position);
        }
    }

    private int object(int position, int depth) throws MalformedJson, EndOfWindow {
        checkDepth(position, depth);
        int p = space(position + 1);
        if (buffer[p] == '}') {
            return p + 1;
        }
        while (true) {
            p = string(expect('"', p)) + 1;
            p = value(space(expect(':', p)), depth + 1);
            p = space(p);
            if (buffer[p] == '}') {
                return p + 1;
            }
            p = expect(',', p);
        }
    }

    private int array(int position, int depth) throws MalformedJson, EndOfWindow {
        checkDepth(position, depth);
        int p = space(position + 1);
        if (buffer[p] == ']') {
            return p + 1;
        }
        while (true) {
            p = space(value(space(p), depth + 1));
            if (buffer[p] == ']') {
                return p + 1;
            }
            p = expect(',', p);
        }
    }

    void checkDepth(int position, int depth) throws MalformedJson {
        if (depth >= MAX_DEPTH) {
            throw new MalformedJson(Reason.TOO_DEEP, position, "more than " + MAX_DEPTH + " levels deep");
        }
    }

    private int literal(int position, String word) throws MalformedJson, EndOfWindow {
        for (int i = 1; i < word.length(); i++) {
            if (at(position + i) != word.charAt(i)) {
                throw unexpected(position, word);
            }
        }
        return position + word.length();
    }

    private int number(int position) throws MalformedJson, EndOfWindow {
        int p = position;
        if (at(p) == '-') {
            p++;
        }
        if (at(p) == '0') {
            p++;
        } else {
            p = digits(p);
        }
        if (at(p) == '.') {
            p = digits(p + 1);
        }
        if (at(p) == 'e' || at(p) == 'E') {
            p++;
            if (at(p) == '+' || at(p) == '-') {
                p++;
            }
            p = digits(p);
        }
        return p;
    }

    private int digits(int position) throws MalformedJson, EndOfWindow {
        int p = position;
        while (at(p) >= '0' && at(p) <= '9') {
            p++;
        }
        if (p == position) {
            throw unexpected(p, "a value");
        }
        return p;
    }

    MalformedJson unexpected(int position, String wanted) {
        int c = buffer[position] & 0xff;
        String found = c > ' ' && c < 0x7f ? "'" + (char) c + "'" : String.format("byte 0x%02x", c);
        return new MalformedJson(Reason.MALFORMED, position, wanted + " expected, found " + found);
    }
}
