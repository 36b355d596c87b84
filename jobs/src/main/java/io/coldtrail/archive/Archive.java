package io.coldtrail.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
            looks.put(ref, Prefetch.POOL.submit(() -> sees.apply(ref, head(ref))));
        }
        Map<ObjectRef, T> seen = new LinkedHashMap<>();
        looks.forEach((ref, look) -> {
            try {
                seen.put(ref, look.get());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("stopped while looking at " + ref.object(), e);
            } catch (ExecutionException e) {
                throw new IllegalStateException("cannot look at " + ref.object(), e.getCause());
            }
        });
        return seen;
    }

    /**
     * Copies an object, or all below an address, into a folder on disk, as they are stored.
     *
     * @return the copy of the one object, or the folder
     * @throws ArchiveException where there is nothing, or it may not be read
     */
    public static Path copy(String uri, Path folder) throws IOException {
        String place = ArchiveUri.place(uri);
        Path one = null;
        boolean met = false;
        for (ObjectRef ref : list(List.of(uri), ArchiveFilter.ALL)) {
            Path file = folder.resolve(ref.object()).normalize();
            boolean only = ref.location().equals(place);
            if (!file.startsWith(folder) || !only && !ref.location().startsWith(place + "/")) {
                continue; // its key climbs, or only begins as the address does
            }
            Files.createDirectories(file.getParent());
            try (InputStream body = open(ref).body()) {
                Files.copy(body, file);
            } catch (FetchException e) {
                throw new ArchiveException(
                        ref.location() + " cannot be read (" + e.status().word() + "): " + e.getMessage());
            }
            met = true;
            one = only ? file : one;
        }
        if (!met) {
            throw new ArchiveException("there is nothing at " + uri + ": check with aws s3 ls " + uri);
        }
        return one == null ? folder : one;
    }

    private static byte[] head(ObjectRef ref) {
        byte[] head = new byte[HEAD];
        int n = 0;
        try (ObjectBody body = new ObjectBody(store(ref.location()).head(ref, HEAD), false)) {
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

    static Fetched open(ObjectRef ref) throws FetchException {
        return store(ref.location()).open(ref);
    }

    static boolean isRemote(ObjectRef ref) {
        return store(ref.location()).remote();
    }

    private static ObjectStore store(String uri) {
        return ArchiveUri.isS3(uri) ? S3.STORE : LOCAL;
    }
}
