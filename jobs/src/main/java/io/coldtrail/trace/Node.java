package io.coldtrail.trace;

import java.util.Locale;

/**
 * A thing that can fall: kind and id.
 *
 * @param id of a session or address its id; of an origin {@link Origin#toString}; of a principal its unique id
 */
record Node(Kind kind, String id) implements Comparable<Node> {
    enum Kind {
        /** A whole session: all it ever does. */
        SESSION,
        /** A session at one address with one tool. */
        ORIGIN,
        ADDRESS,
        PRINCIPAL,
        INSTANCE,
        KEY
    }

    static Node of(Session session) {
        return new Node(Kind.SESSION, session.id());
    }

    static Node of(Origin origin) {
        return new Node(Kind.ORIGIN, origin.toString());
    }

    static Node of(Address address) {
        return new Node(Kind.ADDRESS, address.id());
    }

    static Node ofInstance(String id) {
        return new Node(Kind.INSTANCE, id);
    }

    /** Id of the session that it is, whole or in part; null where it is something else. */
    String sessionId() {
        return switch (kind) {
            case SESSION -> id;
            case ORIGIN -> Origin.sessionId(id);
            default -> null;
        };
    }

    @Override
    public int compareTo(Node other) {
        int byKind = kind.compareTo(other.kind);
        return byKind != 0 ? byKind : id.compareTo(other.id);
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + ":" + id;
    }
}
