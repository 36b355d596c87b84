package io.coldtrail.logs.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyslogLineTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "Nov  9 10:15:32 ip-10-0-0-15 sshd[4711]: Failed x | ip-10-0-0-15 | sshd | 4711 | Failed x | true",
                "Nov 19 10:15:32 web sshd-session[1]: a: b | web | sshd-session | 1 | a: b | true",
                "Nov 09 10:15:32 web sshd(pam_google_auth)[1]: x | web | sshd(pam_google_auth) | 1 | x | true",
                "2022-11-09T10:15:32.123456+00:00 web sshd-auth[1]: x | web | sshd-auth | 1 | x | true",
                "sshd[4711]: x | - | sshd | 4711 | x | true",
                "web sshd: x | web | sshd | - | x | true",
                "Nov  9 10:15:32 web CRON[7]: pam_unix(cron:session): x | web | CRON | 7 | pam_unix(cron:session): x | false",
                "Nov  9 10:15:32 web sudo:  bob : TTY=pts/0 | web | sudo | - | ' bob : TTY=pts/0' | false",
                "Nov  9 10:15:32 web sshdx[7]: x | web | sshdx | 7 | x | false",
            })
    void parts(String line, String host, String program, Integer pid, String text, boolean sshd) {
        SyslogLine read = SyslogLine.of(line);
        assertEquals(host, read.host());
        assertEquals(program, read.program());
        assertEquals(pid, read.pid());
        assertEquals(text, read.text());
        assertEquals(sshd, read.isSshd());
        assertEquals(0, read.repeatsLast());
    }

    @Test
    void repetition() {
        assertEquals(
                3,
                SyslogLine.of("Nov  9 10:15:32 web last message repeated 3 times")
                        .repeatsLast());
        assertEquals(
                1,
                SyslogLine.of("Nov  9 10:15:32 web last message repeated 1 time")
                        .repeatsLast());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "Nov", "Nov  9 10:15:32", "Nov  9 10:15:32 web", "a b c: d", "last message repeated"})
    void noLine(String line) {
        assertNull(SyslogLine.of(line));
    }

    /** The year that a stamp does not tell. */
    @ParameterizedTest
    @CsvSource({
        "Nov  9 10:15:32, 2022-11-09T10:15:40Z, 2022-11-09T10:15:32Z, 2022-11-09T10:15:32Z",
        "Dec 31 23:59:59, 2023-01-01T00:00:02Z, 2022-12-31T23:59:59Z, 2022-12-31T23:59:59Z",
        "Jan  1 00:00:01, 2022-12-31T23:59:58Z, 2023-01-01T00:00:01Z, 2023-01-01T00:00:01Z",
        "Feb 29 12:00:00, 2024-03-01T00:00:00Z, 2024-02-29T12:00:00Z, 2024-02-29T12:00:00Z",
        "Feb 29 12:00:00, 2023-03-01T00:00:00Z, 2024-02-29T12:00:00Z, 2020-02-29T12:00:00Z",
        "Nov  9 10:15:32, 2023-03-01T00:00:00Z, 2022-11-09T10:15:32Z, 2022-11-09T10:15:32Z",
        "Nov  9 10:15:32, 2023-08-01T00:00:00Z, 2023-11-09T10:15:32Z, 2022-11-09T10:15:32Z",
        "2022-11-09T12:15:32.5+02:00, 2020-01-01T00:00:00Z, 2022-11-09T10:15:32.5Z, 2022-11-09T10:15:32.5Z",
    })
    void year(String stamp, Instant near, Instant nearest, Instant before) {
        SyslogStamp read = SyslogLine.of(stamp + " web sshd[1]: x").stamp();
        assertEquals(nearest, read.nearest(near));
        assertEquals(before, read.before(near));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Nov 32 10:15:32",
                "Nov  9 24:15:32",
                "Foo  9 10:15:32",
                "Nov  x 10:15:32",
                "2022-13-09T10:15:32Z"
            })
    void noStamp(String stamp) {
        SyslogLine read = SyslogLine.of(stamp + " web sshd[1]: x");
        assertNull(read == null ? null : read.stamp());
    }
}
