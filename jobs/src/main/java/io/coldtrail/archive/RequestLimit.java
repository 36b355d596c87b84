package io.coldtrail.archive;

/**
 * How many requests may be in flight. It grows by one for each round of answers and halves when the store sheds load, as
 * TCP does (additive increase, multiplicative decrease): so it finds what a store bears, and that changes while S3
 * splits a busy prefix.
 */
final class RequestLimit {
    private final int most;
    private double limit;
    private int inFlight;
    private long cutAt = System.nanoTime();

    /**
     * @param first limit to begin with
     * @param most limit that is never passed
     */
    RequestLimit(int first, int most) {
        this.limit = first;
        this.most = most;
    }

    /** Waits for a place; the time of the request, to be given back with its end. */
    synchronized long acquire() throws InterruptedException {
        while (inFlight >= (int) limit) {
            wait();
        }
        inFlight++;
        return System.nanoTime();
    }

    /** A request ended, and the store bore it. */
    synchronized void borne() {
        inFlight--;
        limit = Math.min(most, limit + 1 / limit);
        notifyAll();
    }

    /**
     * A request ended, for the store would not bear it.
     *
     * @param sent what {@link #acquire} said; what was sent before the last cut tells nothing of the limit since
     */
    synchronized void refused(long sent) {
        inFlight--;
        if (sent - cutAt > 0) {
            limit = Math.max(1, limit / 2);
            cutAt = System.nanoTime();
        }
        notifyAll();
    }

    synchronized int limit() {
        return (int) limit;
    }
}
