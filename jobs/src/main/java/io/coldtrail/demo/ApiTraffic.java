package io.coldtrail.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The packets and lookups of the API calls that machines of the VPC make. Long-running programs keep a connection to
 * an endpoint for hours, so a call is a stretch of it; a command line opens one for each call, after a lookup.
 */
final class ApiTraffic {
    private static final Set<String> KEEP_ALIVE = Set.of(Agents.WEB_APP, Agents.SSM_AGENT, Agents.LOG_AGENT);
    /** An endpoint closes no connection that is in use, but a program renews one after this time. */
    private static final Duration RENEWED = Duration.ofHours(6);

    private static final int TLS_BYTES = 5_300;
    private static final int REQUEST_BYTES = 1_900;

    private final World world;
    private final Journal journal;
    private final PriorityQueue<Call> calls =
            new PriorityQueue<>(Comparator.comparing((Call call) -> call.time).thenComparing(call -> call.eventId));
    private final Map<String, Connection> open = new HashMap<>();

    private record Connection(Instant since, int port, Host endpoint) {}

    ApiTraffic(World world, Journal journal) {
        this.world = world;
        this.journal = journal;
    }

    void add(Call call) {
        if (call.caller.machine() != null) {
            calls.add(call);
        }
    }

    /** Everything that happened before must have been added. */
    void advance(Instant until) {
        while (!calls.isEmpty() && calls.peek().time.isBefore(until)) {
            Call call = calls.poll();
            Dice dice = Dice.of(world.seed, "packets of " + call.eventId);
            if (KEEP_ALIVE.contains(call.caller.agent())) {
                reuse(dice, call);
            } else {
                journal.add(open(dice, call, dice.below(2)));
            }
        }
    }

    private void reuse(Dice dice, Call call) {
        Machine machine = call.caller.machine();
        Host own = Host.of(world, machine);
        String key = machine.id() + " " + call.caller.agent() + " " + call.host;
        Connection connection = open.get(key);
        Instant renewed = call.time.minus(RENEWED);
        if (connection != null
                && connection.since().isAfter(renewed)
                && connection.since().isAfter(booted(call))) {
            Exchange whole = Exchange.tcp(call.time, 1, own, connection.port(), connection.endpoint(), Firewall.HTTPS);
            journal.add(whole.carrying(
                            Exchange.Load.of(dice.between(3, 5), REQUEST_BYTES + bytes(call, "bytesTransferredIn")),
                            Exchange.Load.of(dice.between(3, 5), 700 + bytes(call, "bytesTransferredOut")))
                    .part(false, false));
        } else {
            Exchange first = open(dice, call, 1).part(true, false);
            open.put(key, new Connection(call.time, first.clientPort(), first.server()));
            journal.add(first);
        }
    }

    private static Instant booted(Call call) {
        return call.caller.machine().boots().stream()
                .filter(boot -> !boot.isAfter(call.time))
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
    }

    private Exchange open(Dice dice, Call call, int seconds) {
        Machine machine = call.caller.machine();
        String address = Endpoints.address(world, call.host, call.time);
        journal.add(new Lookup(call.time, machine, call.host, "A", address, true, call.by));
        return Exchange.tcp(
                        call.time,
                        seconds,
                        Host.of(world, machine),
                        dice.between(32_768, 60_999),
                        Host.outside(address),
                        Firewall.HTTPS)
                .carrying(
                        Exchange.Load.of(dice.between(9, 12), REQUEST_BYTES + bytes(call, "bytesTransferredIn")),
                        Exchange.Load.of(dice.between(8, 11), TLS_BYTES + 700 + bytes(call, "bytesTransferredOut")))
                .by(call.by);
    }

    private static long bytes(Call call, String field) {
        Object bytes = call.additional == null ? null : call.additional.get(field);
        return bytes instanceof Number number ? number.longValue() : 0;
    }
}
