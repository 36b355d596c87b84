package io.coldtrail.logs.json;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Text inside JSON. */
public final class JsonText {
    private JsonText() {}

    /** The bytes of a string that the scanner has passed, escapes undone. A lone surrogate becomes U+FFFD. */
    public static byte[] unescape(byte[] buffer, int from, int to) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(to - from);
        int p = from;
        while (p < to) {
            int run = p;
            while (p < to && buffer[p] != '\\') {
                p++;
            }
            out.write(buffer, run, p - run);
            if (p == to) {
                break;
            }
            char c = (char) buffer[p + 1];
            if (c != 'u') {
                out.write(plain(c));
                p += 2;
                continue;
            }
            int code = hex(buffer, p + 2);
            p += 6;
            if (Character.isHighSurrogate((char) code) && p + 6 <= to && buffer[p] == '\\' && buffer[p + 1] == 'u') {
                char low = (char) hex(buffer, p + 2);
                if (Character.isLowSurrogate(low)) {
                    code = Character.toCodePoint((char) code, low);
                    p += 6;
                }
            }
            boolean lone = code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE;
            out.writeBytes(Character.toString(lone ? 0xfffd : code).getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    private static char plain(char c) {
        return switch (c) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> c;
        };
    }

    private static int hex(byte[] buffer, int at) {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            code = code << 4 | Character.digit(buffer[at + i], 16);
        }
        return code;
    }

    /** True where bytes are UTF-8 throughout. */
    public static boolean isUtf8(byte[] buffer, int from, int to) {
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(buffer, from, to - from));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
