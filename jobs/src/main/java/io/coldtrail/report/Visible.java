package io.coldtrail.report;

/**
 * Shows what a log's text would hide. Whoever wrote the log chose its characters: one that turns the reading direction,
 * takes no room or looks like a space can make an identifier read as another, so each is printed as its number.
 */
final class Visible {
    private Visible() {}

    /** Text for one line: line ends and tabs are shown too. */
    static String line(String text) {
        return show(text, false);
    }

    /** Text of several lines: line ends and tabs stay. */
    static String lines(String text) {
        return show(text, true);
    }

    private static String show(String text, boolean keepLines) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            boolean plain = keepLines && (c == '\n' || c == '\t') || !hidden(c);
            if (!plain && out == null) {
                out = new StringBuilder(text.length() + 16).append(text, 0, i);
            }
            if (out != null) {
                if (plain) {
                    out.appendCodePoint(c);
                } else {
                    out.append(String.format("\u27e8U+%04X\u27e9", c));
                }
            }
            i += Character.charCount(c);
        }
        return out == null ? text : out.toString();
    }

    private static boolean hidden(int c) {
        if (c >= ' ' && c <= '~') {
            return false;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> true;
            default -> blankLetter(c);
        };
    }

    /** Letters and marks that draw nothing: Hangul fillers, the empty Braille cell, variation selectors. */
    private static boolean blankLetter(int c) {
        return c == 0x115F
                || c == 0x1160
                || c == 0x3164
                || c == 0xFFA0
                || c == 0x2800
                || c == 0x034F
                || (c >= 0xFE00 && c <= 0xFE0F)
                || (c >= 0xE0100 && c <= 0xE01EF);
    }
}
