package io.coldtrail.logs.host;

/** Numbers in text. */
final class Numbers {
    private static final int MAX_DIGITS = 9;

    private Numbers() {}

    /** A whole number; null where the text is none, or beyond any port, process or count. */
    static Integer whole(String text) {
        if (text.isEmpty() || text.length() > MAX_DIGITS) {
            return null;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return null;
            }
        }
        return Integer.valueOf(text);
    }
}
