package io.coldtrail.trace.owners;

import java.time.Instant;
import java.util.Locale;

/**
 * A time in which something of the estate held an address.
 *
 * @param owner id of the owner
 * @param vpc network of the owner, null where unknown
 * @param to until when, exclusive, null for open
 * @param basis call or log that says so
 */
public record Ownership(Kind kind, String owner, String account, String vpc, Instant from, Instant to, String basis) {
    /** Kinds of owners. */
    public enum Kind {
        INSTANCE,
        NAT_GATEWAY,
        ELASTIC_IP,
        INTERFACE;

        /** The word in tables. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** True where it held the address then. */
    public boolean at(Instant time) {
        return !time.isBefore(from) && (to == null || time.isBefore(to));
    }

    /** The same owner, for another time. */
    public Ownership during(Instant newFrom, Instant newTo) {
        return new Ownership(kind, owner, account, vpc, newFrom, newTo, basis);
    }

    /** True where the two times touch. */
    public boolean meets(Ownership other) {
        return (to == null || !to.isBefore(other.from)) && (other.to == null || !other.to.isBefore(from));
    }
}
