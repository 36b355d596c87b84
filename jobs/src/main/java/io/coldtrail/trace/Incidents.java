package io.coldtrail.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Splits what fell into connected stories: by every edge found, by session, and by the user behind sessions. */
final class Incidents {
    private final Map<String, String> up = new HashMap<>();
    private final List<Incident> incidents = new ArrayList<>();
    private final Map<Node, Incident> byNode = new HashMap<>();

    Incidents(Estate estate, Spread spread) {
        spread.edges().forEach(e -> join(e.get(0).toString(), e.get(1).toString()));
        for (Session session : estate.sessions()) {
            if (!spread.isUsed(session)) {
                continue;
            }
            String node = Node.of(session).toString();
            session.origins().stream().map(Node::of).filter(spread::isUsed).forEach(o -> join(o.toString(), node));
            if (session.principal() != null && session.principal().contains(":user/")) {
                join(node, "user " + session.uid());
            }
        }
        Map<String, List<Fall>> stories = new TreeMap<>();
        for (Fall fall : spread.falls()) {
            stories.computeIfAbsent(top(fall.node().toString()), t -> new ArrayList<>())
                    .add(fall);
        }
        for (List<Fall> falls : stories.values()) {
            add(estate, spread, falls);
        }
        incidents.sort(
                Comparator.comparing((Incident i) -> i.seeds().get(0).from()).thenComparing(Incident::id));
    }

    private void add(Estate estate, Spread spread, List<Fall> falls) {
        TreeSet<Node> fallen = new TreeSet<>();
        falls.forEach(f -> fallen.add(f.node()));
        List<Fall> seeds = spread.seeds().stream()
                .filter(f -> fallen.contains(f.node()))
                .sorted(Comparator.comparing(Fall::level)
                        .thenComparing(Fall::from)
                        .thenComparing(Fall::node)
                        .thenComparing(Fall::rule))
                .toList();
        List<Session> sessions = estate.sessions().stream()
                .filter(spread::isUsed)
                .filter(s ->
                        fallen.contains(Node.of(s)) || s.origins().stream().anyMatch(o -> fallen.contains(Node.of(o))))
                .sorted(Comparator.comparing(Session::first))
                .toList();
        if (seeds.isEmpty() || falls.stream().noneMatch(f -> f.state() == Fall.State.USED)) {
            // what was only exposed is no story yet
            return;
        }
        Incident incident = new Incident(
                Ids.incident(seeds.stream()
                        .map(f -> f.rule() + " " + f.node())
                        .sorted()
                        .toArray(String[]::new)),
                seeds,
                fallen,
                sessions);
        incidents.add(incident);
        fallen.forEach(n -> byNode.put(n, incident));
        sessions.forEach(s -> byNode.put(Node.of(s), incident));
    }

    List<Incident> all() {
        return incidents;
    }

    /** The story a node belongs to, null for none. */
    Incident of(Node node) {
        return byNode.get(node);
    }

    Incident of(Session session) {
        return byNode.get(Node.of(session));
    }

    /** Takes an incident back of which no record shows anything: told, not seen. */
    void drop(Incident incident) {
        incidents.remove(incident);
        byNode.values().removeIf(i -> i == incident);
    }

    private String top(String node) {
        String top = node;
        while (up.containsKey(top)) {
            top = up.get(top);
        }
        if (!top.equals(node)) {
            up.put(node, top);
        }
        return top;
    }

    private void join(String x, String y) {
        String a = top(x);
        String b = top(y);
        if (!a.equals(b)) {
            // the smaller name on top: no order of joining shows
            up.put(a.compareTo(b) < 0 ? b : a, a.compareTo(b) < 0 ? a : b);
        }
    }
}
