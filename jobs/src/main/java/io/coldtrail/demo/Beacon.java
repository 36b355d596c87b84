package io.coldtrail.demo;

import java.time.Duration;
import java.time.Instant;

/**
 * The web server pings the Malicious Host, six echoes in each minute, from a cron job that the attacker leaves behind
 * in the login by hand. It runs from then until the machine is stopped, and again from its start to the end of the
 * archive, since nobody has removed it. From when the address is denied the echoes still leave and no reply comes in.
 */
final class Beacon implements Part {
    static final int ECHOES = 6;
    private static final int SECONDS_APART = 10;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int MINUTE = 60;

    private final World world;

    Beacon(World world) {
        this.world = world;
    }

    /** The first minute in which it runs. */
    static Instant from(World world) {
        long minutes = world.incident.guessed().plusSeconds(75).getEpochSecond() / MINUTE;
        return Instant.ofEpochSecond((minutes + 1) * MINUTE + 1);
    }

    @Override
    public void act(Instant hour, Journal journal) {
        Host web = Host.of(world, world.web);
        Host host = Host.of(world, world.maliciousHost);
        for (Instant time = hour.plusSeconds(1); time.isBefore(hour.plus(HOUR)); time = time.plusSeconds(MINUTE)) {
            if (!time.isBefore(from(world)) && world.webUp(time)) {
                journal.add(Exchange.pings(time, SECONDS_APART * (ECHOES - 1), web, host, ECHOES)
                        .by(Call.By.ATTACKER));
            }
        }
    }
}
