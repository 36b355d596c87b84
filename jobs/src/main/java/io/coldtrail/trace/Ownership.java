package io.coldtrail.trace;

import java.time.Instant;
import java.util.Locale;

/**
 * A time in which something of the estate held an address.
 *
 * @param owner id of the owner
 * @param vpc network of the owner, null where unknown
 * @param to until when, null for open
 * @param basis call that says so
 */
record Ownership(Kind kind, String owner, String account, String vpc, Instant from, Instant to, String basis) {
    enum Kind {
        INSTANCE,
        NAT_GATEWAY,
        ELASTIC_IP,
        INTERFACE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    boolean at(Instant time) {
        return !time.isBefore(from) && (to == null || time.isBefore(to));
    }
}
