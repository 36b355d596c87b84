package io.coldtrail.archive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Fetches the objects of one task in order, many ahead of the reader: small objects are bound by latency, at 30 ms a GET
 * one by one is 33 a second. Objects on disk are read when asked for.
 */
public final class Prefetch implements Iterator<Fetched>, AutoCloseable {
    /** Requests in flight in one JVM: two cores parse about 3,000 small objects a second, which at 30 ms is 90. */
    static final int THREADS = 96;

    /** Requests in flight in one task. */
    private static final int AHEAD = 48;

    /** Bytes fetched ahead in one task, so that 4 tasks a JVM stay under 256 MB. */
    private static final long AHEAD_BYTES = 64L << 20;

    /** A larger object is streamed, not held. */
    private static final long WHOLE_BYTES = 32L << 20;

    /** A connection that breaks in the middle is no property of the object. */
    private static final int ATTEMPTS = 4;

    private static final AtomicInteger THREAD = new AtomicInteger();
    static final ExecutorService POOL = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "coldtrail-fetch-" + THREAD.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    });

    private final Iterator<ObjectRef> refs;
    private final ArrayDeque<Pending> ahead = new ArrayDeque<>();
    private long aheadBytes;

    private record Pending(ObjectRef ref, Future<Fetched> fetched, long bytes) {}

    public Prefetch(List<ObjectRef> refs) {
        this.refs = refs.iterator();
    }

    @Override
    public boolean hasNext() {
        return refs.hasNext() || !ahead.isEmpty();
    }

    @Override
    public Fetched next() {
        fill();
        Pending first = ahead.poll();
        if (first == null) {
            throw new NoSuchElementException();
        }
        aheadBytes -= first.bytes();
        if (first.fetched() == null) {
            return fetch(first.ref());
        }
        try {
            return first.fetched().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(
                    "stopped while fetching " + first.ref().object(), e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot fetch " + first.ref().object(), e.getCause());
        }
    }

    private void fill() {
        while (refs.hasNext() && (ahead.isEmpty() || (ahead.size() < AHEAD && aheadBytes < AHEAD_BYTES))) {
            ObjectRef ref = refs.next();
            boolean inPool = Archive.isRemote(ref) && ref.size() <= WHOLE_BYTES;
            long bytes = inPool ? ref.size() : 0;
            ahead.add(new Pending(ref, inPool ? POOL.submit(() -> fetch(ref)) : null, bytes));
            aheadBytes += bytes;
        }
    }

    private static Fetched fetch(ObjectRef ref) {
        for (int attempt = 1; ; attempt++) {
            try {
                Fetched opened = Archive.open(ref);
                if (ref.size() > WHOLE_BYTES) {
                    return opened;
                }
                try (InputStream body = opened.body()) {
                    return new Fetched(ref, new ByteArrayInputStream(body.readAllBytes()), opened.metadata(), null);
                }
            } catch (FetchException e) {
                return Fetched.failed(ref, e);
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    return Fetched.failed(
                            ref, new FetchException(ObjectStatus.THROTTLED, "broke off: " + e.getMessage(), e));
                }
            }
        }
    }

    @Override
    public void close() {
        ahead.forEach(p -> {
            if (p.fetched() != null) {
                p.fetched().cancel(true);
            }
        });
        ahead.clear();
    }
}
