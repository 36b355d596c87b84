package io.coldtrail.logs;

import java.time.DateTimeException;
import java.time.LocalDate;

/** Times as web servers' logs write them: {@code 06/Feb/2019:00:00:38 +0000}, with the month in English. */
final class AccessTime {
    private static final int LENGTH = "06/Feb/2019:00:00:38 +0000".length();
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private AccessTime() {}

    /** Microseconds since 1970 UTC, {@link EventTime#NONE} where the bytes are no time. */
    static long micros(byte[] b, int from, int to) {
        if (to - from != LENGTH
                || b[from + 2] != '/'
                || b[from + 6] != '/'
                || b[from + 11] != ':'
                || b[from + 14] != ':'
                || b[from + 17] != ':'
                || b[from + 20] != ' '
                || b[from + 21] != '+' && b[from + 21] != '-') {
            return EventTime.NONE;
        }
        int day = EventTime.digits(b, from, 2);
        int month = month(b, from + 3);
        int year = EventTime.digits(b, from + 7, 4);
        int hour = EventTime.digits(b, from + 12, 2);
        int minute = EventTime.digits(b, from + 15, 2);
        int second = EventTime.digits(b, from + 18, 2);
        int zoneHours = EventTime.digits(b, from + 22, 2);
        int zoneMinutes = EventTime.digits(b, from + 24, 2);
        if ((hour | minute | second | zoneHours | zoneMinutes | year) < 0
                || hour > 23
                || minute > 59
                || second > 60
                || zoneHours > 18
                || zoneMinutes > 59) {
            return EventTime.NONE;
        }
        int zone = (zoneHours * 60 + zoneMinutes) * (b[from + 21] == '-' ? -1 : 1);
        try {
            long days = LocalDate.of(year, month, day).toEpochDay();
            return (((days * 24 + hour) * 60 + minute - zone) * 60 + second) * 1_000_000L;
        } catch (DateTimeException e) {
            return EventTime.NONE;
        }
    }

    /** 1 to 12, 0 where it is none. */
    private static int month(byte[] b, int at) {
        for (int m = 0; m < 12; m++) {
            if (b[at] == MONTHS.charAt(m * 3)
                    && b[at + 1] == MONTHS.charAt(m * 3 + 1)
                    && b[at + 2] == MONTHS.charAt(m * 3 + 2)) {
                return m + 1;
            }
        }
        return 0;
    }
}
