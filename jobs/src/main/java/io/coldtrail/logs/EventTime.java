package io.coldtrail.logs;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/**
 * Times as CloudTrail writes them: {@code 2023-07-10T11:42:36Z}, seldom with a fraction, or {@code 20131102T010628Z}; as
 * AWS Config did, {@code 2014-02-26T22:56:35.0000+0000}.
 */
final class EventTime {
    /** No time can be read. */
    static final long NONE = Long.MIN_VALUE;

    private static final DateTimeFormatter BASIC = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssX");

    private static final DateTimeFormatter EXTENDED = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX]")
            .toFormatter(Locale.ROOT);

    private EventTime() {}

    /** Microseconds since 1970 UTC, {@link #NONE} where the bytes are no time. */
    static long micros(byte[] b, int from, int to) {
        if (to - from == 20
                && b[from + 10] == 'T'
                && b[from + 19] == 'Z'
                && b[from + 4] == '-'
                && b[from + 7] == '-'
                && b[from + 13] == ':'
                && b[from + 16] == ':') {
            int year = digits(b, from, 4);
            int month = digits(b, from + 5, 2);
            int day = digits(b, from + 8, 2);
            int hour = digits(b, from + 11, 2);
            int minute = digits(b, from + 14, 2);
            int second = digits(b, from + 17, 2);
            if (year >= 0 && hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60) {
                try {
                    long days = LocalDate.of(year, month, day).toEpochDay();
                    return ((days * 24 + hour) * 60 + minute) * 60_000_000L + second * 1_000_000L;
                } catch (DateTimeException e) {
                    return NONE;
                }
            }
            return NONE;
        }
        return other(new String(b, from, to - from, java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    /** Microseconds since 1970 of the milliseconds that a text spells, {@link #NONE} where it spells none. */
    static long ofEpochMillis(String text) {
        try {
            return Math.multiplyExact(Long.parseLong(text), 1000L);
        } catch (NumberFormatException | ArithmeticException e) {
            return NONE;
        }
    }

    private static long other(String text) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(text, text.indexOf('-') > 0 ? EXTENDED : BASIC);
            return time.withOffsetSameInstant(ZoneOffset.UTC).toEpochSecond() * 1_000_000L + time.getNano() / 1000;
        } catch (DateTimeParseException e) {
            return NONE;
        }
    }

    /** The number that so many bytes spell, -1 where they are not all digits. */
    static int digits(byte[] b, int from, int n) {
        int value = 0;
        for (int i = 0; i < n; i++) {
            int digit = b[from + i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
