package io.coldtrail.demo;

import java.time.Duration;
import java.time.Instant;

/**
 * Connections to the web server's sshd: the packets, and what OpenSSH 7.4 (Amazon Linux 2) and PAM say of them. Client
 * port and times agree between both.
 */
final class Ssh {
    /** sshd's MaxAuthTries. */
    static final int MOST_TRIES = 6;

    /** Key exchange and the end of a connection, each way. */
    private static final int BARE_PACKETS = 13;

    private static final int BARE_BYTES = 2_600;
    /** PAM makes one wait after a wrong password. */
    private static final int SECONDS_A_TRY = 2;

    private final World world;
    private final Journal journal;
    private final Dice dice;
    private final Host client;
    private final Host server;
    private final Call.By by;
    private final int port;
    private final int pid;
    private Instant clock;

    Ssh(World world, Journal journal, Dice dice, Host client, Instant start, Call.By by) {
        this.world = world;
        this.journal = journal;
        this.dice = dice;
        this.client = client;
        this.by = by;
        server = Host.of(world, world.web);
        port = dice.between(32_768, 60_999);
        pid = dice.between(2_100, 32_700);
        clock = start;
    }

    /** Whether a connection from there gets through at that time to a machine that is up. */
    static boolean reaches(World world, Host client, Instant time) {
        return world.webUp(time)
                && world.firewall.admits(world.web.nic(), client.address(), Exchange.TCP, Firewall.SSH, time);
    }

    /** The client sends SYN after SYN and gives up. */
    static Exchange givenUp(World world, Dice dice, Host client, Instant start, Call.By by) {
        int port = dice.between(32_768, 60_999);
        return Exchange.unanswered(start, 7, client, port, Host.of(world, world.web), Firewall.SSH, 4)
                .by(by);
    }

    /** Some wrong passwords on one connection. */
    void guesses(String user, boolean exists, int tries) {
        Instant start = clock;
        String rhost = "logname= uid=0 euid=0 tty=ssh ruser= rhost=" + client.address();
        pause();
        if (!exists) {
            names("Invalid user " + user + from());
            says("input_userauth_request: invalid user " + user + " [preauth]");
        }
        for (int i = 0; i < tries; i++) {
            clock = clock.plusMillis(300 + dice.below(500));
            if (!exists) {
                says("pam_unix(sshd:auth): check pass; user unknown");
            }
            if (i == 0) {
                names("pam_unix(sshd:auth): authentication failure; " + rhost + (exists ? "  user=" + user : ""));
            }
            clock = clock.plusMillis(SECONDS_A_TRY * 1_000 - 700 + dice.below(400));
            names("Failed password for " + (exists ? "" : "invalid user ") + user + from() + " ssh2");
        }
        pause();
        if (tries >= MOST_TRIES) {
            names("error: maximum authentication attempts exceeded for " + (exists ? "" : "invalid user ") + user
                    + from() + " ssh2 [preauth]");
            says("Disconnecting: Too many authentication failures [preauth]");
        } else {
            names("Connection closed by " + client.address() + " port " + port + " [preauth]");
        }
        if (tries > 1) {
            names("PAM " + (tries - 1) + " more authentication failure" + (tries > 2 ? "s" : "") + "; " + rhost
                    + (exists ? "  user=" + user : ""));
        }
        int seconds = (int) Duration.between(start, clock).toSeconds();
        journal.add(exchange(start, seconds, BARE_PACKETS + 2 * tries + dice.below(3), 200L * tries)
                .by(by));
    }

    /** Comes and goes without a name. */
    void knock(String text) {
        Instant start = clock;
        pause();
        names(text + " " + client.address() + " port " + port);
        journal.add(exchange(start, 0, 5, 0).by(by));
    }

    /**
     * A login and what is done in it.
     *
     * @param accepted when sshd accepts it
     * @param method what sshd says of it: {@code password}, or {@code publickey} and the key's print
     * @param seconds how long the session is open
     * @param packets each way in a minute, {@code data} bytes the server sends in it
     */
    void session(String user, String method, String print, int seconds, int packets, long data) {
        Instant start = clock.minusSeconds(1);
        names("Accepted " + method + " for " + user + from() + " ssh2" + (print == null ? "" : ": " + print));
        clock = clock.plusMillis(30);
        says("pam_unix(sshd:session): session opened for user " + user + " by (uid=0)");
        Instant end = clock.plusSeconds(seconds);
        clock = end;
        names("Received disconnect from " + client.address() + " port " + port + ":11: disconnected by user");
        names("Disconnected from " + client.address() + " port " + port);
        says("pam_unix(sshd:session): session closed for user " + user);
        for (Instant part = start; part.isBefore(end); part = part.plusSeconds(FlowLog.INTERVAL)) {
            boolean first = part.equals(start);
            boolean last = !part.plusSeconds(FlowLog.INTERVAL).isBefore(end);
            int length = (int)
                    Math.min(FlowLog.INTERVAL - 1, Duration.between(part, end).toSeconds());
            journal.add(exchange(part, length, (first ? BARE_PACKETS : 0) + packets + dice.below(5), data)
                    .part(first, last)
                    .by(by));
        }
    }

    private Exchange exchange(Instant start, int seconds, int packets, long data) {
        Instant whole = Instant.ofEpochSecond(start.getEpochSecond());
        return Exchange.tcp(whole, seconds, client, port, server, Firewall.SSH)
                .carrying(
                        Exchange.Load.of(packets, BARE_BYTES / 2),
                        Exchange.Load.of(packets - 1 + dice.below(3), BARE_BYTES + data));
    }

    private String from() {
        return " from " + client.address() + " port " + port;
    }

    private void pause() {
        clock = clock.plusMillis(120 + dice.below(400));
    }

    private void names(String text) {
        line(text, by);
    }

    private void says(String text) {
        line(text, Call.By.OTHERS);
    }

    private void line(String text, Call.By whose) {
        journal.add(new HostLine(clock, "sshd", pid, text, whose));
        clock = clock.plusMillis(1 + dice.below(4));
    }
}
