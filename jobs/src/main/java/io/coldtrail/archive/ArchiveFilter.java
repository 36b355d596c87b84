package io.coldtrail.archive;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;

/**
 * Which objects of an archive are wanted, by their keys. What a key does not tell does not exclude it.
 *
 * @param from start of the window of events, null for open
 * @param to end of the window of events, exclusive, null for open
 * @param accounts accounts, empty for all
 * @param regions regions, empty for all
 */
public record ArchiveFilter(Instant from, Instant to, Set<String> accounts, Set<String> regions) {
    /** A record is stamped when the call completed, and some services stamp it ahead. */
    public static final Duration EARLY = Duration.ofHours(1);

    /** CloudTrail delivers within minutes; two days cover all but a bucket that could not be reached. */
    public static final Duration LATE = Duration.ofHours(48);

    public static final ArchiveFilter ALL = new ArchiveFilter(null, null, Set.of(), Set.of());

    public ArchiveFilter(Instant from, Instant to, Collection<String> accounts, Collection<String> regions) {
        this(from, to, Set.copyOf(accounts), Set.copyOf(regions));
    }

    boolean wants(KeyFacts key) {
        return (accounts.isEmpty() || key.account() == null || accounts.contains(key.account()))
                && (regions.isEmpty() || key.region() == null || regions.contains(key.region()))
                && wants(key.delivered(), key.toTheDay() ? Duration.ofDays(1) : Duration.ofMinutes(1));
    }

    private boolean wants(Instant delivered, Duration precision) {
        return delivered == null
                || ((from == null || delivered.plus(precision).isAfter(from.minus(EARLY)))
                        && (to == null || delivered.isBefore(to.plus(LATE))));
    }
}
