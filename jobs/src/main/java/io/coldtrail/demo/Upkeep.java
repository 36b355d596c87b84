package io.coldtrail.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/**
 * What the machines with public addresses do for themselves: ask for the time, look for updates at night. The
 * Malicious Host does so too, and since it is the attacker's, that is the attacker's.
 */
final class Upkeep implements Part {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int NTP = 123;
    /** chrony asks its server about this often. */
    private static final int POLL_SECONDS = 512;

    private static final int TIME_SERVERS = 4;
    /** Of the day, UTC. */
    private static final int NIGHT = 10;

    private static final String TIME = "2.amazon.pool.ntp.org";
    private static final String PACKAGES = "amazonlinux.us-west-2.amazonaws.com";

    private final World world;

    Upkeep(World world) {
        this.world = world;
    }

    @Override
    public void act(Instant hour, Journal journal) {
        keep(hour, world.web, Call.By.OTHERS, journal);
        keep(hour, world.maliciousHost, Call.By.ATTACKER, journal);
    }

    private void keep(Instant hour, Machine machine, Call.By by, Journal journal) {
        Dice dice = Dice.of(world.seed, "upkeep of " + machine.id(), hour.getEpochSecond());
        Host own = Host.of(world, machine);
        int server = Dice.of(world.seed, "time server of " + machine.id()).below(TIME_SERVERS);
        Host clock = Host.outside(Addresses.timeServer(server));
        long first = POLL_SECONDS - 1 - Math.floorMod(hour.getEpochSecond() - 1, POLL_SECONDS);
        for (Instant time = hour.plusSeconds(first);
                time.isBefore(hour.plus(HOUR));
                time = time.plusSeconds(POLL_SECONDS)) {
            if (machine != world.web || world.webUp(time)) {
                journal.add(Exchange.udp(time, own, dice.between(32_768, 60_999), clock, NTP, 76)
                        .by(by));
            }
        }
        int at = hour.atZone(ZoneOffset.UTC).getHour();
        if (at % 6 == 4) {
            journal.add(new Lookup(hour.plusSeconds(first), machine, TIME, "A", clock.address(), true, by));
        }
        if (at == NIGHT) {
            update(dice, dice.within(hour, Duration.ofMinutes(50)), machine, own, by, journal);
        }
    }

    private void update(Dice dice, Instant time, Machine machine, Host own, Call.By by, Journal journal) {
        String address = Endpoints.address(world, PACKAGES, time);
        journal.add(new Lookup(time, machine, PACKAGES, "A", address, true, by));
        journal.add(new Lookup(time, machine, PACKAGES, "AAAA", null, true, by));
        for (int data : List.of(240_000, dice.between(2_000_000, 30_000_000))) {
            journal.add(Exchange.tcp(
                            time,
                            dice.between(2, 9),
                            own,
                            dice.between(32_768, 60_999),
                            Host.outside(address),
                            Firewall.HTTPS)
                    .carrying(Exchange.Load.of(12 + data / 4_000, 2_400), Exchange.Load.of(12, data))
                    .by(by));
            time = time.plusSeconds(12);
        }
    }
}
