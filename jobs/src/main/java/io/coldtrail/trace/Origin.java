package io.coldtrail.trace;

import java.time.Instant;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * One session at one address with one tool: what events are attributed by. A leaked key goes on working in production,
 * so a key alone accuses nobody.
 */
final class Origin {
    /** In the order of their texts: ids of sessions are of one length. */
    static final Comparator<Origin> ORDER =
            Comparator.comparing((Origin o) -> o.session.id()).thenComparing(Origin::key);

    private final Session session;
    private final Address address;
    private final String service;
    private final String userAgent;
    private final boolean presigned;
    private final String key;
    private final NavigableSet<Long> days = new TreeSet<>();
    private EventRef first;
    private EventRef last;
    private long n;
    private long denied;

    /**
     * @param address null for calls that a service forwarded
     * @param service service that forwarded, null for direct calls
     */
    Origin(Session session, Address address, String service, String userAgent, boolean presigned) {
        this.session = session;
        this.address = address;
        this.service = service;
        this.userAgent = userAgent;
        this.presigned = presigned;
        this.key = key(address == null ? null : address.id(), service, userAgent, presigned);
    }

    void add(Activity activity) {
        first = first == null || activity.first().compareTo(first) < 0 ? activity.first() : first;
        last = last == null || activity.last().compareTo(last) > 0 ? activity.last() : last;
        n += activity.n();
        denied += activity.denied();
        days.add(activity.day());
    }

    Session session() {
        return session;
    }

    Address address() {
        return address;
    }

    String service() {
        return service;
    }

    String userAgent() {
        return userAgent;
    }

    boolean presigned() {
        return presigned;
    }

    /** Signed and sent by one hand: only such a call says where a credential is. */
    boolean isDirect() {
        return address != null && !presigned;
    }

    EventRef first() {
        return first;
    }

    EventRef lastEvent() {
        return last;
    }

    Instant last() {
        return last.time();
    }

    long n() {
        return n;
    }

    long denied() {
        return denied;
    }

    /** Days on which it called, since 1970-01-01, UTC. */
    NavigableSet<Long> days() {
        return days;
    }

    /** What tells this origin from the others of its session, as records show it. */
    String key() {
        return key;
    }

    static String key(String addressId, String service, String userAgent, boolean presigned) {
        return (addressId == null ? "via " + service : addressId) + (presigned ? " presigned " : " ") + userAgent;
    }

    /** Of the session in a text that {@link #toString} gave. */
    static String sessionId(String origin) {
        return origin.substring(0, origin.indexOf('@'));
    }

    /** For people: address and tool. */
    String where() {
        return address == null ? "through " + service : address.ip();
    }

    @Override
    public String toString() {
        return session.id() + "@" + key;
    }
}
