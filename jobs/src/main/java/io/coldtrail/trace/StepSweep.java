package io.coldtrail.trace;

import com.fasterxml.jackson.databind.JsonNode;
import io.coldtrail.lake.Actor;
import io.coldtrail.lake.Grade;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Goes through the events of one incident in the order of time, says whose each is, and puts it into a moment: the
 * smallest row of a timeline. What must not be folded away (a seed, the first use of a session, the first call from an
 * address, a change of identity, trust, policy, sharing or logging, a sign-in, the first attempt after a containment)
 * is a moment of its own; the rest joins those of its shape while they come within 30 minutes, never across a
 * containment of credentials.
 */
final class StepSweep {
    /** Calls of one shape that come within this are one moment. */
    static final Duration GAP = Duration.ofMinutes(30);
    /** How long before a forwarded call the direct call was that it serves. */
    private static final Duration FORWARD = Duration.ofSeconds(5);
    /** Changes of one shape that get a moment each; a flood of them is told as one. */
    private static final int OWN_MOMENTS = 40;
    /** Targets that are told apart in one moment. */
    private static final int MAX_TARGETS = 10_000;

    static final int SAMPLE = 5;
    private static final int MAX_TARGET_LENGTH = 200;

    private final Map<String, SessionVerdict> verdicts;
    private final Set<String> seeds;
    private final List<Instant> containments;

    private final Map<String, Map<String, Direct>> directs = new HashMap<>();
    private final Map<String, Verdict> lastVerdicts = new HashMap<>();
    private final Map<String, Map<Actor, Verdict>> directVerdicts = new HashMap<>();
    private final Set<String> seenSessions = new HashSet<>();
    private final Set<String> seenAddresses = new HashSet<>();
    private final Map<String, Open> open = new HashMap<>();
    private final Map<String, Integer> owned = new HashMap<>();
    private int answered;

    private record Direct(Instant time, Verdict verdict) {}

    private static final class Open {
        int run;
        Instant last;
        final Set<String> targets = new HashSet<>();
    }

    /**
     * @param seeds places of the records that seeds rest on
     * @param containments when credentials were taken away, in order
     */
    StepSweep(Map<String, SessionVerdict> verdicts, Set<String> seeds, List<Instant> containments) {
        this.verdicts = verdicts;
        this.seeds = seeds;
        this.containments = containments;
    }

    /**
     * What became of an event.
     *
     * @param moment null for the owner's own
     * @param pinned why it is a moment of its own, null where it folds
     * @param target null for none
     * @param sample the target, where it is among the first of the moment
     * @param newTarget it is the first call of the moment on its target
     * @param gapSeconds since the call before in the same moment, -1 for the first
     */
    record Swept(
            SessionVerdict session,
            Verdict verdict,
            String moment,
            String shape,
            int segment,
            String pinned,
            String target,
            String parent,
            String sample,
            boolean newTarget,
            double gapSeconds) {}

    /** Null where the event concerns nobody: of a responder's session, outside his answer. */
    Swept next(SweepEvent event) {
        SessionVerdict session = verdicts.get(event.ident());
        if (session == null) {
            return null;
        }
        Verdict verdict = judge(session, event);
        if (verdict == null) {
            return null;
        }
        if (verdict.actor() == Actor.VICTIM) {
            return new Swept(session, verdict, null, null, 0, null, null, null, null, false, -1);
        }
        return step(session, verdict, event);
    }

    private Verdict judge(SessionVerdict session, SweepEvent event) {
        Instant time = event.ref().time();
        String agent = event.userAgent();
        if (event.service() == null) {
            String key = Origin.key(
                    event.ip() == null ? null : Address.idOf(event.ip(), event.endpoint(), session.account()),
                    null,
                    agent,
                    event.presigned());
            Verdict verdict = session.judge(key, agent, event.api(), time);
            if (verdict != null) {
                directs.computeIfAbsent(session.session(), s -> new HashMap<>())
                        .put(event.api().source(), new Direct(time, verdict));
                lastVerdicts.put(session.session(), verdict);
                directVerdicts
                        .computeIfAbsent(session.session(), x -> new EnumMap<>(Actor.class))
                        .put(verdict.actor(), verdict);
            }
            return verdict;
        }
        if (session.whole() != null && session.whole().holds(time)) {
            return session.whole();
        }
        // invokedBy is no proof of innocence: a forwarded call is whose the direct call before it is
        Map<String, Direct> calls = directs.getOrDefault(session.session(), Map.of());
        Direct cause = calls.get(event.service());
        if (cause == null || cause.time().isBefore(time.minus(FORWARD))) {
            cause = calls.values().stream()
                    .filter(d -> !d.time().isBefore(time.minus(FORWARD)))
                    .max((x, y) -> x.time().compareTo(y.time()))
                    .orElse(null);
        }
        if (cause != null) {
            return new Verdict(
                    cause.verdict().actor(), cause.verdict().grade().worse(Grade.B), Lineage.RULE, time, time);
        }
        Map<Actor, Verdict> seen = directVerdicts.getOrDefault(session.session(), Map.of());
        if (seen.size() == 1) {
            return seen.values().iterator().next();
        }
        Verdict last = lastVerdicts.get(session.session());
        boolean attackersLast = last != null && last.actor() == Actor.ATTACKER;
        return attackersLast ? new Verdict(Actor.AMBIGUOUS, Grade.C, Lineage.RULE, time, time) : session.owner();
    }

    private Swept step(SessionVerdict session, Verdict verdict, SweepEvent event) {
        Verb verb = Verbs.of(event.api());
        JsonNode json = verb.target().isEmpty() && verb.parent().isEmpty() ? null : event.json();
        String target = first(json, verb.target());
        String parent = first(json, verb.parent());
        boolean reads = verb.kind() == Verb.Kind.READ || (event.readOnly() && verb.kind() == Verb.Kind.OTHER);
        Instant time = event.ref().time();
        boolean attacks = verdict.actor() == Actor.ATTACKER || verdict.actor() == Actor.LIKELY_ATTACKER;
        int segment = segment(time);
        String shape = String.join(
                "\n",
                verdict.actor().word(),
                attacks ? session.lineage() : session.session(),
                event.api().toString(),
                Objects.toString(event.outcome()),
                Objects.toString(parent != null ? parent : verb.targetKind()));
        String pinned = pin(session, verdict, event, verb, shape, reads, segment);
        String key;
        double gap = -1;
        Open moment;
        if (pinned != null) {
            key = Ids.of(session.incident(), "own", event.ref().place());
            moment = new Open();
        } else {
            moment = open.computeIfAbsent(shape, s -> new Open());
            boolean joins = moment.last != null
                    && moment.run == run(segment, moment)
                    && Duration.between(moment.last, time).compareTo(GAP) <= 0;
            if (joins) {
                gap = Duration.between(moment.last, time).toMillis() / 1000.0;
            } else {
                moment.run = moment.last == null ? segment << RUN_BITS : nextRun(segment, moment);
                moment.targets.clear();
            }
            moment.last = time;
            key = Ids.of(session.incident(), shape, Integer.toString(moment.run));
        }
        boolean fresh = target != null && moment.targets.size() < MAX_TARGETS && moment.targets.add(target);
        String sample = fresh && moment.targets.size() <= SAMPLE ? target : null;
        return new Swept(session, verdict, key, shape, segment, pinned, target, parent, sample, fresh, gap);
    }

    /** Runs of a shape are numbered within the time between two containments. */
    private static final int RUN_BITS = 20;

    private static int run(int segment, Open moment) {
        return moment.run >> RUN_BITS == segment ? moment.run : -1;
    }

    private static int nextRun(int segment, Open moment) {
        return moment.run >> RUN_BITS == segment ? moment.run + 1 : segment << RUN_BITS;
    }

    private int segment(Instant time) {
        int segment = 0;
        while (segment < containments.size() && time.isAfter(containments.get(segment))) {
            segment++;
        }
        return segment;
    }

    private String pin(
            SessionVerdict session,
            Verdict verdict,
            SweepEvent event,
            Verb verb,
            String shape,
            boolean reads,
            int segment) {
        boolean attacks = verdict.actor() == Actor.ATTACKER || verdict.actor() == Actor.LIKELY_ATTACKER;
        boolean changes = event.succeeded() && !event.readOnly() && !reads;
        if (!attacks) {
            boolean acts = verdict.actor() == Actor.RESPONDER && changes && verb.kind() != Verb.Kind.DATA;
            return acts && owned.merge(shape, 1, Integer::sum) <= OWN_MOMENTS ? "acts" : null;
        }
        boolean direct = event.service() == null && event.ip() != null;
        boolean newSession =
                direct && seenSessions.add(session.lineage() + " " + session.principal() + " " + verdict.actor());
        boolean newAddress = direct && seenAddresses.add(event.ip() + " " + verdict.actor());
        boolean afterContainment = direct && segment > answered;
        answered = Math.max(answered, direct ? segment : 0);
        if (seeds.contains(event.ref().place())) {
            return "seed";
        }
        if (newAddress) {
            return "first call from this address";
        }
        if (newSession) {
            return "first call of this session";
        }
        if (afterContainment) {
            return "first call after the containment";
        }
        if (event.succeeded() && event.api().name().equals("ConsoleLogin")) {
            return "login";
        }
        boolean own = changes && verb.kind().keepsRow();
        return own && owned.merge(shape, 1, Integer::sum) <= OWN_MOMENTS ? "change" : null;
    }

    private static String first(JsonNode json, String path) {
        if (json == null || path.isEmpty()) {
            return null;
        }
        List<String> found = JsonPath.find(json, path);
        if (found.isEmpty()) {
            return null;
        }
        String text = found.get(0);
        return text.length() <= MAX_TARGET_LENGTH ? text : text.substring(0, MAX_TARGET_LENGTH);
    }
}
