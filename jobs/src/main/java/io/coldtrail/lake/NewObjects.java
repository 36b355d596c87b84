package io.coldtrail.lake;

import io.coldtrail.archive.ObjectRef;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;

/**
 * What the archives hold and the case does not have yet, in the order in which it is read: log by log, each in the order
 * of delivery. Memory holds one batch of it, however many there are: what was listed lies in files of the case, in
 * {@code listing/}, and what is known is left out as two sorted lists are merged. A few never leave memory.
 */
public final class NewObjects implements AutoCloseable {
    /** What came of the objects is held on the driver until a batch is committed: about 200 bytes each. */
    private static final int OBJECTS_A_BATCH = 200_000;

    /** So that a batch that stopped is not much work lost. */
    private static final long BYTES_A_BATCH = 4L << 30;

    private static final String FOLDER = "listing/";

    /** A batch is a slice of time of one log: its rows are of few days, and its tables few. */
    private static final Comparator<ObjectRef> AS_READ = Comparator.comparing(ObjectRef::kind)
            .thenComparing(ObjectRef::delivered, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(ObjectRef::object);

    private final Sorted<ObjectRef> fresh;
    private final int objectsABatch;
    private long listed;
    private long bytes;
    private long known;

    private enum Refs implements Sorted.Form<ObjectRef> {
        FORM;

        @Override
        public void write(ObjectRef ref, DataOutput out) throws IOException {
            ref.write(out);
        }

        @Override
        public ObjectRef read(DataInput in) throws IOException {
            return ObjectRef.read(in);
        }
    }

    private enum Names implements Sorted.Form<String> {
        FORM;

        @Override
        public void write(String name, DataOutput out) throws IOException {
            out.writeUTF(name);
        }

        @Override
        public String read(DataInput in) throws IOException {
            return in.readUTF();
        }
    }

    private NewObjects(Case kase, int objectsABatch) {
        this.objectsABatch = objectsABatch;
        this.fresh = new Sorted<>(kase, FOLDER + "new", AS_READ, Refs.FORM, objectsABatch);
    }

    /**
     * Takes what is listed.
     *
     * @param listing hands on each object that is listed, one at a time
     * @param known names of the objects that need not be met again, in any order
     */
    public static NewObjects of(Case kase, Consumer<Consumer<ObjectRef>> listing, Iterator<String> known) {
        return of(kase, listing, known, OBJECTS_A_BATCH);
    }

    /** As {@link #of(Case, Consumer, Iterator)}, with smaller batches. */
    static NewObjects of(Case kase, Consumer<Consumer<ObjectRef>> listing, Iterator<String> known, int objectsABatch) {
        kase.files().list(FOLDER).forEach(left -> kase.files().delete(FOLDER + left)); // a run that was ended left them
        NewObjects objects = new NewObjects(kase, objectsABatch);
        if (!known.hasNext()) {
            listing.accept(ref -> {
                objects.count(ref);
                objects.fresh.add(ref);
            });
            return objects;
        }
        try (Sorted<ObjectRef> all = new Sorted<>(
                        kase, FOLDER + "all", Comparator.comparing(ObjectRef::object), Refs.FORM, objectsABatch);
                Sorted<String> names =
                        new Sorted<>(kase, FOLDER + "known", Comparator.naturalOrder(), Names.FORM, objectsABatch)) {
            listing.accept(ref -> {
                objects.count(ref);
                all.add(ref);
            });
            known.forEachRemaining(names::add);
            objects.addUnknown(all.iterator(), names.iterator());
        }
        return objects;
    }

    private void count(ObjectRef ref) {
        listed++;
        bytes += ref.size();
    }

    private void addUnknown(Iterator<ObjectRef> all, Iterator<String> names) {
        String name = names.next();
        while (all.hasNext()) {
            ObjectRef ref = all.next();
            while (name != null && name.compareTo(ref.object()) < 0) {
                name = names.hasNext() ? names.next() : null;
            }
            if (ref.object().equals(name)) {
                known++;
            } else {
                fresh.add(ref);
            }
        }
    }

    /** How many objects were listed, new or known. */
    public long listed() {
        return listed;
    }

    /** Stored bytes of those. */
    public long bytes() {
        return bytes;
    }

    /** True where the case has something of what was listed. */
    public boolean someKnown() {
        return known > 0;
    }

    /** The new objects, in parts of bounded size: one for the most archives, none where nothing is new. */
    public Iterator<List<ObjectRef>> batches() {
        Iterator<ObjectRef> objects = fresh.iterator();
        return new Iterator<>() {
            private ObjectRef next = objects.hasNext() ? objects.next() : null;

            @Override
            public boolean hasNext() {
                return next != null;
            }

            @Override
            public List<ObjectRef> next() {
                if (next == null) {
                    throw new NoSuchElementException();
                }
                List<ObjectRef> batch = new ArrayList<>();
                long size = 0;
                while (next != null
                        && (batch.isEmpty() || (batch.size() < objectsABatch && size + next.size() <= BYTES_A_BATCH))) {
                    batch.add(next);
                    size += next.size();
                    next = objects.hasNext() ? objects.next() : null;
                }
                return batch;
            }
        };
    }

    @Override
    public void close() {
        fresh.close();
    }
}
