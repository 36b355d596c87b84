package io.coldtrail.demo;

import java.time.Instant;

/**
 * Packets that two hosts exchange within a minute: a short connection, or a stretch of a longer one. The client is who
 * opened the connection; its first packets go to the server.
 *
 * @param seconds from the first packet to the last, less than a minute
 * @param protocol IANA number
 * @param opens whether the connection begins here, {@code closes} whether it ends
 * @param by whose doing it is
 */
record Exchange(
        Instant start,
        int seconds,
        int protocol,
        Host client,
        int clientPort,
        Host server,
        int serverPort,
        Load toServer,
        Load toClient,
        boolean opens,
        boolean closes,
        Call.By by) {

    static final int ICMP = 1;
    static final int TCP = 6;
    static final int UDP = 17;
    private static final int MTU = 1_448;
    private static final int HEADER = 52;

    /** What goes one way. */
    record Load(int packets, long bytes) {
        static final Load NONE = new Load(0, 0);

        /** Data of that size beside some packets of protocol. */
        static Load of(int packets, long data) {
            int all = packets + (int) (data / MTU);
            return new Load(all, all * (long) HEADER + data);
        }

        static Load each(int packets, int bytes) {
            return new Load(packets, (long) packets * bytes);
        }
    }

    /** A whole TCP connection. */
    static Exchange tcp(Instant start, int seconds, Host client, int port, Host server, int serverPort) {
        return new Exchange(
                start,
                seconds,
                TCP,
                client,
                port,
                server,
                serverPort,
                Load.NONE,
                Load.NONE,
                true,
                true,
                Call.By.OTHERS);
    }

    Exchange carrying(Load there, Load back) {
        return new Exchange(
                start, seconds, protocol, client, clientPort, server, serverPort, there, back, opens, closes, by);
    }

    /** A stretch of a connection. */
    Exchange part(boolean isFirst, boolean isLast) {
        return new Exchange(
                start,
                seconds,
                protocol,
                client,
                clientPort,
                server,
                serverPort,
                toServer,
                toClient,
                isFirst,
                isLast,
                by);
    }

    Exchange by(Call.By whose) {
        return new Exchange(
                start,
                seconds,
                protocol,
                client,
                clientPort,
                server,
                serverPort,
                toServer,
                toClient,
                opens,
                closes,
                whose);
    }

    /** Segments to a port that does not answer. */
    static Exchange unanswered(Instant start, int seconds, Host client, int port, Host server, int serverPort, int n) {
        return tcp(start, seconds, client, port, server, serverPort)
                .carrying(Load.each(n, 60), Load.NONE)
                .part(true, false);
    }

    static Exchange udp(Instant start, Host client, int port, Host server, int serverPort, int bytes) {
        return new Exchange(
                start,
                0,
                UDP,
                client,
                port,
                server,
                serverPort,
                Load.each(1, bytes),
                Load.each(1, bytes),
                false,
                false,
                Call.By.OTHERS);
    }

    static Exchange pings(Instant start, int seconds, Host from, Host to, int echoes) {
        Load load = Load.each(echoes, 84);
        return new Exchange(start, seconds, ICMP, from, 0, to, 0, load, load, false, false, Call.By.OTHERS);
    }
}
