package io.coldtrail.archive;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;

/**
 * Which objects of an archive are wanted, by their keys; and whether what these keys held before is, too. What a key does
 * not tell does not exclude it.
 *
 * @param from start of the window of events, null for open
 * @param to end of the window of events, exclusive, null for open
 * @param accounts accounts, empty for all
 * @param regions regions, empty for all
 * @param versions whether what was overwritten or deleted is wanted, where a bucket kept it
 */
public record ArchiveFilter(Instant from, Instant to, Set<String> accounts, Set<String> regions, boolean versions) {
    /** A record is stamped when the call completed, and some services stamp it ahead. */
    public static final Duration EARLY = Duration.ofHours(1);

    /** CloudTrail delivers within minutes; two days cover all but a bucket that could not be reached. */
    public static final Duration LATE = Duration.ofHours(48);

    public static final ArchiveFilter ALL = new ArchiveFilter(null, null, Set.of(), Set.of(), false);

    /** Of what there is now. */
    public ArchiveFilter(Instant from, Instant to, Collection<String> accounts, Collection<String> regions) {
        this(from, to, Set.copyOf(accounts), Set.copyOf(regions), false);
    }

    /** The same, of what there is now or also of what there was. */
    public ArchiveFilter withVersions(boolean wanted) {
        return new ArchiveFilter(from, to, accounts, regions, wanted);
    }

    /**
     * Whether an object is wanted. Folders are believed before names: what lies in a folder that is not wanted is not
     * either, so that archives need not be listed there.
     *
     * @param key its key, of which the facts are
     */
    boolean wants(String key, KeyFacts facts) {
        return Unwanted.folder(this, key) == null && wants(facts);
    }

    /**
     * What a key begins with, where all that begins so need not be listed; null where the key is wanted as far as this
     * tells. The key may be that of a folder.
     */
    String outside(String key) {
        String folder = Unwanted.folder(this, key);
        return folder != null ? folder : Unwanted.names(this, key);
    }

    boolean wants(KeyFacts key) {
        Instant delivered = key.delivered();
        Duration precision = key.toTheDay() ? Duration.ofDays(1) : Duration.ofMinutes(1);
        return wantsAccount(key.kind(), key.account())
                && wantsRegion(key.region())
                && (delivered == null || wantsTime(key.kind(), delivered, delivered.plus(precision)));
    }

    /** Whether objects of an account may be wanted; null for one that is not told. */
    boolean wantsAccount(ObjectKind kind, String account) {
        // an administrator's bucket holds the findings of many accounts
        return accounts.isEmpty()
                || kind == ObjectKind.IMPORTED_FINDINGS
                || account == null
                || accounts.contains(account);
    }

    /** Whether objects of a region may be wanted; null for one that is not told. */
    boolean wantsRegion(String region) {
        return regions.isEmpty() || region == null || regions.contains(region);
    }

    /** Whether objects that were delivered at some time before {@code end}, but not before {@code start}, may be wanted. */
    boolean wantsTime(ObjectKind kind, Instant start, Instant end) {
        // how a resource was set holds until it was set anew, be it long before the window
        boolean anyFrom = from == null || kind == ObjectKind.CONFIG_ITEMS;
        return (anyFrom || end.isAfter(from.minus(EARLY))) && (to == null || start.isBefore(to.plus(LATE)));
    }

    /** True where everything is wanted. */
    boolean isAll() {
        return from == null && to == null && accounts.isEmpty() && regions.isEmpty();
    }
}
