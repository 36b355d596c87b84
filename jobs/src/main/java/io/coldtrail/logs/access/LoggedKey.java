package io.coldtrail.logs.access;

import java.nio.charset.StandardCharsets;

/**
 * The key of an object as it is logged: URL-encoded twice, a space as {@code +} the first time. A key with a quote is
 * logged as {@code %2522}, one with a space as {@code %2B} or {@code %2520}.
 */
public final class LoggedKey {
    private LoggedKey() {}

    /** True where a key is logged as it is. */
    public static boolean isPlain(byte[] b, int from, int to) {
        for (int p = from; p < to; p++) {
            if (b[p] == '%' || b[p] == '+') {
                return false;
            }
        }
        return true;
    }

    /** The key, decoded twice; an escape that is none stays as it is, bytes that are no UTF-8 become U+FFFD. */
    public static String decoded(byte[] b, int from, int to) {
        byte[] key = new byte[to - from];
        System.arraycopy(b, from, key, 0, key.length);
        int length = decode(key, decode(key, key.length));
        return new String(key, 0, length, StandardCharsets.UTF_8);
    }

    /** Decodes once, in place. */
    private static int decode(byte[] b, int length) {
        int to = 0;
        for (int p = 0; p < length; p++) {
            byte c = b[p];
            if (c == '+') {
                c = ' ';
            } else if (c == '%' && p + 2 < length) {
                int high = Character.digit(b[p + 1], 16);
                int low = Character.digit(b[p + 2], 16);
                if (high >= 0 && low >= 0) {
                    c = (byte) (high << 4 | low);
                    p += 2;
                }
            }
            b[to++] = c;
        }
        return to;
    }
}
