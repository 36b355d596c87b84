package io.coldtrail.archive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.BiFunction;

/** The archives of a case: lists and opens their objects, wherever they lie. */
public final class Archive {
    private static final ObjectStore LOCAL = new LocalStore();

    /** Bytes that tell what a log is, some records whatever it is. */
    private static final int HEAD = 16 << 10;

    private Archive() {}

    /** Whether this JVM pays for its requests to S3, which buckets of the kind "requester pays" ask. */
    public static void payAsRequester(boolean pay) {
        S3Store.payAsRequester(pay);
    }

    /** What {@link #payAsRequester} said. */
    public static boolean paysAsRequester() {
        return S3Store.paysAsRequester();
    }

    /** One client a JVM: its connections are shared by all tasks. Made when S3 is first met. */
    private static final class S3 {
        static final ObjectStore STORE = new S3Store();
    }

    /**
     * Lists the objects that a filter wants, sorted by name, each of the kind that its key tells. The objects of a second archive are named with its number
     * before them ({@code 2/AWSLogs/...}), so that a name stands for one object.
     *
     * @throws ArchiveException where an address is wrong or may not be listed
     */
    public static List<ObjectRef> list(List<String> uris, ArchiveFilter filter) {
        return list(uris, Map.of(), filter);
    }

    /**
     * As {@link #list(List, ArchiveFilter)}, but objects below some addresses are of the kind that the user says.
     *
     * @param kinds kinds by address
     */
    public static List<ObjectRef> list(List<String> uris, Map<String, ObjectKind> kinds, ArchiveFilter filter) {
        ForcedKinds forced = new ForcedKinds(kinds);
        List<ObjectRef> objects = new ArrayList<>();
        Set<String> met = new HashSet<>();
        for (int i = 0; i < uris.size(); i++) {
            String before = i == 0 ? "" : i + 1 + "/";
            store(uris.get(i)).list(uris.get(i), filter, listed -> {
                if (met.add(listed.location())) {
                    ObjectRef ref = forced.apply(listed);
                    objects.add(before.isEmpty() ? ref : ref.named(before + ref.object()));
                }
            });
        }
        objects.sort(Comparator.comparing(ObjectRef::object));
        return objects;
    }

    /**
     * Looks at the first bytes of objects, inflated, many objects at a time.
     *
     * @param sees what to make of an object and its first bytes; null bytes where they cannot be had
     */
    public static <T> Map<ObjectRef, T> look(List<ObjectRef> objects, BiFunction<ObjectRef, byte[], T> sees) {
        Map<ObjectRef, Future<T>> looks = new LinkedHashMap<>();
        for (ObjectRef ref : objects) {
            looks.put(ref, Fetcher.SHARED.start(() -> sees.apply(ref, head(ref))));
        }
        Map<ObjectRef, T> seen = new LinkedHashMap<>();
        looks.forEach((ref, look) -> {
            try {
                seen.put(ref, look.get());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("stopped while looking at " + ref.object(), e);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof ArchiveException stop) {
                    throw stop;
                }
                throw new IllegalStateException("cannot look at " + ref.object(), e.getCause());
            }
        });
        return seen;
    }

    private static byte[] head(ObjectRef ref) {
        ObjectStore store = store(ref.location());
        byte[] head = new byte[HEAD];
        int n = 0;
        try (ObjectBody body = new ObjectBody(
                new ByteArrayInputStream(Fetcher.SHARED.persist(store, () -> store.head(ref, HEAD))), false)) {
            while (n < HEAD) {
                int read = body.read(head, n, HEAD - n);
                if (read < 0) {
                    break;
                }
                n += read;
            }
        } catch (FetchException e) {
            return null;
        } catch (IOException e) {
            // the range ends inside the gzip: what came before is what was asked for
            return n == 0 ? null : Arrays.copyOf(head, n);
        }
        return Arrays.copyOf(head, n);
    }

    static ObjectStore store(String uri) {
        return ArchiveUri.isS3(uri) ? S3.STORE : LOCAL;
    }
}
