package io.coldtrail.trace;

import io.coldtrail.lake.Grade;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;

/** Small words: numbers with what they count, lists, names from logs made harmless. */
final class Words {
    private static final int MAX_NAME = 80;
    private static final int LISTED = 3;

    private Words() {}

    /**
     * A name from a log, in backquotes: no control characters, no quotes that would end it, the tail kept where it is
     * too long.
     */
    static String name(String text) {
        return "`" + plain(text).replace('`', '\'') + "`";
    }

    /** A text from a log in one line of bounded length. */
    static String plain(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints()
                .map(c -> Character.isISOControl(c)
                                || Character.getType(c) == Character.FORMAT
                                || Character.getType(c) == Character.LINE_SEPARATOR
                                || Character.getType(c) == Character.PARAGRAPH_SEPARATOR
                                || Character.getType(c) == Character.SURROGATE
                        ? ' '
                        : c)
                .forEach(out::appendCodePoint);
        String line = out.toString().strip();
        return line.codePointCount(0, line.length()) <= MAX_NAME
                ? line
                : "…" + line.substring(line.offsetByCodePoints(line.length(), 1 - MAX_NAME));
    }

    static String times(long n) {
        return n == 1 ? "" : n == 2 ? " twice" : " " + number(n) + " times";
    }

    static String count(long n, String what) {
        String plural = what.endsWith("ss") || what.endsWith("x")
                ? what + "es"
                : what.endsWith("y") && !what.endsWith("ey")
                        ? what.substring(0, what.length() - 1) + "ies"
                        : what + "s";
        return number(n) + " " + (n == 1 ? what : plural);
    }

    static String number(long n) {
        return String.format(java.util.Locale.ROOT, "%,d", n);
    }

    /** "a, b and c", or "a, b, c and 17 more". */
    static String list(Collection<String> sample, long all) {
        StringBuilder out = new StringBuilder();
        long shown = Math.min(LISTED, sample.size());
        Iterator<String> names = sample.iterator();
        for (int i = 0; i < shown; i++) {
            boolean last = i == shown - 1 && all <= shown;
            out.append(i == 0 ? "" : last ? " and " : ", ").append(names.next());
        }
        return all > shown ? out + " and " + number(all - shown) + " more" : out.toString();
    }

    static String and(List<String> parts) {
        return list(parts, parts.size());
    }

    /** "every 2 min". */
    static String every(double seconds) {
        Duration d = Duration.ofSeconds(Math.max(1, Math.round(seconds)));
        if (d.toSeconds() < 90) {
            return "every " + d.toSeconds() + " s";
        }
        long minutes = Math.round(seconds / 60);
        return minutes < 120 ? "every " + minutes + " min" : "every " + Math.round(seconds / 3600) + " h";
    }

    /** A "did", B "probably did", C "may have". */
    static String doubt(Grade grade) {
        return switch (grade) {
            case A -> "";
            case B -> "probably ";
            case C -> "may have ";
        };
    }
}
