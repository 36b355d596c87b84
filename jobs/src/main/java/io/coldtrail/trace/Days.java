package io.coldtrail.trace;

import java.time.Instant;

/** Days since 1970-01-01, UTC. */
final class Days {
    private static final long SECONDS = 86_400;

    private Days() {}

    static long of(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), SECONDS);
    }
}
