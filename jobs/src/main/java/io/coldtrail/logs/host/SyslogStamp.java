package io.coldtrail.logs.host;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;

/**
 * When a line of syslog was written. A stamp of RFC 3164 tells neither year nor zone: the year is taken from what is
 * known of the line's age, the zone is UTC, as AWS's images have it.
 *
 * @param length characters of the stamp
 * @param instant when, of a stamp that tells it whole; else null
 */
public record SyslogStamp(int length, Instant instant, int month, int day, int hour, int minute, int second) {
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    private static final int LENGTH = "Nov  9 10:15:32".length();

    /** A host's clock may be ahead. */
    private static final Duration AHEAD = Duration.ofDays(1);

    /** There is a 29 February in one of any eight years. */
    private static final int YEARS_BACK = 8;

    /** The stamp that a line begins with; null where it begins with none. */
    static SyslogStamp at(String line) {
        int month = line.length() < LENGTH ? 0 : MONTHS.indexOf(line.substring(0, 3)) + 1;
        if (month > 0) {
            return line.charAt(3) == ' ' && line.charAt(6) == ' ' && line.charAt(9) == ':' && line.charAt(12) == ':'
                    ? of(
                            month,
                            Numbers.whole(line.substring(line.charAt(4) == ' ' ? 5 : 4, 6)),
                            Numbers.whole(line.substring(7, 9)),
                            Numbers.whole(line.substring(10, 12)),
                            Numbers.whole(line.substring(13, 15)))
                    : null;
        }
        int end = line.indexOf(' ');
        if (end < LENGTH || line.charAt(4) != '-' || line.charAt(10) != 'T') {
            return null;
        }
        try {
            return new SyslogStamp(
                    end, OffsetDateTime.parse(line.substring(0, end)).toInstant(), 0, 0, 0, 0, 0);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static SyslogStamp of(int month, Integer day, Integer hour, Integer minute, Integer second) {
        return day == null
                        || hour == null
                        || minute == null
                        || second == null
                        || day < 1
                        || day > 31
                        || hour > 23
                        || minute > 59
                        || second > 60
                ? null
                : new SyslogStamp(LENGTH, null, month, day, hour, minute, Math.min(second, 59));
    }

    /** The time in the year in which it is nearest to another time; null where no near year has such a day. */
    public Instant nearest(Instant time) {
        if (instant != null) {
            return instant;
        }
        Instant nearest = null;
        int year = time.atOffset(ZoneOffset.UTC).getYear();
        for (int y = year - 1; y <= year + 1; y++) {
            Instant candidate = in(y);
            if (candidate != null
                    && (nearest == null
                            || Duration.between(candidate, time)
                                            .abs()
                                            .compareTo(Duration.between(nearest, time)
                                                    .abs())
                                    < 0)) {
                nearest = candidate;
            }
        }
        return nearest;
    }

    /** The time in the last year in which it is not after the time when the line was there already. */
    public Instant before(Instant time) {
        if (instant != null) {
            return instant;
        }
        int year = time.plus(AHEAD).atOffset(ZoneOffset.UTC).getYear();
        for (int y = year; y > year - YEARS_BACK; y--) {
            Instant candidate = in(y);
            if (candidate != null && !candidate.isAfter(time.plus(AHEAD))) {
                return candidate;
            }
        }
        return null;
    }

    private Instant in(int year) {
        try {
            return LocalDateTime.of(year, month, day, hour, minute, second).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null; // 29 February
        }
    }
}
