package io.coldtrail.trace;

import io.coldtrail.trace.Fall.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What has fallen so far. Only ever grows: a node keeps its best reason, the earliest start and the latest end of all,
 * so that the order in which rules speak cannot matter.
 */
final class Spread {
    private final Map<Node, Fall> best = new TreeMap<>();
    private final Map<Node, Instant> from = new TreeMap<>();
    private final Map<Node, Instant> to = new TreeMap<>();
    private final Set<Fall> seeds =
            new TreeSet<>(Comparator.comparing(Fall::node).thenComparing(Fall::rule));
    private final Set<List<Node>> edges = new LinkedHashSet<>();
    private final Map<List<Object>, Review> reviews =
            new TreeMap<>((x, y) -> x.toString().compareTo(y.toString()));
    /** Of which something has fallen; all others are told by this alone, which is most of them. */
    private final Set<String> sessions = new HashSet<>();

    private final Set<Node> braked = new LinkedHashSet<>();

    /** Takes a reason; true where something changed by it. */
    boolean add(Fall fall) {
        Node node = fall.node();
        if (node.sessionId() != null) {
            sessions.add(node.sessionId());
        }
        if (fall.parent() == null) {
            seeds.add(fall);
        }
        boolean changed = fall.parent() != null && edges.add(List.of(fall.parent(), node));
        Fall old = best.get(node);
        if (old == null || Fall.BEST.compare(fall, old) < 0) {
            best.put(node, fall);
            changed = true;
        }
        if (fall.state() == State.USED) {
            Instant start = from.get(node);
            if (start == null || fall.from().isBefore(start)) {
                from.put(node, fall.from());
                changed = true;
            }
            Instant end = fall.to() == null ? Instant.MAX : fall.to();
            if (!to.containsKey(node) || end.isAfter(to.get(node))) {
                to.put(node, end);
                changed = true;
            }
        }
        return changed;
    }

    void review(Review review) {
        reviews.putIfAbsent(List.of(review.node(), review.near(), review.rule()), review);
    }

    /** Stops a node for good; true where it was not stopped before. */
    boolean brake(Node node) {
        return braked.add(node);
    }

    boolean isBraked(Node node) {
        return braked.contains(node);
    }

    /** The reason that holds best, null where it has not fallen. */
    Fall fall(Node node) {
        return best.get(node);
    }

    boolean isUsed(Node node) {
        Fall fall = best.get(node);
        return fall != null && fall.state() == State.USED;
    }

    Instant from(Node node) {
        return from.get(node);
    }

    /** End of the fall, {@link Instant#MAX} for open. */
    Instant to(Node node) {
        return to.get(node);
    }

    /** The best reason for an origin: its own, or its session's. Null where it has not fallen. */
    Fall fall(Origin origin) {
        if (origin == null || !concerns(origin.session())) {
            return null;
        }
        Fall own = used(Node.of(origin));
        Fall whole = used(Node.of(origin.session()));
        if (own == null || whole == null) {
            return own == null ? whole : own;
        }
        return Fall.BEST.compare(own, whole) <= 0 ? own : whole;
    }

    private Fall used(Node node) {
        return isUsed(node) ? best.get(node) : null;
    }

    /** True where the origin was the attacker's at that time. */
    boolean isUsedAt(Origin origin, Instant time) {
        return origin != null
                && concerns(origin.session())
                && (holds(Node.of(origin), time) || holds(Node.of(origin.session()), time));
    }

    private boolean holds(Node node, Instant time) {
        return isUsed(node) && !time.isBefore(from.get(node)) && !time.isAfter(to.get(node));
    }

    /** When the origin fell, by itself or with its session. */
    Instant from(Origin origin) {
        Instant own = from.get(Node.of(origin));
        Instant whole = from.get(Node.of(origin.session()));
        if (own == null || whole == null) {
            return own == null ? whole : own;
        }
        return own.isBefore(whole) ? own : whole;
    }

    boolean isUsed(Session session) {
        return concerns(session)
                && (isUsed(Node.of(session)) || session.origins().stream().anyMatch(o -> isUsed(Node.of(o))));
    }

    private boolean concerns(Session session) {
        return sessions.contains(session.id());
    }

    Collection<Fall> falls() {
        return best.values();
    }

    /** Every reason that stands by itself: a node may have several. */
    Collection<Fall> seeds() {
        return new ArrayList<>(seeds);
    }

    /** Pairs (from, to) of all edges found, the best and the others: what hangs together. */
    Collection<List<Node>> edges() {
        return new ArrayList<>(edges);
    }

    Collection<Review> reviews() {
        return reviews.values();
    }
}
