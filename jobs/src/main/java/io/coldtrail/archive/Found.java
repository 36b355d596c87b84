package io.coldtrail.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Makes objects of the keys of a bucket that a filter wants, and hands them on one at a time, however many threads find them. */
final class Found implements Consumer<List<KeyPages.Key>> {
    private final String bucket;
    private final int cut;
    private final ArchiveFilter filter;
    private final Consumer<ObjectRef> sink;

    /**
     * For one archive.
     *
     * @param cut how many chars of a key are the archive's, not the object's
     * @param sink is called by one thread at a time
     */
    Found(String bucket, int cut, ArchiveFilter filter, Consumer<ObjectRef> sink) {
        this.bucket = bucket;
        this.cut = cut;
        this.filter = filter;
        this.sink = sink;
    }

    @Override
    public void accept(List<KeyPages.Key> keys) {
        List<ObjectRef> wanted = new ArrayList<>(keys.size());
        for (KeyPages.Key key : keys) {
            KeyFacts facts = KeyFacts.of(key.name());
            if (filter.wants(key.name(), facts)) {
                wanted.add(ObjectRef.of(
                        name(key),
                        "s3://" + bucket + "/" + key.name(),
                        facts,
                        key.size(),
                        key.etag(),
                        key.versionId(),
                        key.modified(),
                        key.storageClass()));
            }
        }
        synchronized (sink) {
            wanted.forEach(sink);
        }
    }

    /** A name stands for one object, whatever keys somebody makes up. */
    private String name(KeyPages.Key key) {
        String name = key.name().substring(cut);
        boolean madeUp = name.startsWith(ObjectRef.VERSION);
        return key.byVersion() || madeUp
                ? ObjectRef.VERSION + (key.byVersion() ? key.versionId() : "") + "/" + name
                : name;
    }
}
