package io.coldtrail.report;

import java.util.List;
import java.util.stream.Collectors;

/** Lines for a spreadsheet: RFC 4180, and no cell that a spreadsheet would take for a formula. */
public final class Csv {
    private static final String BEGINS_FORMULA = "=+-@\uff1d\uff0b\uff0d\uff20|%";

    private Csv() {}

    /** A line with its end. */
    public static String line(List<String> cells) {
        return cells.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    /** A cell that would be a formula begins with an apostrophe, which spreadsheets take for "this is text". */
    static String cell(String text) {
        String shown = Visible.line(text);
        String bare = shown.stripLeading();
        if (!bare.isEmpty() && BEGINS_FORMULA.indexOf(bare.charAt(0)) >= 0) {
            shown = "'" + shown;
        }
        return quoted(shown);
    }

    private static String quoted(String text) {
        return text.matches("(?s).*[\",].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
