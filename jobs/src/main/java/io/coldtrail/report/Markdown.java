package io.coldtrail.report;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text for Markdown that stays text: no link, image, mention, heading or HTML comes out of a log. */
final class Markdown {
    /** Between backticks, or a word that some renderer would make a link, a mention or a reference of. */
    private static final Pattern AS_CODE = Pattern.compile("`([^`]+)`|(\\S*(?:://|@|#\\d|www\\.)\\S*)");

    /** What begins a list, a rule or a heading, where it begins a line. */
    private static final Pattern START = Pattern.compile("^(\\s*\\d+(?=[.)]\\s)|\\s*(?=[-+=]))(.)");

    private Markdown() {}

    static String text(String text) {
        StringBuilder out = new StringBuilder();
        int done = 0;
        for (Matcher m = AS_CODE.matcher(text); m.find(); ) {
            out.append(escape(text.substring(done, m.start())));
            out.append(code(m.group(1) == null ? m.group(2) : m.group(1)));
            done = m.end();
        }
        return out.append(escape(text.substring(done))).toString();
    }

    /** A code span: its fence is longer than any run of backticks in it. */
    static String code(String text) {
        String shown = Visible.line(text);
        int run = 0;
        int longest = 0;
        for (int i = 0; i < shown.length(); i++) {
            run = shown.charAt(i) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        String fence = "`".repeat(longest + 1);
        return longest == 0 ? fence + shown + fence : fence + ' ' + shown + ' ' + fence;
    }

    private static String escape(String text) {
        StringBuilder out = new StringBuilder();
        for (char c : Visible.line(text).toCharArray()) {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '\\', '`', '*', '_', '{', '}', '[', ']', '#', '|', '~', '$' -> out.append('\\')
                        .append(c);
                default -> out.append(c);
            }
        }
        return START.matcher(out).replaceFirst("$1\\\\$2");
    }
}
