package io.coldtrail.trace;

import io.coldtrail.lake.Severity;
import io.coldtrail.net.Cidr;
import io.coldtrail.net.IpAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who answered the attack: an origin that is not convicted, in a session not descended from a USED one, that contained
 * a convicted thing after the attack began; or one that {@code --responder} names. The same deed out of a USED session
 * is the attacker locking the owners out. Where the address is new to the principal and the session harms as well, it
 * is a tie: for a person to decide.
 */
final class Responders {
    static final String CODE = "responder";
    /** A responder looks before he acts, and after: so far around the first and last containment is his. */
    private static final Duration AROUND = Duration.ofHours(1);
    /** A deny for a wider network than this is everyday hygiene, not an answer to one address. */
    private static final int WIDEST_NETWORK = 96 + 8;

    private static final List<String> CASE_WORDS = List.of(
            "quarantine",
            "compromis",
            "incident",
            "isolat",
            "investigat",
            "forensic",
            "infect",
            "suspect",
            "bruteforce",
            "attack",
            "malicious",
            "threat",
            "guardduty",
            "breach");

    /** One act of containment. */
    record Containment(WatchedEvent event, Pivots.Edge edge, String target, Node about) {
        /** True where it takes credentials away: calls before and after it are told apart. */
        boolean ofCredentials() {
            return edge == Pivots.Edge.CONTAIN_ROLE
                    || edge == Pivots.Edge.CONTAIN_KEY
                    || edge == Pivots.Edge.CONTAIN_USER;
        }
    }

    /** What one origin did in answer. */
    record Response(Origin origin, List<Containment> acts, Instant from, Instant to, boolean tie, String why) {}

    private final Estate estate;
    private final Spread spread;
    private final Map<String, Node> roles = new TreeMap<>();
    private final Map<String, Node> users = new TreeMap<>();
    private final Map<String, Node> keys = new TreeMap<>();
    private final Map<String, Node> instances = new TreeMap<>();
    private final Map<String, Node> buckets = new TreeMap<>();
    private final Map<IpAddress, Node> addresses = new TreeMap<>();
    private Instant begin = Instant.MAX;

    Responders(Estate estate, Spread spread) {
        this.estate = estate;
        this.spread = spread;
        for (Session session : estate.sessions()) {
            if (spread.isUsed(session)) {
                convicted(session);
            }
        }
        spread.falls().stream().filter(f -> spread.isUsed(f.node())).forEach(this::convicted);
        for (WatchedEvent event : estate.watched()) {
            Origin origin = estate.originOf(event);
            if (origin != null && spread.isUsedAt(origin, event.ref().time())) {
                Pivots.targets(event, Pivots.Edge.CONTAIN_BUCKET)
                        .forEach(b -> buckets.putIfAbsent(b, Node.of(origin.session())));
                Pivots.targets(event, Pivots.Edge.KEY).forEach(k -> keys.putIfAbsent(k, Node.of(origin.session())));
                Pivots.targets(event, Pivots.Edge.LOGIN).forEach(u -> users.putIfAbsent(u, Node.of(origin.session())));
                if (Pivots.has(event, Pivots.Edge.PRINCIPAL)) {
                    Pivots.targets(event, Pivots.Edge.CONTAIN_USER)
                            .forEach(u -> users.putIfAbsent(u, Node.of(origin.session())));
                }
            } else if (session(event) != null && spread.isUsed(session(event))) {
                // a stolen credential's own machine: what it changed on buckets may be the attacker's doing too
                Pivots.targets(event, Pivots.Edge.CONTAIN_BUCKET)
                        .forEach(b -> buckets.putIfAbsent(b, Node.of(session(event))));
            }
        }
    }

    private Session session(WatchedEvent event) {
        Origin origin = estate.originOf(event);
        return origin == null ? null : origin.session();
    }

    private void convicted(Session session) {
        String principal = session.principal();
        Node node = Node.of(session);
        if (principal != null && principal.contains(":role/")) {
            roles.putIfAbsent(last(principal), node);
        } else if (principal != null && principal.contains(":user/")) {
            users.putIfAbsent(last(principal), node);
        }
        session.keys().keySet().forEach(k -> keys.putIfAbsent(k, node));
        if (session.machine() != null) {
            instances.putIfAbsent(session.sessionName(), node);
        }
        for (Origin origin : session.origins()) {
            if (spread.fall(origin) != null) {
                Instant from = spread.from(origin);
                begin = from.isBefore(begin) ? from : begin;
                IpAddress ip = origin.address() == null
                        ? null
                        : IpAddress.parse(origin.address().ip());
                if (ip != null && !origin.address().ownedAt(from)) {
                    addresses.putIfAbsent(ip, node);
                }
            }
        }
    }

    private void convicted(Fall fall) {
        Address address = estate.addresses().get(fall.node().id());
        IpAddress ip =
                fall.node().kind() == Node.Kind.ADDRESS && address != null ? IpAddress.parse(address.ip()) : null;
        if (ip != null) {
            addresses.putIfAbsent(ip, fall.node());
        } else if (fall.node().kind() == Node.Kind.INSTANCE) {
            instances.putIfAbsent(fall.node().id(), fall.node());
        }
        // by its record: the attacker's own machine and addresses are his from long before the attack
        boolean shown = fall.evidence() != null && !fall.rule().equals(SuspectFact.CODE);
        if (shown && fall.evidence().time().isBefore(begin)) {
            begin = fall.evidence().time();
        }
    }

    private static String last(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    /** Responses by origin, in the order of time. */
    List<Response> find() {
        Map<String, List<Containment>> acts = new TreeMap<>();
        Map<String, Origin> origins = new TreeMap<>();
        for (WatchedEvent event : estate.watched()) {
            Origin origin = estate.originOf(event);
            if (!event.succeeded() || origin == null) {
                continue;
            }
            Containment act = act(event);
            if (act != null && canRespond(origin, event.ref().time())) {
                origins.put(origin.toString(), origin);
                acts.computeIfAbsent(origin.toString(), o -> new ArrayList<>()).add(act);
            }
        }
        List<Response> responses = new ArrayList<>();
        acts.forEach((key, list) -> responses.add(response(origins.get(key), list)));
        named(acts.keySet(), responses);
        return responses;
    }

    private boolean canRespond(Origin origin, Instant time) {
        return !time.isBefore(begin)
                && spread.fall(origin) == null
                && !origin.session().isService()
                && !spread.isUsed(origin.session())
                // who sits at the attacker's own address cleans up after himself
                && (origin.address() == null || !spread.isUsed(Node.of(origin.address())));
    }

    private void named(Set<String> known, List<Response> responses) {
        List<Fact> told = estate.facts().stream().filter(f -> f.is("responder")).toList();
        if (told.isEmpty() || begin.equals(Instant.MAX)) {
            return;
        }
        for (Session session : estate.sessions()) {
            for (Origin origin : session.origins()) {
                boolean named = told.stream().anyMatch(f -> f.names(origin));
                if (named && !known.contains(origin.toString()) && spread.fall(origin) == null) {
                    responses.add(new Response(origin, List.of(), begin, Instant.MAX, false, "named by the analyst"));
                }
            }
        }
    }

    private Response response(Origin origin, List<Containment> acts) {
        Instant first = acts.get(0).event().ref().time();
        Instant last = acts.get(acts.size() - 1).event().ref().time();
        Instant from = first.minus(AROUND).isBefore(begin) ? begin : first.minus(AROUND);
        Session session = origin.session();
        boolean fresh = origin.address() != null
                && estate.principals()
                        .days(session, origin.address())
                        .headSet(Days.of(first))
                        .isEmpty()
                && !estate.principals()
                        .days(session, null)
                        .headSet(Days.of(first))
                        .isEmpty();
        boolean harms = estate.signals().stream()
                .filter(s -> s.succeeded() && s.severity().compareTo(Severity.HIGH) >= 0)
                .filter(s -> estate.originsOf(s).anyMatch(o -> o == origin))
                .anyMatch(s -> !s.first().time().isBefore(from));
        return new Response(
                origin,
                acts,
                from,
                last.plus(AROUND),
                fresh && harms && !session.kind().isCompute(),
                acts.get(0).event().api() + " on " + acts.get(0).target());
    }

    private Containment act(WatchedEvent event) {
        for (Pivots.Edge edge : Pivots.edges(event.api())) {
            if (!edge.contains() || !answers(event)) {
                continue;
            }
            for (String target : Pivots.targets(event, edge)) {
                Node about = about(edge, target);
                if (about != null) {
                    return new Containment(event, edge, target, about);
                }
            }
        }
        return null;
    }

    private Node about(Pivots.Edge edge, String target) {
        return switch (edge) {
            case CONTAIN_ROLE -> roles.get(target);
            case CONTAIN_USER -> users.get(target);
            case CONTAIN_KEY -> keys.get(target);
            case CONTAIN_INSTANCE -> instances.get(target);
            case CONTAIN_BUCKET -> buckets.get(target);
            case CONTAIN_ADDRESS -> {
                Cidr cidr = Cidr.parse(target);
                yield cidr == null || cidr.bits() < WIDEST_NETWORK
                        ? null
                        : addresses.entrySet().stream()
                                .filter(a -> cidr.contains(a.getKey()))
                                .map(Map.Entry::getValue)
                                .findFirst()
                                .orElse(null);
            }
            default -> null;
        };
    }

    /** Calls that contain only in one of their forms. */
    private static boolean answers(WatchedEvent event) {
        return switch (event.api().name()) {
            case "CreateTags" -> CASE_WORDS.stream()
                    .anyMatch(event.request().path("tagSet").toString().toLowerCase(Locale.ROOT)::contains);
            case "CreateNetworkAclEntry", "ReplaceNetworkAclEntry" -> "deny"
                    .equals(event.request().path("ruleAction").asText());
            case "DeleteBucketEncryption" -> false;
            default -> true;
        };
    }

    /** Origins that the rule explains. */
    static Set<Origin> origins(List<Response> responses) {
        Set<Origin> origins = new HashSet<>();
        responses.forEach(r -> origins.add(r.origin()));
        return origins;
    }
}
