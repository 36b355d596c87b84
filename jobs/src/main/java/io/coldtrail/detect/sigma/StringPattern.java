package io.coldtrail.detect.sigma;

import java.util.Arrays;

/**
 * Text of a rule with its wildcards: {@code *} stands for any characters, {@code ?} for one; a backslash takes the
 * meaning from a wildcard or another backslash that follows it, and stands for itself before anything else.
 */
final class StringPattern {
    private static final int ANY = -1;
    private static final int ONE = -2;

    private enum Shape {
        EQUALS,
        STARTS,
        ENDS,
        CONTAINS,
        WILD
    }

    private final int[] tokens;
    private final Shape shape;
    private final String literal;

    private StringPattern(int[] tokens) {
        this.tokens = tokens;
        int from = tokens.length > 0 && tokens[0] == ANY ? 1 : 0;
        int to = tokens.length > from && tokens[tokens.length - 1] == ANY ? tokens.length - 1 : tokens.length;
        boolean plain = Arrays.stream(tokens, from, to).allMatch(t -> t >= 0);
        this.literal = plain ? text(tokens, from, to) : null;
        boolean open = from > 0;
        boolean tail = to < tokens.length;
        this.shape =
                !plain ? Shape.WILD : open ? (tail ? Shape.CONTAINS : Shape.ENDS) : tail ? Shape.STARTS : Shape.EQUALS;
    }

    /**
     * Reads a pattern.
     *
     * @param anyBefore whether anything may stand before it, as for contains and endswith
     * @param anyAfter whether anything may stand after it, as for contains and startswith
     */
    static StringPattern of(String text, boolean anyBefore, boolean anyAfter) {
        int[] tokens = new int[text.length() + 2];
        int n = 0;
        if (anyBefore) {
            tokens[n++] = ANY;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length() && "*?\\".indexOf(text.charAt(i + 1)) >= 0) {
                tokens[n++] = text.charAt(++i);
            } else if (c == '*') {
                n = any(tokens, n);
            } else {
                tokens[n++] = c == '?' ? ONE : c;
            }
        }
        if (anyAfter) {
            n = any(tokens, n);
        }
        return new StringPattern(Arrays.copyOf(tokens, n));
    }

    private static int any(int[] tokens, int n) {
        if (n == 0 || tokens[n - 1] != ANY) {
            tokens[n] = ANY;
            return n + 1;
        }
        return n;
    }

    /** The whole text, where nothing in it is a wildcard; else null. */
    String plain() {
        return shape == Shape.EQUALS ? literal : null;
    }

    boolean matches(String value) {
        return switch (shape) {
            case EQUALS -> value.equals(literal);
            case STARTS -> value.startsWith(literal);
            case ENDS -> value.endsWith(literal);
            case CONTAINS -> value.contains(literal);
            case WILD -> wild(value);
        };
    }

    /** Tries the shortest run for each star, and goes back to the last one only: earlier ones need no second try. */
    private boolean wild(String value) {
        int at = 0;
        int token = 0;
        int star = -1;
        int starAt = 0;
        while (at < value.length()) {
            if (token < tokens.length && tokens[token] == ANY) {
                star = token++;
                starAt = at;
            } else if (token < tokens.length && tokens[token] == ONE) {
                at += Character.charCount(value.codePointAt(at));
                token++;
            } else if (token < tokens.length && tokens[token] == value.charAt(at)) {
                at++;
                token++;
            } else if (star >= 0) {
                token = star + 1;
                at = ++starAt;
            } else {
                return false;
            }
        }
        while (token < tokens.length && tokens[token] == ANY) {
            token++;
        }
        return token == tokens.length;
    }

    private static String text(int[] tokens, int from, int to) {
        StringBuilder text = new StringBuilder(to - from);
        for (int i = from; i < to; i++) {
            text.append((char) tokens[i]);
        }
        return text.toString();
    }
}
