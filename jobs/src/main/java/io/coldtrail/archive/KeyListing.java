package io.coldtrail.archive;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Lists the keys below a prefix, many requests in flight: a page takes 100 ms, and the next is known when it is there. It
 * knows no layout. A page is read; where more follows, the rest is divided, and its parts go on by themselves: into the
 * folders that lie beside the one that filled the page, and within a folder by the time in the names. A part is divided
 * only where a page did not suffice for one like it, so that next to none is asked for in vain: a prefix of less than a
 * page is one request.
 *
 * <p>Each key is met once: folders are told apart by S3 itself, and the ranges of names in a folder follow on each other,
 * wherever they are cut. Folders in which the filter wants nothing are not asked for.
 *
 * <p>This is done by threads of the driver: 64 requests in flight give 640,000 keys a second, more than two cores can
 * parse, and what comes next depends on every answer, which suits no job. Beyond some ten million keys an inventory
 * is the better source.
 */
final class KeyListing {
    private static final int IN_FLIGHT = 64;

    /** Greater than whatever may follow a folder or a time in keys that services write. */
    private static final String END = "~";

    private final KeyPages pages;
    private final ArchiveFilter filter;
    private final Consumer<List<KeyPages.Key>> sink;
    private final ExecutorService pool = Executors.newFixedThreadPool(IN_FLIGHT, task -> {
        Thread thread = new Thread(task, "coldtrail-list");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong met = new AtomicLong();
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    /**
     * Keys that begin with a prefix, after one key and up to another.
     *
     * @param after null for the first
     * @param upTo inclusive, null for the last
     */
    private record Range(String prefix, String after, String upTo) {
        boolean has(String key) {
            return upTo == null || KeyOrder.compare(key, upTo) <= 0;
        }
    }

    private KeyListing(KeyPages pages, ArchiveFilter filter, Consumer<List<KeyPages.Key>> sink) {
        this.pages = pages;
        this.filter = filter;
        this.sink = sink;
    }

    /**
     * Lists.
     *
     * @param prefix what keys begin with
     * @param filter what is wanted: of folders in which it wants nothing no or few keys come
     * @param sink takes keys, from many threads at a time, in no promised order
     * @return how many keys were met
     */
    static long list(KeyPages pages, String prefix, ArchiveFilter filter, Consumer<List<KeyPages.Key>> sink) {
        KeyListing listing = new KeyListing(pages, filter, sink);
        try {
            listing.start(new Range(prefix, null, null));
            listing.end.join();
            return listing.met.get();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        } finally {
            listing.pool.shutdownNow();
        }
    }

    private void start(Range range) {
        start(() -> list(range));
    }

    private void start(Runnable part) {
        open.incrementAndGet();
        pool.execute(() -> {
            try {
                if (!end.isDone()) {
                    part.run();
                }
            } catch (RuntimeException | Error e) {
                end.completeExceptionally(e);
            }
            if (open.decrementAndGet() == 0) {
                end.complete(null);
            }
        });
    }

    private void list(Range range) {
        for (Range rest = range; rest != null && !end.isDone(); ) {
            KeyPages.Page page = pages.page(rest.prefix(), rest.after(), false, null);
            int taken = take(page.keys(), rest);
            boolean more = page.next() != null && taken == page.keys().size();
            rest = more
                    ? divide(
                            rest,
                            page.keys().get(0).name(),
                            page.keys().get(taken - 1).name())
                    : null;
        }
    }

    /** Takes the keys of a page that lie in a range: how many. */
    private int take(List<KeyPages.Key> keys, Range range) {
        int n = keys.size();
        while (n > 0 && !range.has(keys.get(n - 1).name())) {
            n--;
        }
        met.addAndGet(n);
        sink.accept(keys.subList(0, n));
        return n;
    }

    /**
     * Divides what follows a page.
     *
     * @return the part that is next, null for none; the others have been started
     */
    private Range divide(Range range, String first, String last) {
        String unwanted = filter.outside(last);
        int same = unwanted == null ? KeyOrder.same(first, last) : unwanted.length();
        String folder = range.prefix();
        for (int slash; (slash = last.indexOf('/', folder.length())) >= 0 && slash < same; ) {
            Range above = new Range(folder, last, range.upTo());
            start(() -> listBeside(above));
            folder = last.substring(0, slash + 1);
        }
        if (unwanted != null) {
            return folder.startsWith(unwanted) ? null : behind(new Range(folder, last, range.upTo()), unwanted);
        }
        Range next = new Range(folder, last, range.upTo());
        boolean names = last.indexOf('/', folder.length()) < 0;
        for (String cut : names ? NameTime.cuts(last, folder.length(), same) : List.<String>of()) {
            if (KeyOrder.compare(cut, next.after()) > 0 && next.has(cut)) {
                start(new Range(folder, next.after(), cut));
                next = new Range(folder, cut, range.upTo());
            }
        }
        return next;
    }

    /** What of a range does not begin with something that is not wanted; null where nothing is left. */
    private static Range behind(Range range, String unwanted) {
        Range rest = new Range(range.prefix(), KeyOrder.later(range.after(), unwanted + END), range.upTo());
        return rest.has(rest.after()) ? rest : null;
    }

    /** Lists what lies in a folder behind the one in which the range begins: its keys, and each folder by itself. */
    private void listBeside(Range above) {
        String token = null;
        do {
            KeyPages.Page page = pages.page(above.prefix(), above.after(), true, token);
            boolean beyond = take(page.keys(), above) < page.keys().size();
            for (String folder : page.folders()) {
                // the range begins inside a folder that is less than it
                if (KeyOrder.compare(folder, above.after()) > 0
                        && above.has(folder)
                        && filter.outside(folder) == null) {
                    start(new Range(folder, null, null));
                }
            }
            token = beyond ? null : page.next();
            if (token != null && endsWithKey(page)) {
                // a folder of many keys: these go on by ranges
                start(new Range(
                        above.prefix(), page.keys().get(page.keys().size() - 1).name(), above.upTo()));
                return;
            }
        } while (token != null && !end.isDone());
    }

    private static boolean endsWithKey(KeyPages.Page page) {
        return !page.keys().isEmpty()
                && (page.folders().isEmpty()
                        || KeyOrder.compare(
                                        page.keys().get(page.keys().size() - 1).name(),
                                        page.folders().get(page.folders().size() - 1))
                                > 0);
    }
}
