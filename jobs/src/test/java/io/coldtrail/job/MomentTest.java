package io.coldtrail.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MomentTest {
    /** Clocks in Vienna went an hour ahead at 01:00 UTC that day. */
    @ParameterizedTest
    @CsvSource({
        "2026-03-29,             UTC,           2026-03-29T00:00:00Z",
        "2026-03-29,             Europe/Vienna, 2026-03-28T23:00:00Z",
        "2026-03-30,             Europe/Vienna, 2026-03-29T22:00:00Z",
        "2026-03-29T12:00,       Europe/Vienna, 2026-03-29T10:00:00Z",
        "2026-03-29 12:00:01,    +05:30,        2026-03-29T06:30:01Z",
        "2026-03-29T12:00Z,      Europe/Vienna, 2026-03-29T12:00:00Z",
        "2026-03-29T12:00-08:00, Europe/Vienna, 2026-03-29T20:00:00Z",
    })
    void whatIsTypedIsOfTheZoneUnlessItSaysItsOffset(String typed, ZoneId zone, Instant meant) {
        assertEquals(meant, Moment.parse("--from", typed, zone));
    }

    @Test
    void whatIsNoDateIsToldWithTheZoneThatWouldHold() {
        String told = assertThrows(
                        UsageException.class, () -> Moment.parse("--to", "14/03/2026", ZoneId.of("Europe/Vienna")))
                .getMessage();
        assertTrue(told.startsWith("--to 14/03/2026 is not a date"), told);
        assertTrue(told.contains("in Europe/Vienna"), told);
    }
}
