package io.coldtrail.trace;

import io.coldtrail.lake.Case;
import io.coldtrail.lake.Together;
import io.coldtrail.trace.answers.Claims;
import io.coldtrail.trace.records.Fallen;
import io.coldtrail.trace.records.OtherRecords;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

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
        try (WorkingSet set = new WorkingSet(c)) {
            Together reads = new Together();
            Supplier<Surroundings> surroundings = Surroundings.start(set, reads);
            ActivityReader reader = new ActivityReader(c.spark(), set.events("cloudtrail"), set.table("signals"));
            Supplier<List<WatchedEvent>> watched = reads.start(reader::watched);
            Supplier<List<Signal>> signals = reads.start(reader::signals);
            Supplier<List<Fact>> facts = reads.start(() -> facts(set.table("facts")));
            List<Activity> activities = reader.activities();
            List<Lineage.Forwarded> forwarded = reader.forwarded(activities);
            Estate estate =
                    new Estate(activities, watched.get(), forwarded, signals.get(), facts.get(), surroundings.get());
            reads.end();
            return write(set, reader, new Inquiry(estate, reader::apiUse));
        }
    }

    private static TraceSummary write(WorkingSet set, ActivityReader reader, Inquiry inquiry) {
        Estate estate = inquiry.estate();
        Spread spread = inquiry.spread();
        Incidents incidents = inquiry.incidents();
        Map<String, SessionVerdict> verdicts = inquiry.verdicts();
        StepWriter writer =
                new StepWriter(set.kase().spark(), verdicts, inquiry.seedPlaces(), inquiry.containmentTimes());
        Dataset<Row> swept = set.keep(writer.sweep(reader.events().where(inquiry.during()), set.table("signals")));
        Set<String> seeds = new TreeSet<>();
        inquiry.seedPlaces().values().forEach(seeds::addAll);
        Fallen fallen = Reach.of(inquiry);
        OtherRecords others = OtherRecords.of(set, reader.events(), swept, fallen, seeds);
        Map<String, List<Moment>> moments = verdicts.isEmpty() ? new HashMap<>() : StepWriter.moments(swept);
        Contact.moments(others.moments())
                .forEach((incident, list) -> moments.computeIfAbsent(incident, i -> new ArrayList<>())
                        .addAll(list));
        TraceTables tables = new TraceTables(estate, spread, incidents);
        Map<String, Session> sessions = new HashMap<>();
        estate.sessions().forEach(s -> sessions.put(s.id(), s));
        Sentences sentences = new Sentences(sessions, new ContactSentences(estate));
        List<Row> timeline = new ArrayList<>();
        List<Row> incidentRows = new ArrayList<>();
        Map<String, String> stepOfMoment = new TreeMap<>();
        List<TraceSummary.Story> stories = new ArrayList<>();
        for (Incident incident : List.copyOf(incidents.all())) {
            List<Step> steps = Folding.fold(moments.getOrDefault(incident.id(), List.of()));
            if (steps.isEmpty()) {
                // told, not seen
                incidents.drop(incident);
                continue;
            }
            int seq = 0;
            for (Step step : steps) {
                timeline.add(TraceTables.step(step, ++seq, sentences.tell(step)));
                step.moments().forEach(m -> stepOfMoment.put(m.id(), step.id()));
            }
            Story story = new Story(incident, steps, inquiry.containments(incident), spread, sentences);
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
        set.replace("attribution", writer.attribution(swept, others.attributed(), stepOfMoment));
        set.replace("timeline", timeline);
        set.replace("incidents", incidentRows);
        set.replace("sessions", tables.sessions());
        set.replace("session_keys", tables.sessionKeys());
        set.replace("addresses", tables.addresses());
        set.replace("spread", tables.spread());
        Claims.write(set);
        return new TraceSummary(
                estate.sessions().size(),
                estate.sessions().stream().filter(spread::isUsed).count(),
                estate.addresses().values().stream()
                        .filter(a -> !a.origins().isEmpty())
                        .count(),
                stories);
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
