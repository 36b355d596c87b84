package io.coldtrail.trace;

import io.coldtrail.lake.Actor;
import io.coldtrail.lake.Grade;
import io.coldtrail.trace.Machines.Where;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Decides by origin whose the events of a session are. Inside a USED session: the attacker's, where the origin fell or
 * a machine's credential is not at its machine; likely the attacker's, on the machine itself with a tool or call that
 * this role did not show there before the session's first signal; the victim's, the rest.
 */
final class Attribution {
    /** An intruder is on a machine before he trips a rule: what is normal there ends so long before. */
    private static final Duration BEFORE_SIGNAL = Duration.ofHours(1);

    private final Estate estate;
    private final Spread spread;
    private final Incidents incidents;
    private final ApiUse use;

    Attribution(Estate estate, Spread spread, Incidents incidents, ApiUse use) {
        this.estate = estate;
        this.spread = spread;
        this.incidents = incidents;
        this.use = use;
    }

    /** Sessions of the machines whose credentials fell: their history of calls is needed. */
    static Set<Session> onMachines(Estate estate, Spread spread) {
        Set<Session> sessions = new HashSet<>();
        for (Session session : estate.sessions()) {
            boolean inPart = spread.isUsed(session) && !spread.isUsed(Node.of(session));
            boolean shelled = ExposedOnInstance.shelled(estate, spread, session) != null;
            if (shelled || (session.kind().isCompute() && inPart)) {
                sessions.addAll(sameMachine(estate, session));
            }
        }
        return sessions;
    }

    /** Earlier and later sessions of the same role on the same machine. */
    private static List<Session> sameMachine(Estate estate, Session session) {
        return estate.sessionsOf(session.uid()).stream()
                .filter(s -> s.kind() == session.kind()
                        && (session.machine() == null || session.machine().equals(s.machine())))
                .toList();
    }

    /** Verdicts by identity; sessions that are not here concern nobody. */
    Map<String, SessionVerdict> judge(List<Responders.Response> responses) {
        Map<String, SessionVerdict> verdicts = new TreeMap<>();
        Map<Session, Map<String, Verdict>> answers = new HashMap<>();
        Map<Session, Incident> about = new HashMap<>();
        for (Responders.Response r : responses) {
            Session session = r.origin().session();
            Verdict verdict = new Verdict(
                    r.tie() ? Actor.AMBIGUOUS : Actor.RESPONDER,
                    r.tie() ? Grade.C : Grade.A,
                    Responders.CODE,
                    r.from(),
                    r.to());
            // one hand at one address: its console, its command line and the call that got it its session
            session.origins().stream()
                    .filter(o -> o.address() == r.origin().address() && spread.fall(o) == null)
                    .forEach(o -> answers.computeIfAbsent(session, s -> new TreeMap<>())
                            .put(o.key(), verdict));
            Incident incident = r.acts().isEmpty()
                    ? incidents.all().stream().findFirst().orElse(null)
                    : incidents.of(r.acts().get(0).about());
            about.putIfAbsent(session, incident);
        }
        for (Session session : estate.sessions()) {
            SessionVerdict verdict = null;
            if (spread.isUsed(session)
                    || (ExposedOnInstance.shelled(estate, spread, session) != null && incidents.of(session) != null)) {
                verdict = used(session);
            } else if (answers.containsKey(session) && about.get(session) != null) {
                verdict = new SessionVerdict(
                        session.id(),
                        about.get(session).id(),
                        session.account(),
                        session.principal(),
                        session.person(),
                        null,
                        session.rootSession().id(),
                        false,
                        answers.get(session),
                        null,
                        null);
            }
            if (verdict != null) {
                for (String ident : session.idents()) {
                    verdicts.put(ident, verdict);
                }
            }
        }
        return verdicts;
    }

    private SessionVerdict used(Session session) {
        Map<String, Verdict> byOrigin = new TreeMap<>();
        Set<String> own = new HashSet<>();
        for (Origin origin : session.origins()) {
            Fall fall = spread.fall(Node.of(origin));
            if (fall != null && fall.state() == Fall.State.USED) {
                byOrigin.put(origin.key(), verdict(fall));
            } else if (session.kind().isCompute()
                    && origin.isDirect()
                    && !estate.isTrusted(origin, origin.first().time())) {
                if (estate.machines().where(origin) == Where.OWN) {
                    own.add(origin.key());
                } else {
                    byOrigin.put(
                            origin.key(),
                            new Verdict(
                                    Actor.ATTACKER,
                                    Grade.B,
                                    CredentialOffMachine.CODE,
                                    origin.first().time(),
                                    Instant.MAX));
                }
            }
        }
        Fall whole = spread.isUsed(Node.of(session)) ? spread.fall(Node.of(session)) : null;
        return new SessionVerdict(
                session.id(),
                incidents.of(session).id(),
                session.account(),
                session.principal(),
                session.person(),
                session.kind() == Session.Kind.INSTANCE ? session.sessionName() : null,
                session.rootSession().id(),
                true,
                byOrigin,
                whole == null ? null : verdict(whole),
                session.kind().isCompute() && whole == null ? onMachine(session, own) : null);
    }

    private Verdict verdict(Fall fall) {
        return new Verdict(
                Actor.ATTACKER, fall.level().grade(), fall.rule(), spread.from(fall.node()), spread.to(fall.node()));
    }

    /** When the attack on the machine may have begun: with a shell on it, or some time before a key is seen off it. */
    private Instant begun(Session session, List<Session> machine) {
        Node instance = ExposedOnInstance.shelled(estate, spread, session);
        Instant left = session.origins().stream()
                .filter(o -> spread.fall(o) != null)
                .map(o -> o.first().time())
                .min(Instant::compareTo)
                .orElse(null);
        if (left == null && instance != null) {
            return spread.from(instance);
        }
        Instant first = left == null ? session.first().time() : left;
        EventRef signal = estate.firstSignal(session);
        if (signal != null && signal.time().isBefore(first)) {
            first = signal.time();
        }
        Instant margin = first.minus(BEFORE_SIGNAL);
        Instant since = use.uses(machine).anyMatch(u -> u.first().isBefore(margin)) ? margin : first;
        return instance != null && spread.from(instance).isBefore(since) ? spread.from(instance) : since;
    }

    private SessionVerdict.OnMachine onMachine(Session session, Set<String> own) {
        List<Session> machine = sameMachine(estate, session);
        Instant since = begun(session, machine);
        Set<String> agents = new HashSet<>();
        Set<Api> apis = new HashSet<>();
        use.uses(machine).filter(u -> u.first().isBefore(since)).forEach(u -> {
            agents.add(u.userAgent());
            apis.add(u.api());
        });
        return new SessionVerdict.OnMachine(own, agents, apis, since, !apis.isEmpty());
    }
}
