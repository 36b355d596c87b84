package io.coldtrail.report;

/** Makes text harmless for HTML: in an element, and in a quoted attribute. */
final class Html {
    private Html() {}

    /** Text of one line. */
    static String escape(String text) {
        return entities(Visible.line(text));
    }

    /** As {@link #escape}, with line ends kept: for records and commands. */
    static String escapeLines(String text) {
        return entities(Visible.lines(text));
    }

    private static String entities(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }
}
