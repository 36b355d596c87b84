package io.coldtrail.archive;

/** The order in which S3 lists keys: that of their UTF-8 bytes, which is that of code points, not of Java's chars. */
final class KeyOrder {
    private KeyOrder() {}

    /** Less than, equal to or greater than zero, as the first key comes before, is or comes after the second. */
    static int compare(String a, String b) {
        int same = same(a, b);
        if (same == a.length() || same == b.length()) {
            return Integer.compare(a.length(), b.length());
        }
        char x = a.charAt(same);
        char y = b.charAt(same);
        // a surrogate stands for a code point above all those that are one char
        return Character.isSurrogate(x) == Character.isSurrogate(y)
                ? Character.compare(x, y)
                : Character.isSurrogate(x) ? 1 : -1;
    }

    /** The later of two keys. */
    static String later(String a, String b) {
        return compare(a, b) < 0 ? b : a;
    }

    /** How many chars two keys have in common from the start. */
    static int same(String a, String b) {
        int end = Math.min(a.length(), b.length());
        int i = 0;
        while (i < end && a.charAt(i) == b.charAt(i)) {
            i++;
        }
        return i;
    }
}
