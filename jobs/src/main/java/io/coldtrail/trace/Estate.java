package io.coldtrail.trace;

import io.coldtrail.net.IpAddress;
import io.coldtrail.trace.owners.Ownership;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All that the archive says before anyone is accused: sessions with their lineage, addresses with their owners and
 * hubs, signals, and what was told. The first stratum: nothing here depends on the spread.
 */
final class Estate {
    private final Map<String, Session> byId;
    private final List<Session> sessions;
    private final Map<String, Address> addresses = new TreeMap<>();
    private final Map<WatchedEvent, Origin> origins = new IdentityHashMap<>();
    private final Owners owners;
    private final List<WatchedEvent> watched;
    private final Map<Set<Pivots.Edge>, List<WatchedEvent>> done = new HashMap<>();
    private final List<Signal> signals;
    private final List<Fact> facts;
    private final Principals principals;
    private final Map<String, Session> byKey = new TreeMap<>();
    private final Map<Session, EventRef> firstSignals = new HashMap<>();
    private final Instant start;
    private final Machines machines;
    private final Surroundings surroundings;

    Estate(
            Collection<Activity> activities,
            List<WatchedEvent> watchedEvents,
            List<Lineage.Forwarded> forwarded,
            List<Signal> signals,
            List<Fact> facts,
            Surroundings surroundings) {
        this.surroundings = surroundings;
        this.watched = watchedEvents.stream()
                .sorted((x, y) -> x.ref().compareTo(y.ref()))
                .toList();
        this.signals = signals.stream()
                .filter(s -> facts.stream().noneMatch(f -> sets(f, s)))
                .toList();
        this.facts = facts;
        this.start = activities.stream()
                .map(a -> a.first().time())
                .min(Instant::compareTo)
                .orElse(Instant.EPOCH);
        Map<String, WatchedEvent> issuers = new HashMap<>();
        List<WatchedEvent> issuing = watched.stream()
                .filter(e -> e.issuedKey() != null && e.succeeded())
                .toList();
        for (WatchedEvent e : issuing) {
            // of the copies that two accounts got of one call, the caller's own names his session
            issuers.merge(e.issuedKey(), e, (x, y) -> Ident.issuedKey(x.caller().ident()) != null ? y : x);
        }
        List<WatchedEvent> logins = watched.stream()
                .filter(e -> (e.is("ConsoleLogin") || e.is("GetSigninToken")) && e.succeeded())
                .toList();
        this.byId = new SessionFolder(issuers, logins, addresses).fold(activities);
        this.sessions = List.copyOf(byId.values());
        Lineage lineage = new Lineage(sessions);
        lineage.link(sessions, issuers, issuing, logins, forwarded);
        watched.forEach(e -> origins.put(e, lineage.originOf(e)));
        this.owners = new Owners(watched, surroundings.config(), surroundings.flows(), surroundings.queries());
        owners.byAddress().forEach((id, list) -> address(id).owners().addAll(list));
        for (Fact fact : facts) {
            if (fact.is("suspect") && fact.what().equals("ip") && IpAddress.parse(fact.value()) != null) {
                // it may be in other logs than CloudTrail; a private one is of no account until something owns it
                address(fact.value());
            }
        }
        surroundings.logins().forEach(l -> clientOf(l.instance(), l.ip()));
        surroundings.guesses().forEach(g -> clientOf(g.instance(), g.ip()));
        this.principals = new Principals(sessions);
        for (Session session : sessions) {
            session.keys().keySet().forEach(k -> byKey.put(k, session));
        }
        for (Signal signal : this.signals) {
            place(signal);
        }
        new Hubs(facts).mark(addresses.values());
        this.machines = new Machines(this, owners);
    }

    private Address address(String id) {
        return addresses.computeIfAbsent(id, i -> {
            String ip = i.contains("@") ? i.substring(0, i.indexOf('@')) : i;
            return new Address(i, ip, Address.placeOf(ip, null));
        });
    }

    /** The address that a machine saw a client at; a private one is within the machine's account. */
    Address clientOf(String instance, String ip) {
        return address(Address.idOf(ip, null, instance == null ? null : owners.accountOf(instance)));
    }

    Surroundings surroundings() {
        return surroundings;
    }

    Owners owners() {
        return owners;
    }

    /** The instance of the estate that held an address then, null for none or not known. */
    String instanceAt(Address address, Instant time) {
        return address.owners().stream()
                .filter(o -> o.kind() == Ownership.Kind.INSTANCE && o.at(time))
                .map(Ownership::owner)
                .findFirst()
                .orElse(null);
    }

    /** True where the analyst named the instance that held the address then as the attacker's. */
    boolean isSuspects(Address address, Instant time) {
        String instance = instanceAt(address, time);
        return instance != null
                && facts.stream()
                        .anyMatch(f -> f.is("suspect")
                                && f.what().equals("instance")
                                && f.value().equals(instance)
                                && f.holds(time));
    }

    /** Trust stops signals. */
    private static boolean sets(Fact fact, Signal signal) {
        return fact.is("trust")
                && fact.holds(signal.first().time())
                && switch (fact.what()) {
                    case "ip" -> fact.value().equals(signal.ip());
                    case "cidr" -> fact.names(new Address("", signal.ip() == null ? "" : signal.ip(), null));
                    case "key" -> fact.value().equals(signal.key());
                    case "user" -> signal.arn() != null && signal.arn().endsWith("user/" + fact.value());
                    case "session" -> fact.value().equals(signal.arn())
                            || fact.value().equals(Session.nameOf(signal.arn()));
                    default -> false;
                };
    }

    private void place(Signal signal) {
        originsOf(signal).forEach(o -> {
            if (o.address() != null) {
                o.address().signalled(signal.first());
                if (signal.listed()) {
                    o.address().list();
                }
            }
            firstSignals.merge(o.session(), signal.first(), (x, y) -> x.compareTo(y) <= 0 ? x : y);
        });
    }

    /** The origins that a signal may speak of: signals name the session and the address, not the tool. */
    Stream<Origin> originsOf(Signal signal) {
        Session ofKey = signal.key() == null ? null : byKey.get(signal.key());
        Stream<Session> candidates = ofKey != null
                ? Stream.of(ofKey)
                        .filter(s -> signal.arn() == null || signal.arn().equals(s.arn()))
                : (signal.arn() == null ? principals.ofUid(signal.uid()) : principals.ofUid(signal.uid(), signal.arn()))
                        .stream();
        return candidates
                .flatMap(s -> s.origins().stream())
                .filter(o -> o.address() == null
                        ? signal.ip() == null || signal.ip().equals(o.service())
                        : o.address().ip().equals(signal.ip()))
                .filter(o -> !signal.first().time().isAfter(o.last())
                        && !signal.last().isBefore(o.first().time()));
    }

    /** Null where there is none of this id. */
    Session session(String id) {
        return byId.get(id);
    }

    /** In the order of their ids. */
    List<Session> sessions() {
        return sessions;
    }

    List<Session> sessionsOf(String uid) {
        return uid == null ? List.of() : principals.ofUid(uid);
    }

    Session sessionOfKey(String key) {
        return byKey.get(key);
    }

    Map<String, Address> addresses() {
        return addresses;
    }

    List<WatchedEvent> watched() {
        return watched;
    }

    /** Watched calls that succeeded and do one of these, in the order of time. */
    List<WatchedEvent> done(Pivots.Edge... edges) {
        return done.computeIfAbsent(Set.of(edges), wanted -> watched.stream()
                .filter(e -> e.succeeded() && !Collections.disjoint(Pivots.edges(e.api()), wanted))
                .toList());
    }

    List<Signal> signals() {
        return signals;
    }

    List<Fact> facts() {
        return facts;
    }

    Machines machines() {
        return machines;
    }

    /** First event of the archive's window. */
    Instant start() {
        return start;
    }

    /** The place a watched call came from, null where its identity is unknown. */
    Origin originOf(WatchedEvent event) {
        return origins.get(event);
    }

    EventRef firstSignal(Session session) {
        return firstSignals.get(session);
    }

    boolean isTrusted(Origin origin, Instant time) {
        return facts.stream().anyMatch(f -> f.is("trust") && f.holds(time) && f.names(origin));
    }

    /** True where the analyst trusts the address itself. */
    boolean isTrusted(Address address, Instant time) {
        return facts.stream().anyMatch(f -> f.is("trust") && f.holds(time) && f.names(address));
    }

    Principals principals() {
        return principals;
    }

    /** Principals active in the week before a time. */
    long activeInWeek(Instant time) {
        long day = Days.of(time);
        return sessions.stream()
                .filter(s -> !s.isService())
                .filter(s -> s.origins().stream()
                        .anyMatch(o ->
                                !o.days().subSet(day - WEEK, true, day, true).isEmpty()))
                .map(Session::root)
                .distinct()
                .count();
    }

    private static final int WEEK = 7;

    /** Hours at the start in which first-seen rules only learn: credentials of machines are renewed within 6 h. */
    static final Duration LEARNING = Duration.ofHours(6);
}
