package io.coldtrail.job;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A date or time that a user typed: {@code 2026-03-14}, {@code 2026-03-14T02:00}, or RFC 3339. */
final class Moment {
    private static final Pattern DATE = Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})(.*)");

    private Moment() {}

    /** As {@link #parse(String, String, ZoneId)}, of UTC where it names no offset. */
    static Instant parse(String option, String text) {
        return parse(option, text, ZoneOffset.UTC);
    }

    /**
     * Reads one.
     *
     * @param option the option it stands in, for the message
     * @param zone whose clocks it means where it names no offset
     */
    static Instant parse(String option, String text, ZoneId zone) {
        try {
            if (text.length() == 10) {
                return LocalDate.parse(text).atStartOfDay(zone).toInstant();
            }
            String time = text.replace(' ', 'T').toUpperCase(java.util.Locale.ROOT);
            return time.matches(".*(Z|[+-]\\d\\d:\\d\\d)")
                    ? OffsetDateTime.parse(time).toInstant()
                    : LocalDateTime.parse(time).atZone(zone).toInstant();
        } catch (DateTimeParseException e) {
            throw new UsageException(option + " " + text + " is not a date" + why(text)
                    + ". Dates are year-month-day, in " + (zone.equals(ZoneOffset.UTC) ? "UTC" : zone)
                    + ", with an optional time: 2026-03-14 or 2026-03-14T02:00:00Z");
        }
    }

    private static String why(String text) {
        Matcher m = DATE.matcher(text);
        if (!m.matches()) {
            return "";
        }
        int year = Integer.parseInt(m.group(1));
        int month = Integer.parseInt(m.group(2));
        int day = Integer.parseInt(m.group(3));
        if (month < 1 || month > 12) {
            String swapped =
                    day >= 1 && day <= 12 ? String.format("; perhaps you meant %04d-%02d-%02d", year, day, month) : "";
            return ": there is no month " + month + swapped;
        }
        try {
            LocalDate.of(year, month, day);
            return m.group(2).length() < 2 || m.group(3).length() < 2
                    ? String.format(": write two digits, %04d-%02d-%02d", year, month, day)
                    : ": its time cannot be read";
        } catch (DateTimeException e) {
            return ": that month has no day " + day;
        }
    }
}
