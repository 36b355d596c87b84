package io.coldtrail.trace;

import io.coldtrail.net.AwsRanges;
import io.coldtrail.net.IpAddress;
import io.coldtrail.net.PrivateRanges;
import io.coldtrail.trace.owners.Ownership;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** An address that called, or that something of the estate held. A private one exists once a network. */
final class Address {
    /** Where an address lies. */
    enum Place {
        /** On the internet, not AWS's. */
        OUTSIDE,
        /** In AWS's published ranges. */
        AWS,
        /** Private, through an endpoint of a VPC: inside somebody's network. */
        ENDPOINT,
        /** Private, and no endpoint named: the record does not say whose network. */
        PRIVATE
    }

    private final String id;
    private final String ip;
    private final Place place;
    private final List<Origin> origins = new ArrayList<>();
    private final List<Ownership> owners = new ArrayList<>();
    private String hub;
    private EventRef firstSignal;
    private boolean listed;

    Address(String id, String ip, Place place) {
        this.id = id;
        this.ip = ip;
        this.place = place;
    }

    /** Names an address: a public one by itself, a private one within its endpoint or account. */
    static String idOf(String ip, String endpoint, String account) {
        IpAddress address = IpAddress.parse(ip);
        return address != null && PrivateRanges.contains(address)
                ? ip + "@" + (endpoint != null ? endpoint : account)
                : ip;
    }

    static Place placeOf(String ip, String endpoint) {
        IpAddress address = IpAddress.parse(ip);
        if (address == null) {
            return Place.PRIVATE;
        }
        if (PrivateRanges.contains(address)) {
            return endpoint != null ? Place.ENDPOINT : Place.PRIVATE;
        }
        return AwsRanges.contains(address) ? Place.AWS : Place.OUTSIDE;
    }

    String id() {
        return id;
    }

    String ip() {
        return ip;
    }

    Place place() {
        return place;
    }

    List<Origin> origins() {
        return origins;
    }

    List<Ownership> owners() {
        return owners;
    }

    /** True where something of the estate held it then. */
    boolean ownedAt(Instant time) {
        return owners.stream().anyMatch(o -> o.at(time));
    }

    /** Why it is shared by many and convicts nobody, null where it is not. */
    String hub() {
        return hub;
    }

    void hub(String why) {
        this.hub = why;
    }

    EventRef firstSignal() {
        return firstSignal;
    }

    void signalled(EventRef event) {
        firstSignal = firstSignal == null || event.compareTo(firstSignal) < 0 ? event : firstSignal;
    }

    /** True where a threat list names it. */
    boolean listed() {
        return listed;
    }

    void list() {
        this.listed = true;
    }

    @Override
    public String toString() {
        return ip;
    }
}
