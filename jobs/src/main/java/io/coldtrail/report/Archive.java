package io.coldtrail.report;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What was read: the objects, what was in them, and what could not be read.
 *
 * @param kinds objects by source and status
 * @param sources logs that have records, in the order of the columns of a day
 * @param days objects by day of delivery
 * @param problems objects that were not read to their end, at most as many as the page shows
 * @param rejects records that could not be read, at most as many as the page shows
 * @param reasons how many records were rejected, by reason
 * @param duplicates records left out since they repeat another
 * @param coverage what the events analysed cover
 * @param strips when each log speaks, around the incidents
 */
record Archive(
        List<Kind> kinds,
        List<String> sources,
        List<Day> days,
        List<Problem> problems,
        List<Reject> rejects,
        List<Reason> reasons,
        long duplicates,
        List<Coverage> coverage,
        List<Strip> strips) {
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

    /**
     * Objects delivered on one day.
     *
     * @param day the ISO date, or the month where days are many
     * @param records of each of the sources
     */
    record Day(String day, long objects, long bytes, List<Long> records, long rejects, long unread) {}

    record Problem(String object, String status, String message, Instant delivered) {}

    record Reject(
            String object, Long index, Long offset, Long length, String reason, String detail, String firstBytes) {}

    record Reason(String reason, long n) {}

    /** Events of one log, account and region; an account or region that the log does not name is empty. */
    record Coverage(String log, String account, String region, long events, long data, Instant first, Instant last) {
        /** The log in words. */
        public String words() {
            return Log.words(log);
        }
    }

    /**
     * When a log of one account and region speaks.
     *
     * @param spans hours with events, joined where one follows the other
     */
    record Strip(String log, String account, String region, List<TimeAxis.Span> spans) {}

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

    /** How many accounts or regions the events name. */
    long places(Function<Coverage, String> place) {
        return coverage.stream().map(place).filter(p -> !p.isEmpty()).distinct().count();
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
