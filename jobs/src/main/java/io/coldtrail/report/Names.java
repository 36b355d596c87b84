package io.coldtrail.report;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Short names for what tables name by hash and arn. A shortened identifier keeps its tail, where they differ. */
final class Names {
    private static final int TAIL = 8;
    private static final int LONGEST = 60;
    /** More than the page shows of all incidents. */
    private static final int MOST_NAMED = 2_000;

    private final Map<String, Session> sessions = new HashMap<>();

    Names(List<Session> sessions) {
        sessions.forEach(s -> this.sessions.put(s.id(), s));
    }

    /** "role web", "user alice", "root"; the text itself where it is no arn. */
    static String principal(String arn) {
        if (arn == null || arn.isEmpty()) {
            return "a caller without a name";
        }
        String[] part = arn.split(":", 6);
        if (part.length < 6 || !part[0].equals("arn")) {
            return Words.cut(arn, LONGEST);
        }
        String resource = part[5];
        if (resource.equals("root")) {
            return "root of " + part[4];
        }
        String[] path = resource.split("/");
        if (path.length == 1) {
            return Words.cut(resource, LONGEST);
        }
        String last = Words.cut(path[path.length - 1], LONGEST);
        return switch (path[0]) {
            case "assumed-role" -> "role " + Words.cut(path[1], LONGEST) + (path.length > 2 ? ", " + last : "");
            case "federated-user" -> "federated user " + last;
            default -> path[0] + " " + last;
        };
    }

    /** A resource without the arn around it. */
    static String resource(String arn) {
        String[] part = arn.split(":", 6);
        return part.length == 6 && part[0].equals("arn") ? part[5] : arn;
    }

    /** …7NKD4WVR. */
    static String tail(String id) {
        return id.length() <= TAIL + 4 ? id : "\u2026" + id.substring(id.length() - TAIL);
    }

    public Session session(String id) {
        return sessions.get(id);
    }

    /** What a node of the spread is called: the key of a session, the address, the name of a principal. */
    public String node(String node) {
        String value = value(node);
        Session session = sessions.get(sessionId(value));
        if (session != null) {
            return label(session);
        }
        return value.startsWith("arn:") ? principal(value) : Words.cut(value, LONGEST);
    }

    /** What a node is: of a session its kind and whose, of an origin also from where and with what. */
    public String about(Fall fall) {
        String value = value(fall.node());
        Session session = sessions.get(sessionId(value));
        if (session == null) {
            return Words.plain(fall.kind());
        }
        String what = Words.plain(session.kind()) + (session.longTerm() ? "" : " session") + " of "
                + principal(session.principal());
        return origin(value).isEmpty() ? what : what + ", from " + origin(value);
    }

    /** Ids of the sessions that the spread may name. */
    static List<String> sessions(Collection<List<Fall>> spread) {
        return spread.stream()
                .flatMap(List::stream)
                .flatMap(f -> Stream.of(f.node(), f.parent() == null ? f.node() : f.parent()))
                .map(node -> sessionId(value(node)))
                .distinct()
                .sorted()
                .limit(MOST_NAMED)
                .toList();
    }

    /** An origin is session@address tool, and a private address address@where. */
    private static String sessionId(String value) {
        int at = value.indexOf('@');
        return at < 0 ? value : value.substring(0, at);
    }

    private static String origin(String value) {
        int at = value.indexOf('@');
        if (at < 0) {
            return "";
        }
        String[] part = value.substring(at + 1).split(" ", 2);
        String address = part[0].replaceFirst("@.*", "");
        return part.length == 1 ? address : address + " with " + Words.cut(part[1], LONGEST);
    }

    /** The key of a session where it has one, else its name. */
    static String label(Session session) {
        if (session.key() != null && session.keys() == 1) {
            return Words.cut(session.key(), LONGEST);
        }
        if (session.name() != null && !session.name().isEmpty()) {
            return Words.cut(session.name(), LONGEST);
        }
        if (session.key() != null) {
            return Words.cut(session.key(), LONGEST);
        }
        return principal(session.arn() == null ? session.principal() : session.arn());
    }

    /** A node is kind:value. */
    static String value(String node) {
        int colon = node.indexOf(':');
        return colon > 0 && !node.startsWith("arn:") ? node.substring(colon + 1) : node;
    }
}
