package io.coldtrail.detect.sigma;

import java.util.Locale;

/** One value of a field: text, folded and read as a number only when a rule asks. */
final class Value {
    /** Longest spelling that is tried as a number; a double's own is at most 24. */
    private static final int MAX_NUMBER = 40;

    private final String text;
    private String folded;

    Value(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    String folded() {
        if (folded == null) {
            folded = fold(text);
        }
        return folded;
    }

    /** The value as a number, NaN where it is none. */
    double number() {
        return number(text);
    }

    static double number(String text) {
        if (text.isEmpty() || text.length() > MAX_NUMBER) {
            return Double.NaN;
        }
        for (int i = 0; i < text.length(); i++) {
            if ("0123456789+-.eE".indexOf(text.charAt(i)) < 0) {
                return Double.NaN;
            }
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /**
     * Folds case, character by character: {@link String#toLowerCase} depends on the neighbours of a Greek sigma and
     * changes lengths, so that a pattern would not be found in the text it came from.
     */
    static String fold(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 128) {
                char[] chars = text.toCharArray();
                for (int k = 0; k < chars.length; k++) {
                    chars[k] = Character.toLowerCase(Character.toUpperCase(chars[k]));
                }
                return new String(chars);
            }
        }
        return text.toLowerCase(Locale.ROOT);
    }
}
