package io.coldtrail.demo;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;

/**
 * The flow log of a subnet. Packets of one flow at one interface become one record a minute at most; records go out in
 * files by the time they end. Nitro instances know no longer interval than that minute.
 */
final class FlowLog {
    private static final DateTimeFormatter FOLDER =
            DateTimeFormatter.ofPattern("yyyy/MM/dd").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmm'Z'").withZone(ZoneOffset.UTC);

    /** Aggregation interval, seconds. */
    static final int INTERVAL = 60;
    /** How much time a file covers: AWS writes one each five minutes, which would be three times as many. */
    static final Duration FILE = Duration.ofMinutes(15);

    private final World world;
    private final String subnet;
    private final FlowFormat format;
    private final ArchiveFolder archive;
    private final Truth truth;
    private final String id;
    private final Dice dice;
    private final PriorityQueue<Packets> packets =
            new PriorityQueue<>(Comparator.comparing(Packets::start).thenComparing(Packets::number));
    private final Map<Flow, Record> open = new LinkedHashMap<>();
    private final TreeMap<Instant, List<Record>> files = new TreeMap<>();
    private final List<NetworkInterface> interfaces = new ArrayList<>();
    private Instant window;
    private boolean lost;
    private long received;
    private long written;

    /**
     * A flow as an interface sees it.
     *
     * @param packetSource where the packet came from, {@code packetDestination} where it goes to: behind a NAT gateway
     *     others than the source and destination that the interface has to do with
     * @param egress whether the interface sent it
     */
    record Flow(
            NetworkInterface at,
            String source,
            String destination,
            String packetSource,
            String packetDestination,
            int sourcePort,
            int destinationPort,
            int protocol,
            boolean accepted,
            boolean egress) {}

    private record Packets(
            long number, Instant start, Instant end, Flow flow, Exchange.Load load, int flags, Call.By by) {}

    private static final class Record {
        final Flow flow;
        final Instant start;
        Instant end;
        long packets;
        long bytes;
        int flags;
        Call.By by;

        Record(Packets first) {
            flow = first.flow();
            start = first.start();
            add(first);
        }

        void add(Packets more) {
            end = end == null || more.end().isAfter(end) ? more.end() : end;
            packets += more.load().packets();
            bytes += more.load().bytes();
            flags |= more.flags();
            by = more.by();
        }
    }

    FlowLog(World world, String subnet, FlowFormat format, ArchiveFolder archive, Truth truth) {
        this.world = world;
        this.subnet = subnet;
        this.format = format;
        this.archive = archive;
        this.truth = truth;
        dice = Dice.of(world.seed, "flow log " + subnet);
        id = "fl-0" + dice.hex(16);
        window = world.days.start();
    }

    String id() {
        return id;
    }

    /** An interface of the subnet, which is told of even when it is silent. */
    void watch(NetworkInterface nic) {
        interfaces.add(nic);
    }

    void add(Flow flow, Exchange exchange, Exchange.Load load, int flags) {
        Instant end = exchange.start().plusSeconds(exchange.seconds());
        packets.add(new Packets(received++, exchange.start(), end, flow, load, flags, exchange.by()));
    }

    /** Everything that happened before must have been added. */
    void advance(Instant until) throws IOException {
        while (!packets.isEmpty() && packets.peek().start().isBefore(until)) {
            Packets next = packets.poll();
            Record record = open.get(next.flow());
            if (record != null && next.end().isBefore(record.start.plusSeconds(INTERVAL))) {
                record.add(next);
                continue;
            }
            if (record != null) {
                finish(record);
            }
            open.put(next.flow(), new Record(next));
        }
        for (Iterator<Record> records = open.values().iterator(); records.hasNext(); ) {
            Record record = records.next();
            if (!record.start.plusSeconds(INTERVAL).isAfter(until)) {
                finish(record);
                records.remove();
            }
        }
        while (!window.plus(FILE).plusSeconds(INTERVAL).isAfter(until)) {
            write();
        }
    }

    /** Delivers the rest. */
    void close() throws IOException {
        Instant end = world.days.end();
        advance(end);
        open.values().forEach(this::finish);
        open.clear();
        while (window.isBefore(end)) {
            write();
        }
        if (!files.isEmpty()) {
            write();
        }
    }

    /** Records in the files, those delivered twice counted twice. */
    long written() {
        return written;
    }

    private void finish(Record record) {
        files.computeIfAbsent(file(record.end), w -> new ArrayList<>()).add(record);
    }

    private Instant file(Instant end) {
        long seconds = FILE.toSeconds();
        return Instant.ofEpochSecond(Math.floorDiv(end.getEpochSecond(), seconds) * seconds);
    }

    private void write() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(format.header());
        List<Record> records = files.getOrDefault(window, List.of());
        for (Record record : records) {
            String line = line(record);
            lines.add(line);
            truth.add("flow", record.by, Records.id(line, 0));
        }
        silence(records, lines);
        files.remove(window);
        if (lines.size() > 1) {
            deliver(lines);
            if (window.equals(twice())) {
                deliver(lines);
            }
        }
        window = window.plus(FILE);
    }

    /** Delivery is at least once: one file of a quiet morning comes again under another name. */
    private Instant twice() {
        return subnet.equals(world.network.webSubnet()) ? world.days.onAttackDay(9, 15, 0) : null;
    }

    private void deliver(List<String> lines) throws IOException {
        String key = "AWSLogs/" + world.account + "/vpcflowlogs/" + World.HOME + "/" + FOLDER.format(window) + "/"
                + world.account + "_vpcflowlogs_" + World.HOME + "_" + id + "_" + MINUTE.format(window) + "_"
                + dice.hex(8) + ".log.gz";
        archive.put(key, Records.lines(lines));
        written += lines.size() - 1;
    }

    private String line(Record record) {
        Flow flow = record.flow;
        Map<String, Object> values = about(flow.at());
        values.put("type", "IPv4");
        values.put("srcaddr", flow.source());
        values.put("dstaddr", flow.destination());
        values.put("srcport", flow.sourcePort());
        values.put("dstport", flow.destinationPort());
        values.put("pkt-srcaddr", flow.packetSource());
        values.put("pkt-dstaddr", flow.packetDestination());
        values.put("protocol", flow.protocol());
        values.put("packets", record.packets);
        values.put("bytes", record.bytes);
        values.put("start", record.start.getEpochSecond());
        values.put("end", record.end.getEpochSecond());
        values.put("action", flow.accepted() ? "ACCEPT" : "REJECT");
        values.put("tcp-flags", record.flags);
        values.put("log-status", "OK");
        values.put("flow-direction", flow.egress() ? "egress" : "ingress");
        service(values, "pkt-src-aws-service", flow.packetSource());
        service(values, "pkt-dst-aws-service", flow.packetDestination());
        if (flow.egress()) {
            values.put("traffic-path", flow.destination().startsWith("10.") ? 1 : 8);
        }
        return format.line(values);
    }

    private Map<String, Object> about(NetworkInterface nic) {
        Map<String, Object> values = new HashMap<>();
        values.put("version", format.version());
        values.put("vpc-id", world.network.vpc());
        values.put("subnet-id", subnet);
        values.put("interface-id", nic.id());
        values.put("account-id", world.account);
        values.put("region", World.HOME);
        values.put("az-id", "usw2-az" + (1 + nic.zone().charAt(nic.zone().length() - 1) - 'a'));
        if (nic.instance() != null) {
            values.put("instance-id", nic.instance());
        }
        return values;
    }

    private static void service(Map<String, Object> values, String field, String address) {
        String service = Endpoints.serviceOf(address);
        if (service != null) {
            values.put(field, service);
        }
    }

    /** An interface without a packet says so; once, capacity failed, and it says that. */
    private void silence(List<Record> records, List<String> lines) {
        Set<String> heard = new HashSet<>();
        records.forEach(record -> heard.add(record.flow.at().id()));
        for (NetworkInterface nic : interfaces) {
            if (!heard.contains(nic.id()) && nic.exists(window) && nic.exists(window.plus(FILE))) {
                Map<String, Object> values = about(nic);
                boolean skipped =
                        !lost && nic.equals(world.database) && window.isAfter(world.days.onAttackDay(6, 0, 0));
                lost |= skipped;
                values.put("start", window.getEpochSecond());
                values.put("end", window.plus(FILE).getEpochSecond() - 1);
                values.put("log-status", skipped ? "SKIPDATA" : "NODATA");
                lines.add(format.line(values));
            }
        }
    }
}
