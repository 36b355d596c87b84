package io.coldtrail.trace;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.Column;

/** All that is decided about an estate: what fell, into which incidents, who answered, and whose every event is. */
final class Inquiry {
    private final Estate estate;
    private final Spread spread;
    private final Incidents incidents;
    private final Map<String, SessionVerdict> verdicts;
    private final Map<String, List<Responders.Containment>> containments = new TreeMap<>();

    /** @param history reads which calls some sessions made; asked for few */
    Inquiry(Estate estate, Function<Set<Session>, ApiUse> history) {
        this.estate = estate;
        SpreadEngine engine = new SpreadEngine(estate);
        List<Fall> seeds = new ArrayList<>();
        GuessedPassword guessed = new GuessedPassword();
        for (Seed seed : List.of(
                new SuspectFact(), new ThreatListedCaller(), new CredentialOffMachine(), guessed, new ToldByAws())) {
            seeds.addAll(seed.find(estate));
        }
        this.spread = engine.run(seeds);

        // S6 is judged last: what a responder did is not an attack
        TacticChain chain = new TacticChain(estate);
        Set<Session> known = new HashSet<>(chain.candidates());
        known.addAll(Attribution.onMachines(estate, spread));
        ApiUse use = history.apply(known);
        Set<Origin> explained = Responders.origins(new Responders(estate, spread).find());
        engine.run(chain.find(use, explained::contains));
        if (!known.containsAll(Attribution.onMachines(estate, spread))) {
            use = history.apply(Attribution.onMachines(estate, spread));
        }
        OtherSessionsOfUser.review(estate, spread);
        AttackingInstance.review(estate, spread);
        guessed.reviews().forEach(spread::review);

        this.incidents = new Incidents(estate, spread);
        List<Responders.Response> responses = new Responders(estate, spread).find();
        this.verdicts = new Attribution(estate, spread, incidents, use).judge(responses);
        for (Responders.Response response : responses) {
            for (Responders.Containment act : response.acts()) {
                Incident incident = incidents.of(act.about());
                if (incident != null && act.ofCredentials() && !response.tie()) {
                    containments
                            .computeIfAbsent(incident.id(), i -> new ArrayList<>())
                            .add(act);
                }
            }
        }
        containments
                .values()
                .forEach(l ->
                        l.sort((x, y) -> x.event().ref().compareTo(y.event().ref())));
    }

    Estate estate() {
        return estate;
    }

    Spread spread() {
        return spread;
    }

    Incidents incidents() {
        return incidents;
    }

    /** By identity; sessions that are not here concern nobody. */
    Map<String, SessionVerdict> verdicts() {
        return verdicts;
    }

    /** True of events that are not before or after all sessions that verdicts are about: files of other days stay shut. */
    Column during() {
        List<Session> sessions = verdicts.values().stream()
                .map(SessionVerdict::session)
                .distinct()
                .map(estate::session)
                .toList();
        if (sessions.isEmpty()) {
            return lit(false);
        }
        Instant from = sessions.stream()
                .map(s -> s.first().time())
                .min(Instant::compareTo)
                .orElseThrow();
        Instant to =
                sessions.stream().map(Session::last).max(Instant::compareTo).orElseThrow();
        return col("event_time").between(Timestamp.from(from), Timestamp.from(to));
    }

    /** Acts that took credentials away, in the order of time. */
    List<Responders.Containment> containments(Incident incident) {
        return containments.getOrDefault(incident.id(), List.of());
    }

    /** When credentials were taken away, by incident, in order. */
    Map<String, List<Instant>> containmentTimes() {
        Map<String, List<Instant>> times = new HashMap<>();
        containments.forEach((incident, acts) -> times.put(
                incident,
                new ArrayList<>(acts.stream()
                        .map(a -> a.event().ref().time())
                        .distinct()
                        .toList())));
        return times;
    }

    /** Places of the records that seeds rest on, by incident. */
    Map<String, Set<String>> seedPlaces() {
        Map<String, Set<String>> places = new HashMap<>();
        for (Incident incident : incidents.all()) {
            Set<String> seeds = new HashSet<>();
            for (Fall seed : incident.seeds()) {
                if (seed.evidence() != null) {
                    seeds.add(seed.evidence().place());
                }
            }
            places.put(incident.id(), seeds);
        }
        return places;
    }
}
