package io.coldtrail.report;

import java.time.Duration;
import java.util.Locale;

/** Numbers and enum words as people read them. */
final class Words {
    private Words() {}

    /** 1,234,567. */
    static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    /** "1 call", "12 calls". */
    static String count(long n, String one, String many) {
        return count(n) + " " + (n == 1 ? one : many);
    }

    static String calls(long n) {
        return count(n, "call", "calls");
    }

    /** "62 %" of a share from 0 to 1: never 0 or 100 of what is only nearly so. */
    static String share(double share) {
        long percent = Math.round(share * 100);
        if (percent == 0 && share > 0) {
            return "under 1 %";
        }
        return (percent == 100 && share < 1 ? 99 : percent) + " %";
    }

    /** "2 h 34 min": the two largest units. */
    static String duration(Duration time) {
        long s = Math.max(0, time.getSeconds());
        if (s < 60) {
            return s + " s";
        }
        if (s < 3600) {
            return two(s / 60, "min", s % 60, "s");
        }
        if (s < 86_400) {
            return two(s / 3600, "h", s % 3600 / 60, "min");
        }
        return two(s / 86_400, "d", s % 86_400 / 3600, "h");
    }

    private static String two(long large, String unit, long small, String smallUnit) {
        return large + " " + unit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }

    /** Where the first sentence of a text ends. */
    static int firstSentence(String text) {
        int dot = text.indexOf(". ");
        return dot < 0 ? text.length() : dot + 1;
    }

    /** "privilege-escalation" as "privilege escalation"; empty for none. */
    static String plain(String word) {
        return word == null ? "" : word.replace('-', ' ').replace('_', ' ').toLowerCase(Locale.ROOT);
    }

    /** First letter large. */
    static String title(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    /** A longer text loses its middle: long names differ at their tails. */
    static String middle(String text, int most) {
        String shown = Visible.line(text);
        if (shown.length() <= most) {
            return shown;
        }
        int head = (most - 1) / 2;
        int tail = most - 1 - head;
        return shown.substring(0, head) + "\u2026" + shown.substring(shown.length() - tail);
    }

    /** A longer text loses its end, and says so. */
    static String cut(String text, int most) {
        if (text == null || text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
        return text.substring(0, end) + "\u2026";
    }
}
