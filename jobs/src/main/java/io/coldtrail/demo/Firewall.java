package io.coldtrail.demo;

import java.time.Instant;

/** Security groups and the NACL of the web subnet, as they stand at a time. */
final class Firewall {
    static final int SSH = 22;
    static final int HTTP = 80;
    static final int HTTPS = 443;

    private final World world;

    Firewall(World world) {
        this.world = world;
    }

    /** Whether a connection from that address reaches the interface. */
    boolean admits(NetworkInterface to, String from, int protocol, int port, Instant time) {
        if (!passesNacl(to, from, time)) {
            return false;
        }
        if (to.id().equals(world.web.networkInterface())) {
            boolean ssh = port == SSH && time.isBefore(world.incident.ingressClosed());
            return protocol == Exchange.TCP && (ssh || port == HTTP || port == HTTPS);
        }
        if (to.id().equals(world.database.id())) {
            return protocol == Exchange.TCP && port == Database.PORT;
        }
        return to.id().equals(world.maliciousHost.networkInterface()) && protocol == Exchange.ICMP;
    }

    /** Whether an answer from that address reaches the interface: groups remember what was asked, a NACL does not. */
    boolean passesNacl(NetworkInterface to, String from, Instant time) {
        return !to.subnet().equals(world.network.webSubnet())
                || !from.equals(world.addresses.attacker())
                || time.isBefore(world.incident.blocked());
    }
}
