package io.coldtrail.job;

import java.util.List;

/** A table for a terminal. What comes from a log is made harmless: control characters are shown, not sent. */
final class TextTable {
    private TextTable() {}

    /**
     * Lays a table out.
     *
     * @param rightFrom columns to be set flush right, counted from the end
     */
    static String of(List<String> head, List<String[]> rows, int rightFrom) {
        int n = head.size();
        int[] width = new int[n];
        for (int c = 0; c < n; c++) {
            width[c] = head.get(c).length();
            for (String[] row : rows) {
                width[c] = Math.max(width[c], visible(row[c]).length());
            }
        }
        StringBuilder text = new StringBuilder();
        line(text, head.toArray(new String[0]), width, rightFrom);
        for (String[] row : rows) {
            line(text, row, width, rightFrom);
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String[] cells, int[] width, int rightFrom) {
        StringBuilder line = new StringBuilder();
        for (int c = 0; c < cells.length; c++) {
            String cell = visible(cells[c]);
            String pad = " ".repeat(width[c] - cell.length());
            line.append(c >= cells.length - rightFrom ? pad + cell : cell + pad).append("  ");
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    /** Text with its control and direction characters written out, so that none acts on a terminal. */
    static String visible(String text) {
        if (text == null) {
            return "";
        }
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            int type = Character.getType(c);
            if (type == Character.CONTROL
                    || type == Character.FORMAT
                    || type == Character.SURROGATE
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR) {
                out.append(c == '\n' ? "\\n" : c == '\t' ? "\\t" : String.format("\\u%04x", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }
}
