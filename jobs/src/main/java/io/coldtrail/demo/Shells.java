package io.coldtrail.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What people of the company and the system itself do on the web server: logins by key, sudo, cron. */
final class Shells implements Part {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String USER = "ec2-user";
    private static final double LOGINS_AN_OFFICE_HOUR = 0.7;
    private static final List<String> COMMANDS = List.of(
            "/bin/systemctl status httpd",
            "/bin/journalctl -u httpd --since today",
            "/bin/tail -n 200 /var/log/httpd/error_log",
            "/bin/systemctl reload httpd");

    private final World world;

    Shells(World world) {
        this.world = world;
    }

    @Override
    public void act(Instant hour, Journal journal) {
        Dice dice = Dice.of(world.seed, "shells", hour.getEpochSecond());
        int logins = dice.count(LOGINS_AN_OFFICE_HOUR * world.scale * Days.officeLoad(hour));
        for (int i = 0; i < logins; i++) {
            login(dice, dice.within(hour, HOUR), journal);
        }
        cron(dice, hour.plusSeconds(61), journal);
        for (Instant boot : world.web.boots()) {
            if (!boot.isBefore(hour) && boot.isBefore(hour.plus(HOUR))) {
                boot(dice, boot.plusSeconds(38), journal);
            }
        }
    }

    private void login(Dice dice, Instant time, Journal journal) {
        Person person = dice.pick(world.people);
        Host office = Host.outside(person.office());
        int seconds = dice.between(90, 1_200);
        if (!Ssh.reaches(world, office, time)
                || world.incident.stopped().isAfter(time)
                        && world.incident.stopped().isBefore(time.plusSeconds(seconds))) {
            return;
        }
        String print = "RSA SHA256:"
                + Dice.of(world.seed, "ssh key of " + person.name()).base64(32).replace("=", "");
        new Ssh(world, journal, dice, office, time.plusMillis(dice.below(1_000)), Call.By.OTHERS)
                .session(USER, "publickey", print, seconds, 20, 2_600);
        for (int i = dice.between(1, 3); i > 0; i--) {
            Instant now = time.plusSeconds(dice.between(10, seconds - 10));
            line(
                    now,
                    "sudo",
                    0,
                    " " + USER + " : TTY=pts/0 ; PWD=/home/" + USER + " ; USER=root ; COMMAND=" + dice.pick(COMMANDS),
                    journal);
            line(
                    now.plusMillis(4),
                    "sudo",
                    0,
                    "pam_unix(sudo:session): session opened for user root by " + USER + "(uid=0)",
                    journal);
            line(now.plusMillis(310), "sudo", 0, "pam_unix(sudo:session): session closed for user root", journal);
        }
    }

    private void cron(Dice dice, Instant time, Journal journal) {
        int pid = dice.between(2_100, 32_700);
        if (world.webUp(time)) {
            line(time, "CROND", pid, "pam_unix(crond:session): session opened for user root by (uid=0)", journal);
            line(time.plusMillis(620), "CROND", pid, "pam_unix(crond:session): session closed for user root", journal);
        }
    }

    private void boot(Dice dice, Instant time, Journal journal) {
        int pid = dice.between(1_900, 2_090);
        line(time, "polkitd", pid - 300, "Started polkitd version 0.112", journal);
        line(time.plusMillis(900), "sshd", pid, "Server listening on 0.0.0.0 port 22.", journal);
        line(time.plusMillis(902), "sshd", pid, "Server listening on :: port 22.", journal);
        line(
                time.plusMillis(1_500),
                "systemd",
                0,
                "pam_unix(systemd-user:session): session opened for user " + USER + " by (uid=0)",
                journal);
    }

    private static void line(Instant time, String program, int pid, String text, Journal journal) {
        journal.add(new HostLine(time, program, pid, text, Call.By.OTHERS));
    }
}
