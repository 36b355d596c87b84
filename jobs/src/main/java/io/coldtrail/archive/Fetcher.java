package io.coldtrail.archive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Fetches for all tasks of a JVM, under two budgets: requests in flight and bytes that wait for their reader. Tries
 * again what may go well the next time.
 */
final class Fetcher {
    /** A larger object is streamed, not held. */
    static final long WHOLE_BYTES = 32L << 20;

    private static final int CORES = Runtime.getRuntime().availableProcessors();

    /** A core parses up to 2,000 small objects a second, which at 30 ms is 60; more threads than that are dear. */
    static final int THREADS = Math.min(64 * CORES, 256);

    private static final long HELD_BYTES =
            Math.min(64L * CORES << 20, Runtime.getRuntime().maxMemory() / 4);

    /** S3 sheds load by 503 while it splits a busy prefix; that takes a while. */
    private static final int ATTEMPTS = 8;

    private static final Duration FIRST_WAIT = Duration.ofMillis(200);

    /** When so many objects in a row, each tried to the last, are not had, it is no matter of objects. */
    private static final int FAILURES_IN_A_ROW = 200;

    static final Fetcher SHARED = new Fetcher(
            Archive::store, new RequestLimit(Math.min(16 * CORES, THREADS), THREADS), HELD_BYTES, FIRST_WAIT);

    private final Function<String, ObjectStore> stores;
    private final RequestLimit requests;
    private final long mostHeld;
    private final Duration firstWait;
    private final AtomicLong held = new AtomicLong();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger threads = new AtomicInteger();
    private final ExecutorService pool;

    /** One request and the reading of its answer. */
    interface Request<T> {
        T send() throws FetchException, IOException;
    }

    /**
     * @param stores the store of an address
     * @param mostHeld bytes that may wait for their reader, beside one object for each task
     * @param firstWait a first retry waits up to so long, each later one up to twice as long
     */
    Fetcher(Function<String, ObjectStore> stores, RequestLimit requests, long mostHeld, Duration firstWait) {
        this.stores = stores;
        this.requests = requests;
        this.mostHeld = mostHeld;
        this.firstWait = firstWait;
        ThreadPoolExecutor threadPool = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::thread);
        threadPool.allowCoreThreadTimeOut(true);
        this.pool = threadPool;
    }

    private Thread thread(Runnable task) {
        Thread thread = new Thread(task, "coldtrail-fetch-" + threads.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /** Does it in the background. */
    <T> Future<T> start(Callable<T> task) {
        return pool.submit(task);
    }

    boolean isRemote(ObjectRef ref) {
        return stores.apply(ref.location()).remote();
    }

    /** Takes bytes out of the budget, where it has them or where one must. */
    boolean hold(long bytes, boolean must) {
        long after = held.addAndGet(bytes);
        if (after <= mostHeld || must) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    /** Gives bytes back. */
    void release(long bytes) {
        held.addAndGet(-bytes);
    }

    /**
     * Fetches an object: whole, or as a stream that goes on where a connection breaks.
     *
     * @throws ArchiveException where no further object can be had either
     */
    Fetched fetch(ObjectRef ref) {
        ObjectStore store = stores.apply(ref.location());
        try {
            Fetched fetched = ref.size() > WHOLE_BYTES ? stream(store, ref) : persist(store, () -> whole(store, ref));
            failures.set(0);
            return fetched;
        } catch (FetchException e) {
            if (e.status() != ObjectStatus.THROTTLED) {
                failures.set(0);
            } else if (failures.incrementAndGet() >= FAILURES_IN_A_ROW) {
                throw new ArchiveException("S3 gave none of the last " + FAILURES_IN_A_ROW + " objects ("
                        + e.getMessage() + "): it sheds load, or the network is down; run the same command again"
                        + " later, what is committed is kept");
            }
            return Fetched.failed(ref, e);
        }
    }

    private static Fetched whole(ObjectStore store, ObjectRef ref) throws FetchException, IOException {
        Fetched opened = store.open(ref, 0);
        try (InputStream body = opened.body()) {
            return new Fetched(opened.ref(), new ByteArrayInputStream(body.readAllBytes()), opened.metadata(), null);
        }
    }

    private Fetched stream(ObjectStore store, ObjectRef ref) throws FetchException {
        Fetched opened = persist(store, () -> store.open(ref, 0));
        InputStream body = new ResumedStream(opened.body(), from -> persist(store, () -> store.open(ref, from))
                .body());
        return new Fetched(opened.ref(), body, opened.metadata(), null);
    }

    /**
     * Sends a request until it is answered: with waits that double, each cut by chance, so that what failed together
     * does not come back together.
     *
     * @throws FetchException where the answer is no, or there is none after the last attempt
     */
    <T> T persist(ObjectStore store, Request<T> request) throws FetchException {
        for (int attempt = 1; ; attempt++) {
            FetchException failure;
            try {
                return store.remote() ? limited(request) : request.send();
            } catch (FetchException e) {
                failure = e;
            } catch (IOException e) {
                failure = new FetchException(
                        store.remote() ? ObjectStatus.THROTTLED : ObjectStatus.UNREADABLE,
                        "broke off: " + e.getMessage(),
                        e);
            }
            if (failure.status() != ObjectStatus.THROTTLED || attempt == ATTEMPTS) {
                throw failure;
            }
            sleep(ThreadLocalRandom.current().nextLong(firstWait.toNanos() << (attempt - 1)));
        }
    }

    private <T> T limited(Request<T> request) throws FetchException, IOException {
        long sent;
        try {
            sent = requests.acquire();
        } catch (InterruptedException e) {
            throw stopped(e);
        }
        boolean borne = false;
        try {
            T answer = request.send();
            borne = true;
            return answer;
        } catch (FetchException e) {
            borne = e.status() != ObjectStatus.THROTTLED;
            throw e;
        } finally {
            if (borne) {
                requests.borne();
            } else {
                requests.refused(sent);
            }
        }
    }

    private static void sleep(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            throw stopped(e);
        }
    }

    private static IllegalStateException stopped(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("stopped while fetching", e);
    }
}
