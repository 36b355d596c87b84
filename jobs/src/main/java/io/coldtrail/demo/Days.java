package io.coldtrail.demo;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;

/**
 * The days of the archive, whole days of UTC; the last is the day of the attack. The clock stands in November 2022:
 * before S3's always-on encryption (2023-01-05) and before buckets had ACLs off by default (2023-04).
 */
record Days(Instant start, Instant end, LocalDate attackDay) {
    /** Working days of that month with a working day before them. */
    private static final List<Integer> ATTACK_DAYS = List.of(9, 10, 15, 16, 17, 22, 29, 30);

    /** The office keeps Pacific standard time. */
    private static final ZoneOffset OFFICE_ZONE = ZoneOffset.ofHours(-8);

    static Days of(long seed, int days) {
        int day = Dice.of(seed, "attack day").pick(ATTACK_DAYS);
        LocalDate attackDay = LocalDate.of(2022, 11, day);
        Instant end = attackDay.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        return new Days(end.minusSeconds(days * 86_400L), end, attackDay);
    }

    /** A moment of the day of the attack, UTC. */
    Instant onAttackDay(int hour, int minute, int second) {
        return attackDay.atTime(hour, minute, second).toInstant(ZoneOffset.UTC);
    }

    /** How much of a working hour is worked in the hour that begins then: 1 in office hours, 0 at night. */
    static double officeLoad(Instant hour) {
        ZonedDateTime local = hour.atZone(OFFICE_ZONE);
        boolean weekend = local.getDayOfWeek() == DayOfWeek.SATURDAY || local.getDayOfWeek() == DayOfWeek.SUNDAY;
        double share =
                switch (local.getHour()) {
                    case 8 -> 0.5;
                    case 9, 10, 11, 13, 14, 15 -> 1;
                    case 12 -> 0.4;
                    case 16 -> 0.7;
                    case 17 -> 0.2;
                    default -> 0;
                };
        return weekend ? 0 : share;
    }

    /** How busy the customers are in the hour that begins then: 1 at noon of their day, never 0. */
    static double customerLoad(Instant hour) {
        int local = hour.atZone(OFFICE_ZONE).getHour();
        return 0.35 + 0.65 * Math.max(0, Math.sin(Math.PI * (local - 5) / 17.0));
    }

    /** The day by which the office counts its working days. */
    static LocalDate officeDay(Instant time) {
        return time.atZone(OFFICE_ZONE).toLocalDate();
    }
}
