package io.coldtrail.archive;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * Fetches the objects of one task in order, many ahead of the reader: small objects are bound by latency, at 30 ms a GET
 * one by one is 33 a second. An object that the store would not give for load is asked for once more when all others
 * are read. Objects on disk are read when asked for.
 */
public final class Prefetch implements Iterator<Fetched>, AutoCloseable {
    /** Objects fetched ahead in one task. */
    private static final int AHEAD = 64;

    private final Fetcher fetcher;
    private final ArrayDeque<Wanted> wanted = new ArrayDeque<>();
    private final ArrayDeque<Pending> ahead = new ArrayDeque<>();

    /** An object to fetch, and whether it was refused before. */
    private record Wanted(ObjectRef ref, boolean again) {}

    /** An object that is fetched; with no future where it is not fetched ahead. */
    private record Pending(Wanted what, Future<Fetched> fetched, long bytes) {}

    public Prefetch(List<ObjectRef> refs) {
        this(refs, Fetcher.SHARED);
    }

    Prefetch(List<ObjectRef> refs, Fetcher fetcher) {
        this.fetcher = fetcher;
        refs.forEach(ref -> wanted.add(new Wanted(ref, false)));
    }

    @Override
    public boolean hasNext() {
        return !wanted.isEmpty() || !ahead.isEmpty();
    }

    /**
     * The next object, or why it cannot be had.
     *
     * @throws ArchiveException where no further object can be had either
     */
    @Override
    public Fetched next() {
        while (hasNext()) {
            fill();
            Pending first = ahead.remove();
            Wanted what = first.what();
            Fetched fetched = first.fetched() == null ? fetcher.fetch(what.ref()) : await(first);
            if (what.again() || fetched.failure() == null || fetched.failure().status() != ObjectStatus.THROTTLED) {
                return fetched;
            }
            wanted.add(new Wanted(what.ref(), true));
        }
        throw new NoSuchElementException();
    }

    private Fetched await(Pending pending) {
        try {
            return pending.fetched().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(
                    "stopped while fetching " + pending.what().ref().object(), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ArchiveException stop) {
                throw stop;
            }
            throw new IllegalStateException(
                    "cannot fetch " + pending.what().ref().object(), e.getCause());
        } finally {
            fetcher.release(pending.bytes());
        }
    }

    private void fill() {
        while (!wanted.isEmpty() && ahead.size() < AHEAD) {
            ObjectRef ref = wanted.peek().ref();
            boolean atOnce = fetcher.isRemote(ref) && ref.size() <= Fetcher.WHOLE_BYTES;
            long bytes = atOnce ? ref.size() : 0;
            if (!fetcher.hold(bytes, ahead.isEmpty())) {
                return; // some of what is ahead must be read first
            }
            ahead.add(new Pending(wanted.remove(), atOnce ? fetcher.start(() -> fetcher.fetch(ref)) : null, bytes));
        }
    }

    @Override
    public void close() {
        ahead.forEach(p -> {
            if (p.fetched() != null) {
                p.fetched().cancel(true);
                fetcher.release(p.bytes());
            }
        });
        ahead.clear();
        wanted.clear();
    }
}
