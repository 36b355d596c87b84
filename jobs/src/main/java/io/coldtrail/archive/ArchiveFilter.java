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
        // an administrator's bucket holds the findings of many accounts
        boolean anyAccount = accounts.isEmpty() || key.kind() == ObjectKind.IMPORTED_FINDINGS;
        return (anyAccount || key.account() == null || accounts.contains(key.account()))
                && (regions.isEmpty() || key.region() == null || regions.contains(key.region()))
                && wants(key, key.toTheDay() ? Duration.ofDays(1) : Duration.ofMinutes(1));
    }

    private boolean wants(KeyFacts key, Duration precision) {
        Instant delivered = key.delivered();
        // how a resource was set holds until it was set anew, be it long before the window
        boolean anyFrom = from == null || key.kind() == ObjectKind.CONFIG_ITEMS;
        return delivered == null
                || ((anyFrom || delivered.plus(precision).isAfter(from.minus(EARLY)))
                        && (to == null || delivered.isBefore(to.plus(LATE))));
    }
}
