package io.coldtrail.demo;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * The resolver's query log: what it had to ask others for. What it still knew from a short time ago leaves no line.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-query-logs-format.html
 */
final class DnsLog {
    private static final DateTimeFormatter FOLDER =
            DateTimeFormatter.ofPattern("yyyy/MM/dd").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmm'Z'").withZone(ZoneOffset.UTC);
    /** How long an answer is remembered for a machine. */
    private static final Duration REMEMBERED = Duration.ofSeconds(60);

    private final World world;
    private final ArchiveFolder archive;
    private final Truth truth;
    private final Dice dice;
    private final PriorityQueue<Asked> pending =
            new PriorityQueue<>(Comparator.comparing(Asked::time).thenComparing(Asked::number));
    private final Map<String, Instant> remembered = new HashMap<>();
    private long received;
    private long written;

    private record Asked(long number, Lookup lookup) {
        Instant time() {
            return lookup.time();
        }
    }

    DnsLog(World world, ArchiveFolder archive, Truth truth) {
        this.world = world;
        this.archive = archive;
        this.truth = truth;
        dice = Dice.of(world.seed, "resolver");
    }

    void add(Lookup lookup) {
        pending.add(new Asked(received++, lookup));
    }

    /** Delivers the hour that ends then; everything that happened before must have been added. */
    void advance(Instant until) throws IOException {
        List<String> lines = new ArrayList<>();
        while (!pending.isEmpty() && pending.peek().time().isBefore(until)) {
            Lookup lookup = pending.poll().lookup();
            String question = lookup.machine().id() + " " + lookup.type() + " " + lookup.name();
            Instant before = remembered.get(question);
            if (before == null || before.plus(REMEMBERED).isBefore(lookup.time())) {
                remembered.put(question, lookup.time());
                String line = line(lookup);
                lines.add(line);
                truth.add("dns", lookup.by(), Records.id(line, 0));
            }
        }
        if (!lines.isEmpty()) {
            String vpc = world.network.vpc();
            archive.put(
                    "AWSLogs/" + world.account + "/vpcdnsquerylogs/" + vpc + "/" + FOLDER.format(until.minusSeconds(1))
                            + "/" + vpc + "_vpcdnsquerylogs_" + world.account + "_"
                            + MINUTE.format(until.minusSeconds(300)) + "_" + dice.hex(8) + ".log.gz",
                    Records.lines(lines));
            written += lines.size();
        }
    }

    long written() {
        return written;
    }

    private String line(Lookup lookup) {
        Dice own = Dice.of(
                world.seed,
                "question " + lookup.name() + lookup.type(),
                lookup.time().toEpochMilli());
        List<Map<String, Object>> answers = lookup.answer() == null
                ? List.of()
                : List.of(Json.object("Rdata", lookup.answer(), "Type", lookup.type(), "Class", "IN"));
        return Json.text(Json.object(
                "version",
                "1.100000",
                "account_id",
                world.account,
                "region",
                World.HOME,
                "vpc_id",
                world.network.vpc(),
                "query_timestamp",
                Instant.ofEpochSecond(lookup.time().getEpochSecond()).toString(),
                "query_name",
                lookup.name() + ".",
                "query_type",
                lookup.type(),
                "query_class",
                "IN",
                "rcode",
                lookup.known() ? "NOERROR" : "NXDOMAIN",
                "answers",
                answers,
                "srcaddr",
                lookup.machine().privateIp(),
                "srcport",
                String.valueOf(own.between(32_768, 60_999)),
                "transport",
                "UDP",
                "srcids",
                Json.object("instance", lookup.machine().id())));
    }
}
