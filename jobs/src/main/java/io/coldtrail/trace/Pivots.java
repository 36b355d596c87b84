package io.coldtrail.trace;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which calls carry compromise from one thing to another, or take it back: {@code schemas/pivots.csv}. */
final class Pivots {
    /** What a call does to its target. */
    enum Edge {
        /** Makes a long-term key. */
        KEY,
        /** Makes or changes a user's console login. */
        LOGIN,
        /** Makes a user or role, named by its unique id. */
        PRINCIPAL,
        /** Changes who may assume a role. */
        TRUST,
        /** Hands a role to something that computes. */
        PASS_ROLE,
        SIGN_IN,
        /** Runs commands on an instance. */
        SHELL,
        CONTAIN_ROLE,
        CONTAIN_KEY,
        CONTAIN_USER,
        CONTAIN_INSTANCE,
        CONTAIN_BUCKET,
        CONTAIN_ADDRESS;

        boolean contains() {
            return name().startsWith("CONTAIN_");
        }
    }

    private static final Map<Api, Map<Edge, String>> EDGES = load();

    private Pivots() {}

    private static Map<Api, Map<Edge, String>> load() {
        Map<Api, Map<Edge, String>> edges = new HashMap<>();
        for (List<String> row : Csv.read("/schemas/pivots.csv")) {
            edges.computeIfAbsent(new Api(row.get(0), row.get(1)), a -> new EnumMap<>(Edge.class))
                    .put(Edge.valueOf(row.get(2).toUpperCase(Locale.ROOT)), row.get(3));
        }
        return edges;
    }

    /** Names of all calls listed. */
    static Set<String> names() {
        Set<String> names = new TreeSet<>();
        EDGES.keySet().forEach(a -> names.add(a.name()));
        return names;
    }

    static Set<Edge> edges(Api api) {
        return EDGES.getOrDefault(api, Map.of()).keySet();
    }

    static boolean has(WatchedEvent event, Edge edge) {
        return edges(event.api()).contains(edge);
    }

    /** What the call did it to. */
    static List<String> targets(WatchedEvent event, Edge edge) {
        String paths = EDGES.getOrDefault(event.api(), Map.of()).get(edge);
        List<String> targets = new ArrayList<>();
        if (paths == null) {
            return targets;
        }
        for (String path : paths.split("\\|")) {
            int dot = path.indexOf('.');
            String rest = path.substring(dot + 1);
            switch (path.substring(0, dot)) {
                case "request" -> targets.addAll(JsonPath.find(event.request(), rest));
                case "response" -> targets.addAll(JsonPath.find(event.response(), rest));
                default -> {
                    String arn = event.caller().arn();
                    if (arn != null && arn.contains(":user/")) {
                        targets.add(arn.substring(arn.lastIndexOf('/') + 1));
                    }
                }
            }
            if (!targets.isEmpty()) {
                break;
            }
        }
        return targets;
    }
}
