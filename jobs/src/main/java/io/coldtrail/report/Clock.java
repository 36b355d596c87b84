package io.coldtrail.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Prints times in UTC. A story of one day prints the hour alone, and the day once at its head.
 *
 * @param day the day that goes without saying; null where the story takes several
 */
record Clock(LocalDate day) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ROOT);
    private static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern("d MMM HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("d MMM uuuu HH:mm", Locale.ROOT);

    static Clock of(Instant first, Instant last) {
        if (first == null || last == null) {
            return new Clock(null);
        }
        LocalDate day = date(first);
        return new Clock(day.equals(date(last)) ? day : null);
    }

    /** 02:12:09, or 14 Mar 02:12:09 on another day; a dash for none. */
    public String time(Instant time) {
        if (time == null) {
            return "\u2013";
        }
        return (date(time).equals(day) ? TIME : DATE_TIME).format(time.atOffset(ZoneOffset.UTC));
    }

    /** A stretch: 02:12:09–02:41:55, the day of the end only where it is another. */
    public String range(Instant from, Instant to) {
        if (from == null || to == null) {
            return time(from == null ? to : from);
        }
        return time(from) + until(from, to);
    }

    /** The end of a stretch, empty where it is its start, by the second. */
    public String until(Instant from, Instant to) {
        if (from == null || to == null || from.getEpochSecond() == to.getEpochSecond()) {
            return "";
        }
        return "\u2013" + (date(from).equals(date(to)) ? hour(to) : time(to));
    }

    /** 28 Nov 2022 00:00 to 11:59: a stretch by the minute. */
    public String span(Instant from, Instant to) {
        if (from == null || to == null) {
            return "\u2013";
        }
        String end = minute(to);
        return minute(from) + " to " + (date(from).equals(date(to)) ? end.substring(end.length() - 5) : end);
    }

    /** 02:12:09, whatever the day. */
    static String hour(Instant time) {
        return TIME.format(time.atOffset(ZoneOffset.UTC));
    }

    /** 14 Mar 2026; a dash for none. */
    static String day(Instant time) {
        return time == null ? "\u2013" : DATE.format(time.atOffset(ZoneOffset.UTC));
    }

    static String day(LocalDate day) {
        return DATE.format(day);
    }

    /** 14 Mar 2026 02:12; a dash for none. */
    static String minute(Instant time) {
        return time == null ? "\u2013" : MINUTE.format(time.atOffset(ZoneOffset.UTC));
    }

    private static LocalDate date(Instant time) {
        return time.atOffset(ZoneOffset.UTC).toLocalDate();
    }
}
