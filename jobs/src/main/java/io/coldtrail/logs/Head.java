package io.coldtrail.logs;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The first bytes of an object's content, for telling what log it is. */
final class Head {
    private final String text;

    Head(byte[] bytes) {
        this.text = new String(bytes, StandardCharsets.ISO_8859_1).replaceFirst("^\u00ef\u00bb\u00bf", "");
    }

    /** True where the content begins with these characters. */
    boolean startsWith(String magic) {
        return text.startsWith(magic);
    }

    /** The first line that is not blank. */
    String firstLine() {
        return text.lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("")
                .trim();
    }

    /** True where the content looks like JSON. */
    boolean isJson() {
        String begin = text.stripLeading();
        return begin.startsWith("{") || begin.startsWith("[");
    }

    /** True where the content is JSON and has a field of this name, not escaped in a string. */
    boolean hasField(String name) {
        return isJson()
                && Pattern.compile("(?<!\\\\)\"" + Pattern.quote(name) + "\"\\s*:")
                        .matcher(text)
                        .find();
    }

    /** True where the content is JSON and has this text in a field of this name. */
    boolean hasField(String name, String value) {
        return isJson()
                && Pattern.compile("(?<!\\\\)\"" + Pattern.quote(name) + "\"\\s*:\\s*\"" + Pattern.quote(value) + "\"")
                        .matcher(text)
                        .find();
    }
}
