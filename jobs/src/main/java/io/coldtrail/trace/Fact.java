package io.coldtrail.trace;

import io.coldtrail.net.Cidr;
import io.coldtrail.net.IpAddress;
import io.coldtrail.trace.owners.Ownership;
import java.time.Instant;

/**
 * What the analyst told.
 *
 * @param kind suspect, trust, responder, decoy
 * @param what ip, cidr, key, user, session, person, oidc, instance, bucket, account, ua
 * @param from holds from, null: always
 * @param to holds until, exclusive, null: always
 */
record Fact(String kind, String what, String value, Instant from, Instant to, String reason) {
    boolean is(String kind) {
        return this.kind.equals(kind);
    }

    boolean holds(Instant time) {
        return (from == null || !time.isBefore(from)) && (to == null || time.isBefore(to));
    }

    /** True where the fact speaks of this session. */
    boolean names(Session session) {
        return switch (what) {
            case "key" -> session.keys().containsKey(value);
            case "session" -> value.equals(session.id())
                    || value.equals(session.arn())
                    || value.equals(session.sessionName());
            case "user" -> value.equals(session.uid())
                    || value.equals(session.principal())
                    || (session.principal() != null && session.principal().endsWith("user/" + value));
            case "person", "oidc" -> value.equals(session.person());
            case "account" -> value.equals(session.account());
            case "instance" -> session.kind() == Session.Kind.INSTANCE && value.equals(session.sessionName());
            default -> false;
        };
    }

    /** True where the fact speaks of this address. */
    boolean names(Address address) {
        return switch (what) {
            case "ip" -> value.equals(address.ip());
            case "cidr" -> {
                Cidr cidr = Cidr.parse(value);
                IpAddress ip = IpAddress.parse(address.ip());
                yield cidr != null && ip != null && cidr.contains(ip);
            }
            case "instance" -> address.owners().stream()
                    .anyMatch(o ->
                            o.kind() == Ownership.Kind.INSTANCE && o.owner().equals(value));
            default -> false;
        };
    }

    /** True where the fact speaks of this origin, by session, address or tool. */
    boolean names(Origin origin) {
        return names(origin.session())
                || (origin.address() != null && names(origin.address()))
                || (what.equals("ua") && origin.userAgent().equals(UserAgentFamily.of(value)));
    }
}
