package io.coldtrail.demo;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All logs of the account. What happens is written down once, and each log records what it sees of it. */
final class Logs implements Journal {
    private final World world;
    private final Truth truth;
    private final CloudTrailLog home;
    private final CloudTrailLog global;
    private final ApiTraffic traffic;
    private final FlowLogs flows;
    private final DnsLog dns;
    private final List<AccessLog> access;
    private final SecureLog secure;
    private final ConfigLog config;

    Logs(World world, ArchiveFolder archive, Truth truth) {
        this.world = world;
        this.truth = truth;
        home = new CloudTrailLog(world, World.HOME, archive);
        global = new CloudTrailLog(world, World.GLOBAL, archive);
        traffic = new ApiTraffic(world, this);
        flows = new FlowLogs(world, archive, truth);
        dns = new DnsLog(world, archive, truth);
        access = Stream.of(world.dataBucket, world.listBucket)
                .map(bucket -> new AccessLog(world, bucket, archive, truth))
                .toList();
        secure = new SecureLog(world, archive, truth);
        config = new ConfigLog(world, archive);
    }

    @Override
    public void add(Call call) {
        // a trail has nothing from before it began, and the archive ends with its last day
        if (!call.time.isBefore(world.trailStart()) && inTime(call.time)) {
            if (call.recorded) {
                (call.region.equals(World.GLOBAL) ? global : home).add(call);
                truth.add(call);
            }
            access.forEach(log -> log.add(call));
            traffic.add(call);
        }
    }

    @Override
    public void add(Exchange exchange) {
        if (inTime(exchange.start())) {
            flows.add(exchange);
        }
    }

    @Override
    public void add(Lookup lookup) {
        if (inTime(lookup.time())) {
            dns.add(lookup);
        }
    }

    @Override
    public void add(HostLine line) {
        if (inTime(line.time())) {
            secure.add(line);
        }
    }

    @Override
    public void add(NetworkInterface nic) {
        flows.watch(nic);
    }

    private boolean inTime(Instant time) {
        return !time.isBefore(world.days.start()) && time.isBefore(world.days.end());
    }

    /** Delivers what is ready by then; everything that happened before must have been added. */
    void advance(Instant until) throws IOException {
        home.advance(until);
        global.advance(until);
        traffic.advance(until);
        flows.advance(until);
        dns.advance(until);
        for (AccessLog log : access) {
            log.advance(until);
        }
    }

    /** Delivers the rest, however long it takes. */
    void close() throws IOException {
        home.close();
        global.close();
        flows.close();
        for (AccessLog log : access) {
            log.close();
        }
        secure.close();
        config.write();
    }

    /** Records written, by log; those delivered twice counted twice. */
    Map<String, Long> written() {
        Map<String, Long> records = new LinkedHashMap<>();
        records.put("cloudtrail", home.delivered() + global.delivered());
        records.put("flow", flows.written());
        records.put("s3_access", access.stream().mapToLong(AccessLog::written).sum());
        records.put("dns", dns.written());
        records.put("host_auth", secure.written());
        records.put("config_items", config.written());
        return records;
    }

    /** The keys that the digests can be checked with, as ListPublicKeys gives them. */
    List<Map<String, Object>> publicKeys() {
        return List.of(home.publicKey(), global.publicKey());
    }
}
