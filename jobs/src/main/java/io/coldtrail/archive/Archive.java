package io.coldtrail.archive;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The archives of a case: lists and opens their objects, wherever they lie. */
public final class Archive {
    private static final ObjectStore LOCAL = new LocalStore();

    private Archive() {}

    /** One client a JVM: its connections are shared by all tasks. Made when S3 is first met. */
    private static final class S3 {
        static final ObjectStore STORE = new S3Store();
    }

    /**
     * Lists the objects that a filter wants, sorted by name. The objects of a second archive are named with its number
     * before them ({@code 2/AWSLogs/...}), so that a name stands for one object.
     *
     * @throws ArchiveException where an address is wrong or may not be listed
     */
    public static List<ObjectRef> list(List<String> uris, ArchiveFilter filter) {
        List<ObjectRef> objects = new ArrayList<>();
        Set<String> met = new HashSet<>();
        for (int i = 0; i < uris.size(); i++) {
            String before = i == 0 ? "" : i + 1 + "/";
            store(uris.get(i)).list(uris.get(i), filter, ref -> {
                if (met.add(ref.location())) {
                    objects.add(before.isEmpty() ? ref : ref.named(before + ref.object()));
                }
            });
        }
        objects.sort(Comparator.comparing(ObjectRef::object));
        return objects;
    }

    static InputStream open(ObjectRef ref) throws FetchException {
        return store(ref.location()).open(ref);
    }

    static boolean isRemote(ObjectRef ref) {
        return store(ref.location()).remote();
    }

    private static ObjectStore store(String uri) {
        return ArchiveUri.isS3(uri) ? S3.STORE : LOCAL;
    }
}
