package io.coldtrail.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Divides a folder of many names by the time that stands in them, be it {@code 2023-07-10-15-} or {@code 20230710T15}. */
final class NameTime {
    private static final Pattern TIME =
            Pattern.compile("(\\d{4})(?:-(\\d\\d)-(\\d\\d)-(\\d\\d)-|(\\d\\d)(\\d\\d)T(\\d\\d))");

    /** A folder of one day: names in it differ by the hour alone. */
    private static final Pattern DAY = Pattern.compile("(?:^|/)(?:\\d{4}/\\d{1,2}/|[a-z]*day=)\\d{1,2}/");

    private NameTime() {}

    /**
     * Where to cut what comes after a page of names: at the hours of its day, the days of its month, the months of its year
     * and the next year, each as far as the whole page lies in one of them, for then there are about as many in the next.
     *
     * @param key last key of the page
     * @param name where its name begins
     * @param same how many chars all keys of the page have in common
     * @return keys in order, all after the page; none where names tell no time
     */
    static List<String> cuts(String key, int name, int same) {
        Matcher time = TIME.matcher(key).region(name, key.length());
        List<String> cuts = new ArrayList<>();
        if (!time.find()) {
            return cuts;
        }
        boolean dashed = time.group(2) != null;
        String dash = dashed ? "-" : "";
        int first = dashed ? 2 : 5;
        int month = Integer.parseInt(time.group(first));
        int day = Integer.parseInt(time.group(first + 1));
        int hour = Integer.parseInt(time.group(first + 2));
        String beforeMonth = key.substring(0, time.start(first));
        String beforeDay = key.substring(0, time.start(first + 1));
        String beforeHour = key.substring(0, time.start(first + 2));
        if (same >= time.end()) {
            add(cuts, beforeHour, hour + 1, 23, dash);
        }
        if (DAY.matcher(key).region(0, name).find()) {
            return cuts;
        }
        if (same >= beforeHour.length()) {
            add(cuts, beforeDay, day + 1, 31, dashed ? "-" : "T");
        }
        if (same >= beforeDay.length()) {
            add(cuts, beforeMonth, month + 1, 12, dash);
        }
        if (same >= beforeMonth.length()) {
            int year = Integer.parseInt(time.group(1));
            if (year < 9999) {
                cuts.add(key.substring(0, time.start()) + String.format(Locale.ROOT, "%04d", year + 1) + dash);
            }
        }
        return cuts;
    }

    private static void add(List<String> cuts, String before, int from, int to, String after) {
        for (int n = from; n <= to; n++) {
            cuts.add(before + (char) ('0' + n / 10) + (char) ('0' + n % 10) + after);
        }
    }
}
