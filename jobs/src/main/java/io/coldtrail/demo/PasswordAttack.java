package io.coldtrail.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Passwords are tried over SSH from the Malicious Host until one is right. Every two minutes hydra, four tasks side by
 * side, takes the next users of its list and tries their passwords; with the first that is right it stops. From then on
 * a script fetches the file with the role's credentials every two minutes, and goes on to try when the address is
 * blocked.
 */
final class PasswordAttack implements Part {
    /** The Linux user with a password to guess. */
    static final String USER = "alice";
    /** How long before the right guess the first one is made. */
    static final Duration BEFORE = Duration.ofMinutes(40);

    private static final Duration HOUR = Duration.ofHours(1);
    private static final int CONNECTIONS_A_ROUND = 8;
    private static final int TASKS = 4;
    private static final int TRIES = 3;
    private static final int SECONDS_A_TURN = 9;

    private static final List<String> LIST = List.of(
            "root",
            "admin",
            "test",
            "oracle",
            "ubuntu",
            "user",
            "postgres",
            "ec2-user",
            "guest",
            "mysql",
            "bob",
            "deploy",
            "support",
            "www",
            "ftpuser",
            "jenkins",
            "nagios",
            "git",
            "hadoop",
            "backup",
            "carol",
            "dave",
            "tomcat",
            "pi",
            "centos",
            "minecraft",
            "webmaster",
            "operator",
            "info",
            "demo",
            "student",
            "sales");

    private final World world;
    private final Host host;

    PasswordAttack(World world) {
        this.world = world;
        host = Host.of(world, world.maliciousHost);
    }

    /** Whether the web server has such a user. */
    static boolean exists(String user) {
        return List.of("root", "ec2-user", "operator", USER).contains(user);
    }

    @Override
    public void act(Instant hour, Journal journal) {
        Instant guessed = world.incident.guessed();
        int number = 0;
        for (Instant round = guessed.minus(BEFORE); round.isBefore(guessed); round = round.plus(Incident.ROUND)) {
            if (within(hour, round)) {
                round(Dice.of(world.seed, "guesses", number), round, number, journal);
            }
            number++;
        }
        if (within(hour, guessed)) {
            success(Dice.of(world.seed, "right guess"), journal);
        }
        Instant end = Intruder.stolen(world).expires();
        for (Instant round = guessed.plusSeconds(24); round.isBefore(end); round = round.plus(Incident.ROUND)) {
            if (within(hour, round)) {
                fetch(Dice.of(world.seed, "fetch", round.getEpochSecond()), round, journal);
            }
        }
    }

    private static boolean within(Instant hour, Instant time) {
        return !time.isBefore(hour) && time.isBefore(hour.plus(HOUR));
    }

    private void round(Dice dice, Instant round, int number, Journal journal) {
        for (int i = 0; i < CONNECTIONS_A_ROUND; i++) {
            String user = LIST.get((number * CONNECTIONS_A_ROUND + i) % LIST.size());
            Instant start =
                    round.plusSeconds((long) SECONDS_A_TURN * (i / TASKS)).plusMillis(90L * (i % TASKS));
            // root has the longest list, and sshd's limit ends it
            ssh(dice, start, journal).guesses(user, exists(user), user.equals("root") ? Ssh.MOST_TRIES : TRIES);
        }
    }

    private void success(Dice dice, Journal journal) {
        Instant guessed = world.incident.guessed();
        ssh(dice, guessed.minusMillis(5_400), journal).guesses(USER, true, 2);
        ssh(dice, guessed.minusMillis(5_300), journal).guesses("bob", false, 2);
        ssh(dice, guessed.plusMillis(dice.below(900)), journal).session(USER, "password", null, 1, 4, 0);
        // and in by hand, until what is to be done on the machine is done
        Instant entered = guessed.plusSeconds(13);
        long seconds = Duration.between(entered, world.incident.publicFrom()).toSeconds() + 90;
        ssh(dice, entered.plusMillis(dice.below(900)), journal)
                .session(USER, "password", null, (int) seconds, 34, 3_100);
    }

    private void fetch(Dice dice, Instant time, Journal journal) {
        if (Ssh.reaches(world, host, time)) {
            ssh(dice, time.plusMillis(dice.below(900)), journal).session(USER, "password", null, 1, 24, 9_800);
        } else {
            journal.add(Ssh.givenUp(world, dice, host, time, Call.By.ATTACKER));
        }
    }

    private Ssh ssh(Dice dice, Instant start, Journal journal) {
        return new Ssh(world, journal, dice, host, start, Call.By.ATTACKER);
    }
}
