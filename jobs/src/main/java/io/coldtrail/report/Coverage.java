package io.coldtrail.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * When each log speaks, a mark a slot of time: # where it has events, + where a blind spot says that it spoke in part, -
 * where one says that it was off, . where nothing was seen.
 *
 * @param from begin of the first slot; null where no log has an event
 * @param slot length of a slot
 */
public record Coverage(Instant from, Duration slot, List<Strip> strips) {
    /**
     * One log.
     *
     * @param log table of the log
     * @param marks one a slot; empty where the log is not in the archive
     */
    public record Strip(String log, String marks) {}

    /** Marks that fit on a line of a terminal. */
    private static final int MOST = 72;

    private static final long[] HOURS = {1, 2, 3, 6, 12, 24, 48, 168, 720};

    static Coverage of(ArchiveTables archive, List<BlindSpot> blind) {
        TimeAxis.Span span = archive.span();
        if (span == null) {
            return new Coverage(null, Duration.ofHours(1), List.of());
        }
        Duration slot = slot(span);
        Instant from = Instant.ofEpochSecond(
                Math.floorDiv(span.from().getEpochSecond(), slot.getSeconds()) * slot.getSeconds());
        int slots = (int) (Duration.between(from, span.to()).getSeconds() / slot.getSeconds()) + 1;
        Map<String, List<Integer>> spoken = archive.slots(from, slot);
        List<Strip> strips = new ArrayList<>();
        for (Log log : Log.OF_EVENTS) {
            char[] marks = new char[slots];
            Arrays.fill(marks, '.');
            spoken.getOrDefault(log.table(), List.of()).stream()
                    .filter(i -> i >= 0 && i < slots)
                    .forEach(i -> marks[i] = '#');
            for (BlindSpot spot : blind) {
                if (spot.timed() && spot.log().equals(log.table())) {
                    over(marks, spot, from, slot);
                }
            }
            strips.add(new Strip(log.table(), spoken.containsKey(log.table()) ? new String(marks) : ""));
        }
        return new Coverage(from, slot, strips);
    }

    private static void over(char[] marks, BlindSpot spot, Instant from, Duration slot) {
        for (int i = 0; i < marks.length; i++) {
            Instant begin = from.plus(slot.multipliedBy(i));
            Instant end = begin.plus(slot);
            boolean touched = (spot.from() == null || spot.from().isBefore(end))
                    && (spot.to() == null || spot.to().isAfter(begin));
            if (touched && marks[i] == '#') {
                marks[i] = '+';
            } else if (touched && spot.silent()) {
                marks[i] = '-';
            }
        }
    }

    private static Duration slot(TimeAxis.Span span) {
        long hours = Duration.between(span.from(), span.to()).toHours() + 2;
        return Duration.ofHours(
                Arrays.stream(HOURS).filter(h -> hours <= h * MOST).findFirst().orElse(hours / MOST + 1));
    }
}
