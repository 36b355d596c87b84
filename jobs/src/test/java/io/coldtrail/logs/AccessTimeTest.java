package io.coldtrail.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccessTimeTest {
    @Test
    void times() {
        assertEquals("2019-02-06T00:00:38Z", time("06/Feb/2019:00:00:38 +0000"));
        assertEquals("2023-12-31T18:30:00Z", time("01/Jan/2024:00:00:00 +0530"));
        assertEquals("2024-01-01T08:00:00Z", time("01/Jan/2024:00:00:00 -0800"));
        for (String bad : List.of("31/Feb/2019:00:00:38 +0000", "06/Foo/2019:00:00:38 +0000", "", "06/Feb/2019")) {
            assertNull(time(bad));
        }
    }

    private static String time(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        long micros = AccessTime.micros(bytes, 0, bytes.length);
        return micros == EventTime.NONE
                ? null
                : Instant.ofEpochSecond(micros / 1_000_000).toString();
    }
}
