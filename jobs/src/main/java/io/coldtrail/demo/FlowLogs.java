package io.coldtrail.demo;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The account's flow logs: one a subnet. What two hosts exchange is seen at each interface it passes, in both
 * directions: at a machine's own, always under its private address, and four times at the NAT gateway before it. What
 * a firewall stops is seen where it is stopped, and goes no further.
 */
final class FlowLogs {
    private static final int FIN = 1;
    private static final int SYN = 2;
    private static final int SYN_ACK = 18;

    private final World world;
    private final Firewall firewall;
    private final Map<String, FlowLog> logs = new LinkedHashMap<>();

    FlowLogs(World world, ArchiveFolder archive, Truth truth) {
        this.world = world;
        firewall = world.firewall;
        Network network = world.network;
        for (String subnet : new String[] {network.webSubnet(), network.workSubnet()}) {
            logs.put(subnet, new FlowLog(world, subnet, FlowFormat.CUSTOM, archive, truth));
        }
        logs.put(network.hostSubnet(), new FlowLog(world, network.hostSubnet(), FlowFormat.DEFAULT, archive, truth));
    }

    void watch(NetworkInterface nic) {
        logs.get(nic.subnet()).watch(nic);
    }

    void add(Exchange exchange) {
        Host client = exchange.client();
        Host server = exchange.server();
        boolean arrives = server.inner() == null
                || firewall.admits(
                        server.inner(), client.address(), exchange.protocol(), exchange.serverPort(), exchange.start());
        pass(new Way(exchange, true, client, exchange.clientPort(), server, exchange.serverPort()), arrives);
        if (arrives && exchange.toClient().packets() > 0) {
            boolean returns =
                    client.inner() == null || firewall.passesNacl(client.inner(), server.address(), exchange.start());
            pass(new Way(exchange, false, server, exchange.serverPort(), client, exchange.clientPort()), returns);
        }
    }

    /** One direction of an exchange. */
    private record Way(Exchange exchange, boolean toServer, Host from, int fromPort, Host to, int toPort) {}

    private void pass(Way way, boolean accepted) {
        Host from = way.from();
        Host to = way.to();
        if (from.inner() != null) {
            String own = from.inner().privateIp();
            sends(way, from.inner(), own, to.address(), own);
            if (from.nat() != null) {
                String gateway = from.nat().privateIp();
                receives(way, from.nat(), own, gateway, to.address(), true);
                sends(way, from.nat(), gateway, to.address(), gateway);
            }
        }
        if (to.inner() != null && !world.off(to.inner(), way.exchange().start())) {
            String own = to.inner().privateIp();
            if (to.nat() != null) {
                String gateway = to.nat().privateIp();
                receives(way, to.nat(), from.address(), gateway, gateway, true);
                sends(way, to.nat(), gateway, own, from.address());
            }
            receives(way, to.inner(), from.address(), own, own, accepted);
        }
    }

    /** @param origin where the packet came from, behind a gateway another than {@code source} */
    private void sends(Way way, NetworkInterface at, String source, String target, String origin) {
        saw(
                way,
                at,
                new FlowLog.Flow(
                        at,
                        source,
                        target,
                        origin,
                        target,
                        way.fromPort(),
                        way.toPort(),
                        way.exchange().protocol(),
                        true,
                        true));
    }

    /** @param goal where the packet goes to, before a gateway another than {@code target} */
    private void receives(Way way, NetworkInterface at, String source, String target, String goal, boolean accepted) {
        saw(
                way,
                at,
                new FlowLog.Flow(
                        at,
                        source,
                        target,
                        source,
                        goal,
                        way.fromPort(),
                        way.toPort(),
                        way.exchange().protocol(),
                        accepted,
                        false));
    }

    private void saw(Way way, NetworkInterface at, FlowLog.Flow flow) {
        Exchange exchange = way.exchange();
        Exchange.Load load = way.toServer() ? exchange.toServer() : exchange.toClient();
        logs.get(at.subnet()).add(flow, exchange, load, flags(exchange, way.toServer()));
    }

    private static int flags(Exchange exchange, boolean toServer) {
        if (exchange.protocol() != Exchange.TCP) {
            return 0;
        }
        int flags = exchange.opens() ? (toServer ? SYN : SYN_ACK) : 0;
        return exchange.closes() ? flags | FIN : flags;
    }

    void advance(Instant until) throws IOException {
        for (FlowLog log : logs.values()) {
            log.advance(until);
        }
    }

    void close() throws IOException {
        for (FlowLog log : logs.values()) {
            log.close();
        }
    }

    long written() {
        return logs.values().stream().mapToLong(FlowLog::written).sum();
    }
}
