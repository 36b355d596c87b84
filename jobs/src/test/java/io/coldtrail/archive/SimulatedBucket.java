package io.coldtrail.archive;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A bucket that lists as S3's documentation says: by the bytes of keys, so many a page, folders rolled up. It holds keys as
 * bytes and looks at nothing but bytes.
 */
final class SimulatedBucket implements KeyPages {
    private final byte[][] keys;
    private final int keysAPage;
    final AtomicInteger requests = new AtomicInteger();

    SimulatedBucket(Collection<String> keys, int keysAPage) {
        this.keys = keys.stream()
                .map(key -> key.getBytes(StandardCharsets.UTF_8))
                .sorted(Arrays::compareUnsigned)
                .toArray(byte[][]::new);
        this.keysAPage = keysAPage;
    }

    @Override
    public Page page(String prefix, String after, boolean byFolder, String token) {
        requests.incrementAndGet();
        byte[] begin = prefix.getBytes(StandardCharsets.UTF_8);
        int at = token != null ? Integer.parseInt(token) : from(begin, after);
        List<Key> names = new ArrayList<>();
        List<String> folders = new ArrayList<>();
        while (at < keys.length && names.size() + folders.size() < keysAPage && startsWith(keys[at], begin)) {
            int slash = byFolder ? indexOf(keys[at], begin.length) : -1;
            if (slash < 0) {
                names.add(new Key(
                        new String(keys[at], StandardCharsets.UTF_8), 1, "\"e\"", null, Instant.EPOCH, "STANDARD"));
                at++;
            } else {
                byte[] folder = Arrays.copyOf(keys[at], slash + 1);
                folders.add(new String(folder, StandardCharsets.UTF_8));
                while (at < keys.length && startsWith(keys[at], folder)) {
                    at++;
                }
            }
        }
        boolean more = at < keys.length && startsWith(keys[at], begin);
        return new Page(names, folders, more ? Integer.toString(at) : null);
    }

    private int from(byte[] prefix, String after) {
        int at = 0;
        while (at < keys.length && Arrays.compareUnsigned(keys[at], prefix) < 0) {
            at++;
        }
        if (after != null) {
            byte[] bound = after.getBytes(StandardCharsets.UTF_8);
            while (at < keys.length && Arrays.compareUnsigned(keys[at], bound) <= 0) {
                at++;
            }
        }
        return at;
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static int indexOf(byte[] key, int from) {
        for (int i = from; i < key.length; i++) {
            if (key[i] == '/') {
                return i;
            }
        }
        return -1;
    }
}
