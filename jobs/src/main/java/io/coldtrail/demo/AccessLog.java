package io.coldtrail.demo;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;

/**
 * The server access log of a bucket, from when it was switched on: some objects an hour, under flat names by the time
 * of delivery. Now and then a line comes an hour late, and one comes twice.
 */
final class AccessLog {
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("yyyy-MM-dd-HH-mm-ss").withZone(ZoneOffset.UTC);
    private static final double LATE = 0.02;
    private static final int FEW = 12;
    private static final int MOST_IN_AN_OBJECT = 1_000;

    private final World world;
    private final String bucket;
    private final ArchiveFolder archive;
    private final Truth truth;
    private final Dice dice;
    private final PriorityQueue<Call> calls =
            new PriorityQueue<>(Comparator.comparing((Call call) -> call.time).thenComparing(call -> call.requestId));
    private final List<String> late = new ArrayList<>();
    private boolean on;
    private boolean twiceIsDue;
    private long written;

    AccessLog(World world, String bucket, ArchiveFolder archive, Truth truth) {
        this.world = world;
        this.bucket = bucket;
        this.archive = archive;
        this.truth = truth;
        twiceIsDue = bucket.equals(world.dataBucket);
        dice = Dice.of(world.seed, "access log of " + bucket);
    }

    void add(Call call) {
        if (call.service.equals("s3") && call.request != null && bucket.equals(AccessLine.bucket(call))) {
            calls.add(call);
        }
    }

    /** Delivers the hour that ends then; everything that happened before must have been added. */
    void advance(Instant until) throws IOException {
        List<String> lines = new ArrayList<>(late);
        late.clear();
        while (!calls.isEmpty() && calls.peek().time.isBefore(until)) {
            Call call = calls.poll();
            if (on) {
                String line = AccessLine.of(world, call);
                truth.add("s3_access", call.by, Records.id(line, 0));
                (dice.chance(LATE) ? late : lines).add(line);
                if (twiceIsDue && call.time.isAfter(world.days.onAttackDay(8, 0, 0))) {
                    late.add(line);
                    twiceIsDue = false;
                }
            }
            on |= call.api.equals("PutBucketLogging");
        }
        for (int from = 0; from < lines.size(); ) {
            int most = lines.size() < FEW ? FEW : Math.max(FEW, lines.size() / 2 + 1);
            int to = Math.min(lines.size(), from + Math.min(MOST_IN_AN_OBJECT, most));
            write(lines.subList(from, to), until);
            from = to;
        }
    }

    /** Delivers the rest. */
    void close() throws IOException {
        if (!late.isEmpty()) {
            write(late, world.days.end().plusSeconds(1_800));
        }
    }

    long written() {
        return written;
    }

    private void write(List<String> lines, Instant hour) throws IOException {
        String name = SECOND.format(hour.plusSeconds(dice.between(240, 3_000))) + "-"
                + dice.hex(16).toUpperCase(Locale.ROOT);
        archive.putPlain("s3-access/" + bucket + "/" + name, Records.lines(lines));
        written += lines.size();
    }
}
