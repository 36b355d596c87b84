package io.coldtrail.report;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * What was read: the objects, what was in them, and what could not be read.
 *
 * @param kinds objects by source and status
 * @param days objects of events by day
 * @param problems objects that were not read to their end, at most as many as the page shows
 * @param rejects records that could not be read, at most as many as the page shows
 * @param reasons how many records were rejected, by reason
 * @param duplicates records left out since they repeat another
 * @param coverage what the events analysed cover
 */
record Archive(
        List<Kind> kinds,
        List<Day> days,
        List<Problem> problems,
        List<Reject> rejects,
        List<Reason> reasons,
        long duplicates,
        List<Coverage> coverage) {
    /** States of an object that lost nothing: it was read, or it never held events. */
    static final Set<String> WHOLE = Set.of("read", "empty", "digest", "insight", "network", "aggregated", "foreign");

    private static final int MOST_PLACES = 60;

    /** Objects that share source and status. */
    record Kind(
            String source,
            String status,
            long objects,
            long bytes,
            long records,
            long rejects,
            Instant first,
            Instant last) {
        public boolean whole() {
            return WHOLE.contains(status);
        }
    }

    /** Objects delivered on one day; day is the ISO date, or the month where days are many. */
    record Day(String day, long objects, long bytes, long records, long rejects, long unread) {}

    record Problem(String object, String status, String message, Instant delivered) {}

    record Reject(
            String object, Long index, Long offset, Long length, String reason, String detail, String firstBytes) {}

    record Reason(String reason, long n) {}

    /** Events of one account and region. */
    record Coverage(String account, String region, long events, long data, Instant first, Instant last) {}

    /** "35 objects, 3,775 records, 2 rejects": what the section begins with. */
    public String summary() {
        return Words.count(objects(), "object", "objects") + ", " + Words.count(records(), "record", "records") + ", "
                + Words.count(rejected(), "reject", "rejects") + ", "
                + Words.count(duplicates, "repetition", "repetitions") + " left out";
    }

    public long objects() {
        return kinds.stream().mapToLong(Kind::objects).sum();
    }

    public long bytes() {
        return kinds.stream().mapToLong(Kind::bytes).sum();
    }

    public long records() {
        return kinds.stream().mapToLong(Kind::records).sum();
    }

    public long rejected() {
        return kinds.stream().mapToLong(Kind::rejects).sum();
    }

    /** Objects that were not read to their end. */
    public long unread() {
        return kinds.stream().filter(k -> !k.whole()).mapToLong(Kind::objects).sum();
    }

    /** Objects read to their end, in words. */
    public String objectsRead() {
        return Words.count(objects() - unread());
    }

    /** The places with the most events, as many as the page shows. */
    public List<Coverage> shown() {
        return coverage.stream()
                .sorted(Comparator.comparingLong(Coverage::events).reversed())
                .limit(MOST_PLACES)
                .toList();
    }

    public long events() {
        return coverage.stream().mapToLong(Coverage::events).sum();
    }

    long dataEvents() {
        return coverage.stream().mapToLong(Coverage::data).sum();
    }

    /** Time of the first event; null for none. */
    public Instant begin() {
        return coverage.stream()
                .map(Coverage::first)
                .filter(t -> t != null)
                .min(Instant::compareTo)
                .orElse(null);
    }

    /** Time of the last event; null for none. */
    public Instant end() {
        return coverage.stream()
                .map(Coverage::last)
                .filter(t -> t != null)
                .max(Instant::compareTo)
                .orElse(null);
    }
}
