package io.coldtrail.demo;

import java.time.Instant;

/**
 * An interface of the VPC, whose packets the flow log of its subnet records.
 *
 * @param instance it belongs to; null where a service keeps it
 * @param privateIp its primary private address, under which flow logs show it
 */
record NetworkInterface(
        String id, String instance, String subnet, String zone, String privateIp, Instant from, Instant to) {

    boolean exists(Instant time) {
        return !time.isBefore(from) && (to == null || time.isBefore(to));
    }
}
