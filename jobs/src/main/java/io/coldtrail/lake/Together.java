package io.coldtrail.lake;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Small Spark jobs side by side: planning one and committing another is latency, not work. */
public final class Together {
    private static final int THREADS = 4;

    private final ExecutorService pool = Executors.newFixedThreadPool(THREADS, job -> {
        Thread thread = new Thread(job, "coldtrail-together");
        // a job that fails while others run must not keep the JVM
        thread.setDaemon(true);
        return thread;
    });
    private final List<Future<?>> started = new ArrayList<>();

    /** Starts a job; its answer can be waited for. */
    public <T> Supplier<T> start(Callable<T> job) {
        Future<T> future = pool.submit(job);
        started.add(future);
        return () -> get(future);
    }

    public void start(Runnable job) {
        started.add(pool.submit(job));
    }

    /** Waits for all, the failed too: none writes on behind what comes next. Throws what the first that failed threw. */
    public void end() {
        pool.shutdown();
        RuntimeException failure = null;
        for (Future<?> future : started) {
            try {
                get(future);
            } catch (RuntimeException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** The answers of jobs side by side, in the order of the jobs. */
    public static <T> List<T> all(List<Callable<T>> jobs) {
        Together together = new Together();
        List<Supplier<T>> answers = jobs.stream().map(together::start).toList();
        together.end();
        return answers.stream().map(Supplier::get).toList();
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while jobs were at work", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }
}
