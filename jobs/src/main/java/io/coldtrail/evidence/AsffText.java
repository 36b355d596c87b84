package io.coldtrail.evidence;

/** Makes log text fit for ASFF: one line, whole characters, no blank strings, no more than a field may hold. */
final class AsffText {
    private static final int REPLACEMENT = 0xFFFD;

    private AsffText() {}

    /**
     * The text on one line, at most {@code max} code points, its cut marked with an ellipsis; null where nothing is
     * left to see, for Security Hub refuses a blank string. Log text is the attacker's: line breaks and other controls
     * become a space; what turns or hides text (bidi marks, zero width, halves of a surrogate pair) becomes U+FFFD.
     */
    static String clean(String text, int max) {
        if (text == null) {
            return null;
        }
        StringBuilder out = new StringBuilder();
        int length = 0;
        int fits = 0;
        boolean gap = false;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (blank(c)) {
                gap = length > 0;
                continue;
            }
            if (gap) {
                out.append(' ');
                length++;
                gap = false;
                fits = length < max ? out.length() : fits;
            }
            out.appendCodePoint(hidden(c) ? REPLACEMENT : c);
            length++;
            fits = length < max ? out.length() : fits;
            if (length > max) {
                return out.substring(0, fits) + "…";
            }
        }
        return length == 0 ? null : out.toString();
    }

    private static boolean blank(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> c == 0xFEFF;
        };
    }

    private static boolean hidden(int c) {
        int type = Character.getType(c);
        return type == Character.FORMAT || type == Character.SURROGATE || type == Character.UNASSIGNED;
    }
}
