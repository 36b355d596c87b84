package io.coldtrail.archive;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/**
 * A bucket that lists as S3's documentation says: by the bytes of keys, so many a page, folders rolled up. It compares
 * nothing but bytes.
 */
final class SimulatedBucket implements KeyPages {
    private final int size;
    private final IntFunction<String> keys;
    private final int keysAPage;
    private final Duration latency;
    final AtomicInteger requests = new AtomicInteger();

    SimulatedBucket(Collection<String> keys, int keysAPage) {
        this(sorted(keys), keysAPage);
    }

    private SimulatedBucket(List<String> sorted, int keysAPage) {
        this(sorted.size(), sorted::get, keysAPage, Duration.ZERO);
    }

    /**
     * A bucket whose keys are made when they are asked for.
     *
     * @param keys a key by its place in the order of bytes
     * @param latency how long each request takes
     */
    SimulatedBucket(int size, IntFunction<String> keys, int keysAPage, Duration latency) {
        this.size = size;
        this.keys = keys;
        this.keysAPage = keysAPage;
        this.latency = latency;
    }

    private static List<String> sorted(Collection<String> keys) {
        return keys.stream()
                .sorted((a, b) -> Arrays.compareUnsigned(bytes(a), bytes(b)))
                .toList();
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Page page(String prefix, String after, boolean byFolder, String token) {
        requests.incrementAndGet();
        LockSupport.parkNanos(latency.toNanos());
        int at = token != null ? Integer.parseInt(token) : from(bytes(prefix), after == null ? null : bytes(after));
        List<Key> names = new ArrayList<>();
        List<String> folders = new ArrayList<>();
        String key = at < size ? keys.apply(at) : null;
        while (key != null && names.size() + folders.size() < keysAPage && key.startsWith(prefix)) {
            int slash = byFolder ? key.indexOf('/', prefix.length()) : -1;
            if (slash < 0) {
                names.add(new Key(
                        key, 1000, "\"9b2cf535f27731c974343645a3985328\"", null, false, Instant.EPOCH, "STANDARD"));
                at++;
            } else {
                String folder = key.substring(0, slash + 1);
                folders.add(folder);
                at = first(at, i -> !keys.apply(i).startsWith(folder));
            }
            key = at < size ? keys.apply(at) : null;
        }
        return new Page(names, folders, key != null && key.startsWith(prefix) ? Integer.toString(at) : null);
    }

    private int from(byte[] prefix, byte[] after) {
        return first(0, i -> {
            byte[] key = bytes(keys.apply(i));
            return Arrays.compareUnsigned(key, prefix) >= 0
                    && (after == null || Arrays.compareUnsigned(key, after) > 0);
        });
    }

    /** The first place of which something holds that holds of all behind it, too. */
    private int first(int from, IntPredicate holds) {
        int low = from;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (holds.test(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
