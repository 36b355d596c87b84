package io.coldtrail.demo;

/**
 * One end of a connection.
 *
 * @param address as the other end sees it
 * @param inner its interface in the VPC, null for a host elsewhere
 * @param nat interface of the NAT gateway before it, null where there is none
 */
record Host(String address, NetworkInterface inner, NetworkInterface nat) {
    static Host outside(String address) {
        return new Host(address, null, null);
    }

    /** As other machines of the VPC see it. */
    static Host inside(NetworkInterface nic) {
        return new Host(nic.privateIp(), nic, null);
    }

    static Host of(World world, Machine machine) {
        boolean behindNat = machine.address().equals(world.addresses.nat());
        return new Host(machine.address(), machine.nic(), behindNat ? world.nat : null);
    }
}
