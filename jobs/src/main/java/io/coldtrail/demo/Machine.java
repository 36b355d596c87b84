package io.coldtrail.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * An EC2 instance and what others see of it.
 *
 * @param role given to the machine, null for none
 * @param address where its calls come from: its own public address, or that of the NAT gateway before it
 * @param boots when it was started, in order
 */
record Machine(
        long seed,
        String id,
        Role role,
        String profile,
        String privateIp,
        String address,
        String subnet,
        String zone,
        String image,
        String type,
        List<Instant> boots) {

    /** The metadata service hands out a new key this often, ... */
    static final Duration RENEWAL = Duration.ofHours(6);

    /** ... and the old one is good for some minutes more. */
    private static final int SPARE_MINUTES_MIN = 12;

    private static final int SPARE_MINUTES_MAX = 34;

    static Machine of(
            World world, String name, Role role, String address, String subnet, String zone, List<Instant> boots) {
        Dice dice = Dice.of(world.seed, "machine " + name);
        String net = subnet.equals(world.network.hostSubnet()) ? "10.0.1." : "10.0." + dice.between(16, 31) + ".";
        String privateIp = name.equals(World.WEB) ? "10.0.0.15" : net + dice.between(16, 250);
        return new Machine(
                world.seed,
                "i-0" + dice.hex(16),
                role,
                role == null ? null : role.name() + "-profile",
                privateIp,
                address,
                subnet,
                zone,
                world.network.image(),
                dice.pick("t3.small", "t3.medium", "m5.large"),
                boots);
    }

    /** Its interface, from its first start to the end of the archive. */
    NetworkInterface nic() {
        return nic(null);
    }

    /** Its interface, where the machine goes then. */
    NetworkInterface nic(Instant goes) {
        return new NetworkInterface(networkInterface(), id, subnet, zone, privateIp, boots.get(0), goes);
    }

    String networkInterface() {
        return "eni-0" + Dice.of(seed, "interface " + id).hex(16);
    }

    /** The session whose key the machine uses at that time; it must be up. */
    Session session(Instant time) {
        Instant boot = boots.get(0);
        for (Instant later : boots) {
            if (!later.isAfter(time)) {
                boot = later;
            }
        }
        long turn = Duration.between(boot, time).dividedBy(RENEWAL);
        Session session = session(boot, turn);
        return session.created().isAfter(time) && turn > 0 ? session(boot, turn - 1) : session;
    }

    private Session session(Instant boot, long turn) {
        Dice dice = Dice.of(seed, "session " + id, boot.getEpochSecond(), turn);
        Instant created = boot.plus(RENEWAL.multipliedBy(turn)).plusSeconds(dice.between(8, 55));
        Instant expires = created.plus(RENEWAL)
                .plusSeconds(60L * dice.between(SPARE_MINUTES_MIN, SPARE_MINUTES_MAX) + dice.below(60));
        return new Session(role, id, dice.id("ASIA"), created, expires, "2.0", null);
    }
}
