package io.coldtrail.lake;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/**
 * Things in order, be they more than memory holds: what is too much is written to files of the case, each in order, which
 * are merged as they are read. Few never leave memory.
 */
final class Sorted<T> implements AutoCloseable {
    /** Files that are open at a time: S3A has 96 connections. */
    private static final int OPEN = 64;

    private static final int BUFFER = 1 << 16;

    private final Case kase;
    private final String name;
    private final Form<T> form;
    private final Comparator<? super T> order;
    private final int inMemory;
    private final List<T> held = new ArrayList<>();
    private final Deque<String> files = new ArrayDeque<>();
    private final List<Closeable> reading = new ArrayList<>();
    private int written;

    /** How a thing is written. */
    interface Form<T> {
        void write(T thing, DataOutput out) throws IOException;

        T read(DataInput in) throws IOException;
    }

    /**
     * With nothing in it.
     *
     * @param name what its files in the case begin with
     * @param inMemory how many are held in memory at most
     */
    Sorted(Case kase, String name, Comparator<? super T> order, Form<T> form, int inMemory) {
        this.kase = kase;
        this.name = name;
        this.order = order;
        this.form = form;
        this.inMemory = inMemory;
    }

    void add(T thing) {
        held.add(thing);
        if (held.size() >= inMemory) {
            spill();
        }
    }

    private void spill() {
        held.sort(order);
        write(held.iterator());
        held.clear();
    }

    private void write(Iterator<T> things) {
        String file = name + "-" + ++written;
        try (DataOutputStream out = new DataOutputStream(
                new BufferedOutputStream(new ZstdOutputStream(kase.files().write(file), 1), BUFFER))) {
            while (things.hasNext()) {
                out.writeBoolean(true);
                form.write(things.next(), out);
            }
            out.writeBoolean(false); // that a file was cut off must not look like its end
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + kase.path(file) + ": " + e.getMessage(), e);
        }
        files.add(file);
    }

    /** All of them, in order. To be read by one at a time; {@link #add} comes before. */
    Iterator<T> iterator() {
        if (files.isEmpty()) {
            held.sort(order);
            return held.iterator();
        }
        if (!held.isEmpty()) {
            spill();
        }
        while (files.size() > OPEN) {
            List<String> some = new ArrayList<>();
            while (some.size() < OPEN) {
                some.add(files.remove());
            }
            write(merged(some));
            some.forEach(kase.files()::delete);
        }
        return merged(List.copyOf(files));
    }

    private Iterator<T> merged(List<String> some) {
        closeRead();
        PriorityQueue<Run> heads = new PriorityQueue<>(Comparator.comparing(run -> run.head, order));
        for (String file : some) {
            Run run = new Run(file);
            reading.add(run.in);
            if (run.next()) {
                heads.add(run);
            }
        }
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return !heads.isEmpty();
            }

            @Override
            public T next() {
                if (heads.isEmpty()) {
                    throw new NoSuchElementException();
                }
                Run least = heads.remove();
                T thing = least.head;
                if (least.next()) {
                    heads.add(least);
                }
                return thing;
            }
        };
    }

    /** One file, read thing by thing. */
    private final class Run {
        final DataInputStream in;
        final String file;
        T head;

        Run(String file) {
            this.file = file;
            try {
                in = new DataInputStream(
                        new BufferedInputStream(new ZstdInputStream(kase.files().read(file)), BUFFER));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + kase.path(file) + ": " + e.getMessage(), e);
            }
        }

        boolean next() {
            try {
                boolean more = in.readBoolean();
                head = more ? form.read(in) : null;
                return more;
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + kase.path(file) + ": " + e.getMessage(), e);
            }
        }
    }

    private void closeRead() {
        for (Closeable in : reading) {
            try {
                in.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        reading.clear();
    }

    /** Forgets them, and removes what was written. */
    @Override
    public void close() {
        closeRead();
        held.clear();
        files.forEach(kase.files()::delete);
        files.clear();
    }
}
