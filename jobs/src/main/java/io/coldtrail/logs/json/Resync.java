package io.coldtrail.logs.json;

import io.coldtrail.logs.records.ByteWindow;
import java.nio.charset.StandardCharsets;

/**
 * Finds where reading can go on after a record that is no JSON: where its braces balance, or where the next record
 * plainly begins, whichever is first. Inside a string a quote is escaped, so that an attacker cannot write such a
 * beginning into a record.
 */
final class Resync {
    private boolean inString;
    private boolean escape;
    private int depth;
    private int matched;
    private byte last;
    private final long start;
    private final boolean lines;
    private final byte[] begins;

    /**
     * @param start offset in the content of the broken record: the beginning that stands there is its own
     * @param lines whether each record begins a line
     * @param begins what begins a record and nothing else, or null
     */
    Resync(long start, boolean lines, String begins) {
        this.start = start;
        this.lines = lines;
        this.begins = begins == null ? new byte[0] : begins.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Passes over bytes.
     *
     * @return position to go on from, -1 where the window holds none
     */
    int pass(ByteWindow window, int from) {
        byte[] b = window.buffer();
        for (int p = from; p < window.limit(); p++) {
            byte c = b[p];
            if (lines && c == '{' && last == '\n' && window.offset(p) > start) {
                return p;
            }
            last = c;
            if (matched < begins.length && c == begins[matched]) {
                matched++;
                if (matched == begins.length) {
                    int begin = p + 1 - matched;
                    if (window.offset(begin) > start) {
                        return begin;
                    }
                    matched = 0;
                }
            } else {
                matched = begins.length > 0 && c == begins[0] ? 1 : 0;
            }
            if (balanced(c)) {
                return p + 1;
            }
        }
        return -1;
    }

    private boolean balanced(byte c) {
        if (inString) {
            if (escape) {
                escape = false;
            } else if (c == '\\') {
                escape = true;
            } else if (c == '"') {
                inString = false;
            }
            return false;
        }
        switch (c) {
            case '"' -> inString = true;
            case '{', '[' -> depth++;
            case '}', ']' -> depth--;
            default -> {
                return false;
            }
        }
        return depth <= 0 && c != '"';
    }

    /** Bytes at the end of the window that may be the start of a beginning, to be kept when it moves. */
    int pending() {
        return matched;
    }
}
