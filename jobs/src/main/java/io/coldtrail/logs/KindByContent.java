package io.coldtrail.logs;

import io.coldtrail.archive.Archive;
import io.coldtrail.archive.ObjectKind;
import io.coldtrail.archive.ObjectRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Tells what objects hold by their first bytes, where their keys do not. */
public final class KindByContent {
    /** Ends of names that CloudTrail's files and copies of them have. */
    private static final Set<String> JSON = Set.of(".json", ".jsonl", ".ndjson", ".json.gz", ".jsonl.gz", ".ndjson.gz");

    private KindByContent() {}

    /** The same objects in the same order, none of them {@link ObjectKind#UNKNOWN}. Fetches the first bytes of those. */
    public static List<ObjectRef> tell(List<ObjectRef> objects) {
        List<ObjectRef> unknown =
                objects.stream().filter(o -> o.kind() == ObjectKind.UNKNOWN).toList();
        if (unknown.isEmpty()) {
            return objects;
        }
        Map<String, ObjectKind> kinds = new TreeMap<>();
        Archive.look(unknown, (ref, head) -> kind(ref, head)).forEach((ref, kind) -> kinds.put(ref.object(), kind));
        List<ObjectRef> told = new ArrayList<>(objects.size());
        for (ObjectRef ref : objects) {
            told.add(ref.kind() == ObjectKind.UNKNOWN ? ref.as(kinds.get(ref.object())) : ref);
        }
        return told;
    }

    /**
     * What an object holds.
     *
     * @param head its first bytes, inflated; null where they cannot be had
     */
    private static ObjectKind kind(ObjectRef ref, byte[] head) {
        if (head == null) {
            return ObjectKind.CLOUDTRAIL; // the read will say why it cannot be had
        }
        ObjectKind kind = LogFormats.tell(new Head(head));
        if (kind != null) {
            return kind;
        }
        // what is named like a log and is none may be a damaged one: that is worth a word
        return JSON.stream().anyMatch(ref.object()::endsWith) ? ObjectKind.CLOUDTRAIL : ObjectKind.FOREIGN;
    }
}
