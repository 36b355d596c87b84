package io.coldtrail.lake;

import io.coldtrail.archive.ArchiveException;
import io.coldtrail.archive.SharedText;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The right to write to a case, which one run has at a time: Delta in S3 has no other guard against two. It is a lease
 * in {@code CASE/lock}, renewed as long as the run lives, and given back when it ends. One that was killed gives nothing
 * back: its lease is over at once for who sees that the process is gone, for others when its time is.
 */
public final class CaseLock implements AutoCloseable {
    /** Place in the case; empty while nobody writes. */
    public static final String FILE = "lock";

    /** Longer than a process stands still, be it for garbage or for S3; short for who waits after a crash. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    private final String caseUri;
    private final SharedText text;
    private final Duration length;
    private final ScheduledExecutorService beat = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "coldtrail-lock");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Lease lease;
    private volatile String lostTo;
    private volatile boolean closed;
    private volatile Runnable whenLost = () -> {};

    private CaseLock(String caseUri, Lease lease, Duration length) {
        this.caseUri = caseUri.replaceFirst("/+$", "");
        this.text = SharedText.at(this.caseUri + "/" + FILE);
        this.lease = lease;
        this.length = length;
    }

    /**
     * Takes it, for this process.
     *
     * @param command what the run was told, for who is refused
     * @throws CaseInUseException where another run has it
     */
    public static CaseLock take(String caseUri, String command) {
        return take(caseUri, Lease.of(command, LEASE), LEASE);
    }

    static CaseLock take(String caseUri, Lease lease, Duration length) {
        CaseLock lock = new CaseLock(caseUri, lease, length);
        lock.take();
        long period = length.toMillis() / 4;
        lock.beat.scheduleAtFixedRate(lock::beat, period, period, TimeUnit.MILLISECONDS);
        return lock;
    }

    private void take() {
        String stands = text.update(now -> {
            Optional<Lease> holder = Lease.fromText(now);
            return holder.isEmpty() || isMine(now) || holder.get().isOver() ? lease.toText() : null;
        });
        if (!isMine(stands)) {
            Lease holder = Lease.fromText(stands).orElseThrow();
            throw new CaseInUseException("another run writes to the case " + caseUri + ": " + holder.owner()
                    + "; wait until it ends, or stop it. If it died on another machine, its lock, " + caseUri + "/"
                    + FILE + ", ends by itself at " + holder.until());
        }
    }

    private boolean isMine(String now) {
        return Lease.fromText(now).filter(l -> l.id().equals(lease.id())).isPresent();
    }

    private void beat() {
        try {
            renew();
        } catch (ArchiveException e) {
            return; // the next may come through; who writes asks whether the time is over
        }
    }

    /** Nobody takes the lease while it lasts, but for a run that was not heard of it may be another's by now. */
    private synchronized void renew() {
        if (closed || lostTo != null) {
            return;
        }
        Lease next = lease.renewed(length);
        String stands = text.update(now -> isMine(now) ? next.toText() : null);
        if (isMine(stands)) {
            lease = next;
        } else {
            lostTo = Lease.fromText(stands).map(Lease::owner).orElse("a run that has ended");
            whenLost.run();
        }
    }

    /** What is to be done, from the thread that finds out, as soon as another run is found to have it. */
    public void whenLost(Runnable stop) {
        whenLost = stop;
    }

    /**
     * Before each write.
     *
     * @throws CaseInUseException where it is another's now, or given back
     */
    public void check() {
        if (lostTo == null && !closed && Instant.now().isAfter(lease.until())) {
            renew();
        }
        if (lostTo != null) {
            throw new CaseInUseException("this run was not heard of for more than " + length.toSeconds()
                    + " s, and the case " + caseUri + " went to " + lostTo
                    + "; this one writes nothing more. When the other has ended, the same command goes on");
        }
        if (closed) {
            throw new CaseInUseException("the run has ended, and the case " + caseUri + " may be another's");
        }
    }

    /** Gives it back. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        beat.shutdown();
        try {
            text.update(now -> isMine(now) ? "" : null);
        } catch (ArchiveException e) {
            return; // then it ends by itself
        }
    }
}
