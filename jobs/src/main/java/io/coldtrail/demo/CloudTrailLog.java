package io.coldtrail.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * One region's share of the trail: records come in as things happen and go out some minutes later, a few objects at a
 * time, out of order, now and then late or twice. No more is held than the traffic of about an hour.
 */
final class CloudTrailLog {
    private static final DateTimeFormatter FOLDER =
            DateTimeFormatter.ofPattern("yyyy/MM/dd").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmm'Z'").withZone(ZoneOffset.UTC);

    /** CloudTrail delivers about this often. */
    static final Duration TICK = Duration.ofMinutes(5);

    /** Few records wait for more, ... */
    private static final int WORTH_AN_OBJECT = 8;
    /** ... but not longer than this. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final int MOST_IN_AN_OBJECT = 1_500;
    private static final double LATE = 1 / 150.0;
    private static final double TWICE = 1 / 250.0;

    private final World world;
    private final String region;
    private final ArchiveFolder archive;
    private final DigestLog digests;
    private final Dice dice;
    private final PriorityQueue<Pending> pending =
            new PriorityQueue<>(Comparator.comparing(Pending::ready).thenComparing(Pending::number));
    private final ArrayDeque<Late> late = new ArrayDeque<>();
    private Instant tick;
    private long received;
    private long delivered;

    private record Pending(Instant ready, long number, Instant eventTime, byte[] record, boolean again) {}

    private record Late(Instant due, List<Pending> records) {}

    CloudTrailLog(World world, String region, ArchiveFolder archive) {
        this.world = world;
        this.region = region;
        this.archive = archive;
        digests = new DigestLog(world, region, archive);
        dice = Dice.of(world.seed, "delivery " + region);
        tick = world.days.start();
    }

    /** Records delivered so far, those delivered twice counted twice. */
    long delivered() {
        return delivered;
    }

    void add(Call call) {
        Instant ready = call.time.plusSeconds(dice.between(100, 380));
        byte[] record = CloudTrailRecord.bytes(call, world.account);
        boolean twice = dice.chance(TWICE) || call.by == Call.By.ATTACKER && call.service.equals("sts");
        pending.add(new Pending(ready, received++, call.time, record, twice));
    }

    /** Delivers what is ready by then; everything that happened before must have been added. */
    void advance(Instant until) throws IOException {
        while (!tick.isAfter(until)) {
            digests.advance(tick);
            deliver();
            tick = tick.plus(TICK);
        }
    }

    /** Delivers the rest, however long it takes. */
    void close() throws IOException {
        while (!pending.isEmpty() || !late.isEmpty()) {
            advance(tick);
        }
        digests.close();
    }

    /** The key that its digests can be checked with, as ListPublicKeys gives it. */
    Map<String, Object> publicKey() {
        return digests.publicKey();
    }

    private void deliver() throws IOException {
        for (int i = late.size(); i > 0; i--) {
            Late object = late.poll();
            if (object.due().isAfter(tick)) {
                late.add(object);
            } else {
                write(object.records());
            }
        }
        List<Pending> ready = new ArrayList<>();
        Pending oldest = pending.peek();
        boolean waited = oldest != null && !oldest.ready().plus(PATIENCE).isAfter(tick);
        while (!pending.isEmpty() && !pending.peek().ready().isAfter(tick)) {
            ready.add(pending.poll());
        }
        if (ready.size() < WORTH_AN_OBJECT && !waited) {
            pending.addAll(ready);
            return;
        }
        shuffle(ready);
        for (int from = 0; from < ready.size(); ) {
            int size = Math.min(ready.size() - from, dice.between(WORTH_AN_OBJECT * 12, MOST_IN_AN_OBJECT));
            List<Pending> records = List.copyOf(ready.subList(from, from + size));
            if (dice.chance(LATE)) {
                late.add(new Late(tick.plusSeconds(60L * dice.between(35, 190)), records));
            } else {
                write(records);
            }
            from += size;
        }
    }

    /** No file is ordered by time. */
    private void shuffle(List<Pending> records) {
        for (int i = records.size() - 1; i > 0; i--) {
            int other = dice.below(i + 1);
            Pending swapped = records.get(i);
            records.set(i, records.get(other));
            records.set(other, swapped);
        }
    }

    private void write(List<Pending> records) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream(records.size() * 1_500);
        content.write("{\"Records\":[".getBytes(StandardCharsets.UTF_8));
        Instant oldest = Instant.MAX;
        Instant newest = Instant.MIN;
        for (int i = 0; i < records.size(); i++) {
            Pending one = records.get(i);
            if (i > 0) {
                content.write(',');
            }
            content.write(one.record());
            oldest = one.eventTime().isBefore(oldest) ? one.eventTime() : oldest;
            newest = one.eventTime().isAfter(newest) ? one.eventTime() : newest;
            if (one.again()) {
                Instant ready = tick.plusSeconds(60L * dice.between(6, 80));
                pending.add(new Pending(ready, received++, one.eventTime(), one.record(), false));
            }
        }
        content.write("]}".getBytes(StandardCharsets.UTF_8));
        String key = "AWSLogs/" + world.account + "/CloudTrail/" + region + "/" + FOLDER.format(tick) + "/"
                + world.account + "_CloudTrail_" + region + "_" + MINUTE.format(tick) + "_" + dice.fileSuffix()
                + ".json.gz";
        byte[] bytes = content.toByteArray();
        archive.put(key, bytes);
        digests.add(key, bytes, oldest, newest);
        delivered += records.size();
    }
}
