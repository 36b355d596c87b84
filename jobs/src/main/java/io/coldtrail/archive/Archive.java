package io.coldtrail.archive;

import io.coldtrail.archive.ArchiveUri.S3Location;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The archives of a case: lists and opens their objects, wherever they lie. */
public final class Archive {
    private static final ObjectStore LOCAL = new LocalStore();

    /** One client a JVM and identity: its connections are shared by all tasks. Made when S3 is first met. */
    private static final Map<ArchiveAccess, ObjectStore> S3 = new ConcurrentHashMap<>();

    /** Bytes that tell what a log is, some records whatever it is. */
    private static final int HEAD = 16 << 10;

    private Archive() {}

    /** As whom this JVM reads from S3, from now on. */
    public static void access(ArchiveAccess access) {
        S3Store.access(access);
    }

    /** What {@link #access(ArchiveAccess)} said. */
    public static ArchiveAccess access() {
        return S3Store.access();
    }

    /** Lists the objects that a filter wants of one archive, sorted by name: for few. */
    public static List<ObjectRef> list(String uri, ArchiveFilter filter) {
        List<ObjectRef> objects = new ArrayList<>();
        list(List.of(uri), List.of(), Map.of(), filter, objects::add);
        objects.sort(Comparator.comparing(ObjectRef::object));
        return objects;
    }

    /**
     * Lists the objects that a filter wants, each once, in no promised order, each of the kind that its key tells or the user
     * says. The objects of a second archive are named with its number before them ({@code 2/AWSLogs/...}), and those
     * of a key with several versions with their ids ({@code versionId=3HL4kqtJ/AWSLogs/...}), so that a name stands for one
     * object.
     *
     * @param uris archives
     * @param inventories manifests of S3 Inventory, which are read in place of listing what they list
     * @param kinds kinds by the address below which all objects are of that kind
     * @param sink takes an object; called by one thread at a time
     * @throws ArchiveException where an address is wrong or may not be listed
     */
    public static void list(
            List<String> uris,
            List<String> inventories,
            Map<String, ObjectKind> kinds,
            ArchiveFilter filter,
            Consumer<ObjectRef> sink) {
        if (filter.versions() && uris.stream().noneMatch(ArchiveUri::isS3)) {
            throw new ArchiveException("--versions is for buckets in S3, and none of " + String.join(" ", uris)
                    + " is one: a folder on disk has one version of a file");
        }
        ForcedKinds forced = new ForcedKinds(kinds);
        Map<String, Inventory> byBucket = Inventory.read(inventories, uris);
        List<Predicate<String>> before = new ArrayList<>();
        for (int i = 0; i < uris.size(); i++) {
            String number = i == 0 ? "" : i + 1 + "/";
            List<Predicate<String>> others = List.copyOf(before);
            Consumer<ObjectRef> here = listed -> {
                if (others.stream().noneMatch(archive -> archive.test(listed.location()))) {
                    ObjectRef ref = forced.apply(listed);
                    sink.accept(number.isEmpty() ? ref : ref.named(number + ref.object()));
                }
            };
            String uri = uris.get(i);
            Inventory inventory =
                    ArchiveUri.isS3(uri) ? byBucket.get(S3Location.of(uri).bucket()) : null;
            before.add(
                    inventory == null
                            ? store(uri).list(uri, filter, here)
                            : inventory.list(S3Location.of(uri), filter, here));
        }
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
        for (ObjectRef ref : list(uri, ArchiveFilter.ALL)) {
            Path file = folder.resolve(ref.object()).normalize();
            boolean only = ref.location().equals(place);
            if (!file.startsWith(folder) || !only && !ref.location().startsWith(place + "/")) {
                continue; // its key climbs, or only begins as the address does
            }
            Files.createDirectories(file.getParent());
            try (InputStream body = stream(ref)) {
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

    /** The stored bytes of something that is no object of an archive: nothing is asked of what it is to be. */
    static InputStream stream(ObjectRef ref) throws FetchException, IOException {
        return store(ref.location()).open(ref, 0).body();
    }

    static ObjectStore store(String uri) {
        return ArchiveUri.isS3(uri) ? S3.computeIfAbsent(access(), S3Store::new) : LOCAL;
    }
}
