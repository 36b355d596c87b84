package io.coldtrail.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Hosts that knock at the web server's ports as at everyone's. Some try a password or two over SSH and get nowhere; one
 * comes again and again all days. None of them has to do with the attack.
 */
final class Scanners implements Part {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final double KNOCKS_AN_HOUR = 18;
    private static final double SSH_AN_HOUR = 0.9;
    /** Of the one that comes again: some twenty tries in two days. */
    private static final double AGAIN_AN_HOUR = 0.45;

    private static final int SCANNERS = 40;
    private static final int STUBBORN = 3;
    private static final List<Integer> PORTS =
            List.of(23, 3389, 445, 8080, 6379, 5900, 1433, 8443, 9200, 2375, 5432, 3306, 25, 21, 5060, 27017, 11211);
    private static final List<String> USERS = List.of("root", "admin", "test", "pi", "ubnt", "support", "user1");

    private final World world;

    Scanners(World world) {
        this.world = world;
    }

    @Override
    public void act(Instant hour, Journal journal) {
        Dice dice = Dice.of(world.seed, "scanners", hour.getEpochSecond());
        int knocks = dice.count(KNOCKS_AN_HOUR * world.scale);
        for (int i = 0; i < knocks; i++) {
            Instant time = dice.within(hour, HOUR);
            Exchange knock = Exchange.unanswered(
                    time,
                    dice.below(4),
                    scanner(dice),
                    dice.between(1_024, 65_000),
                    Host.of(world, world.web),
                    dice.chance(0.7) ? dice.pick(PORTS) : dice.between(1_024, 49_000),
                    dice.between(1, 3));
            if (!world.off(world.web.nic(), time)) {
                journal.add(knock);
            }
        }
        int tries = dice.count(SSH_AN_HOUR * world.scale);
        for (int i = 0; i < tries; i++) {
            ssh(dice, dice.within(hour, HOUR), scanner(dice), dice.between(0, 2), journal);
        }
        Dice again = Dice.of(world.seed, "stubborn", hour.getEpochSecond());
        if (again.chance(AGAIN_AN_HOUR)) {
            Host stubborn = Host.outside(world.addresses.scanner(STUBBORN));
            ssh(again, again.within(hour, HOUR), stubborn, 1, journal);
        }
    }

    /** Any but the one that comes again. */
    private Host scanner(Dice dice) {
        return Host.outside(world.addresses.scanner(STUBBORN + 1 + dice.below(SCANNERS)));
    }

    private void ssh(Dice dice, Instant time, Host from, int tries, Journal journal) {
        Instant start = time.plusMillis(dice.below(1_000));
        if (!Ssh.reaches(world, from, time)) {
            if (!world.off(world.web.nic(), time)) {
                journal.add(Ssh.givenUp(world, dice, from, time, Call.By.OTHERS));
            }
            return;
        }
        Ssh connection = new Ssh(world, journal, dice, from, start, Call.By.OTHERS);
        if (tries == 0) {
            connection.knock(dice.pick("Did not receive identification string from", "Connection reset by"));
        } else {
            String user = dice.pick(USERS);
            connection.guesses(user, PasswordAttack.exists(user), tries);
        }
    }
}
