package io.coldtrail.trace;

import io.coldtrail.lake.Case;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * From signals to the story: which credentials fell and how, whose every event is, and the attack as a timeline. Reads
 * tables {@code cloudtrail}, {@code signals} and {@code facts}; writes {@code sessions}, {@code session_keys},
 * {@code addresses}, {@code spread}, {@code attribution}, {@code incidents} and {@code timeline}, each whole. Events
 * are aggregated in Spark; what is decided, is decided on the driver over sessions, origins and addresses.
 */
public final class Trace {
    private Trace() {}

    /** Traces a case. */
    public static TraceSummary run(Case c) {
        ActivityReader reader = new ActivityReader(c.spark(), c.events("cloudtrail"), c.table("signals"));
        Together reads = new Together();
        Supplier<List<WatchedEvent>> watched = reads.start(reader::watched);
        Supplier<List<Signal>> signals = reads.start(reader::signals);
        Supplier<List<Fact>> facts = reads.start(() -> facts(c.table("facts")));
        List<Activity> activities = reader.activities();
        List<Lineage.Forwarded> forwarded = reader.forwarded(activities);
        Estate estate = new Estate(activities, watched.get(), forwarded, signals.get(), facts.get());
        reads.end();

        SpreadEngine engine = new SpreadEngine(estate);
        List<Fall> seeds = new ArrayList<>();
        for (Seed seed : List.of(new SuspectFact(), new ThreatListedCaller(), new CredentialOffMachine())) {
            seeds.addAll(seed.find(estate));
        }
        Spread spread = engine.run(seeds);

        // S6 is judged last: what a responder did is not an attack
        TacticChain chain = new TacticChain(estate);
        Set<Session> candidates = new HashSet<>(chain.candidates());
        candidates.addAll(Attribution.onMachines(estate, spread));
        ApiUse use = reader.apiUse(candidates);
        Set<Origin> explained = Responders.origins(new Responders(estate, spread).find());
        spread = engine.run(chain.find(use, explained::contains));
        if (!candidates.containsAll(Attribution.onMachines(estate, spread))) {
            use = reader.apiUse(Attribution.onMachines(estate, spread));
        }
        OtherSessionsOfUser.review(estate, spread);

        Incidents incidents = new Incidents(estate, spread);
        List<Responders.Response> responses = new Responders(estate, spread).find();
        Map<String, SessionVerdict> verdicts = new Attribution(estate, spread, incidents, use).judge(responses);
        return write(c, reader, estate, spread, incidents, responses, verdicts);
    }

    private static TraceSummary write(
            Case c,
            ActivityReader reader,
            Estate estate,
            Spread spread,
            Incidents incidents,
            List<Responders.Response> responses,
            Map<String, SessionVerdict> verdicts) {
        Map<String, List<Responders.Containment>> containments = containments(incidents, responses);
        Map<String, List<Instant>> times = new HashMap<>();
        containments.forEach((incident, list) -> times.put(
                incident,
                new ArrayList<>(list.stream()
                        .map(x -> x.event().ref().time())
                        .distinct()
                        .toList())));
        StepWriter writer = new StepWriter(c.spark(), verdicts, places(incidents), times);
        Dataset<Row> swept = writer.sweep(reader.events(), c.table("signals")).persist(StorageLevel.MEMORY_AND_DISK());
        try {
            Map<String, List<Moment>> moments = verdicts.isEmpty() ? Map.of() : StepWriter.moments(swept);
            TraceTables tables = new TraceTables(estate, spread, incidents);
            Map<String, Session> sessions = new HashMap<>();
            estate.sessions().forEach(s -> sessions.put(s.id(), s));
            Sentences sentences = new Sentences(sessions);
            List<Row> timeline = new ArrayList<>();
            List<Row> incidentRows = new ArrayList<>();
            Map<String, String> stepOfMoment = new TreeMap<>();
            List<TraceSummary.Story> stories = new ArrayList<>();
            for (Incident incident : incidents.all()) {
                List<Step> steps = Folding.fold(moments.getOrDefault(incident.id(), List.of()));
                int seq = 0;
                for (Step step : steps) {
                    timeline.add(TraceTables.step(step, ++seq, sentences.tell(step)));
                    step.moments().forEach(m -> stepOfMoment.put(m.id(), step.id()));
                }
                Story story = new Story(
                        incident, steps, containments.getOrDefault(incident.id(), List.of()), spread, sentences);
                incidentRows.add(tables.incident(incident, steps, story));
                List<Step> attacks =
                        steps.stream().filter(s -> s.moments().get(0).attacks()).toList();
                stories.add(new TraceSummary.Story(
                        incident.id(),
                        story.title(),
                        story.text(),
                        TraceTables.severity(attacks).word(),
                        steps.size(),
                        attacks.stream().mapToLong(Step::n).sum()));
            }
            Together writes = new Together();
            writes.start(() -> c.replace("attribution", writer.attribution(swept, stepOfMoment)));
            writes.start(() -> c.replace("timeline", timeline));
            writes.start(() -> c.replace("incidents", incidentRows));
            writes.start(() -> c.replace("sessions", tables.sessions()));
            writes.start(() -> c.replace("session_keys", tables.sessionKeys()));
            writes.start(() -> c.replace("addresses", tables.addresses()));
            writes.start(() -> c.replace("spread", tables.spread()));
            writes.end();
            return new TraceSummary(
                    estate.sessions().size(),
                    estate.sessions().stream().filter(spread::isUsed).count(),
                    estate.addresses().values().stream()
                            .filter(a -> !a.origins().isEmpty())
                            .count(),
                    stories);
        } finally {
            swept.unpersist();
        }
    }

    /** Acts that took credentials away, by incident, in the order of time. */
    private static Map<String, List<Responders.Containment>> containments(
            Incidents incidents, List<Responders.Response> responses) {
        Map<String, List<Responders.Containment>> containments = new HashMap<>();
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
        return containments;
    }

    private static Map<String, Set<String>> places(Incidents incidents) {
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

    private static List<Fact> facts(Dataset<Row> table) {
        List<Fact> facts = new ArrayList<>();
        for (Row r : table.orderBy("fact_id").collectAsList()) {
            facts.add(new Fact(
                    r.getAs("kind"),
                    r.getAs("what"),
                    r.getAs("value"),
                    ActivityReader.instant(r, "time_from"),
                    ActivityReader.instant(r, "time_to"),
                    r.getAs("reason")));
        }
        return facts;
    }
}
