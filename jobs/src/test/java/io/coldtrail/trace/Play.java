package io.coldtrail.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coldtrail.lake.Actor;
import io.coldtrail.lake.Grade;
import io.coldtrail.lake.Severity;
import io.coldtrail.trace.hosts.Login;
import io.coldtrail.trace.imported.ImportedFinding;
import io.coldtrail.trace.owners.ConfigOwners;
import io.coldtrail.trace.owners.FlowOwners;
import io.coldtrail.trace.owners.Holding;
import io.coldtrail.trace.owners.Ownership;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Events written by hand, and what the trace makes of them: all but Spark. */
final class Play {
    static final String ACCOUNT = "111122223333";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Event> events = new ArrayList<>();
    private final List<Fact> facts = new ArrayList<>();
    private final List<Lineage.Forwarded> forwarded = new ArrayList<>();
    private final List<Holding> holdings = new ArrayList<>();
    private final List<Login> logins = new ArrayList<>();
    private final List<ImportedFinding> findings = new ArrayList<>();

    /** Who calls: made once, used for many events. */
    record Who(String type, String uid, String arn, String key, Instant created, String issuer, String person) {
        static Who user(String name, String key) {
            return new Who(
                    "IAMUser", "AIDA" + name, "arn:aws:iam::" + ACCOUNT + ":user/" + name, key, null, null, null);
        }

        static Who role(String role, String session, String key, String created) {
            return new Who(
                    "AssumedRole",
                    "AROA" + role,
                    "arn:aws:sts::" + ACCOUNT + ":assumed-role/" + role + "/" + session,
                    key,
                    Instant.parse(created),
                    "arn:aws:iam::" + ACCOUNT + ":role/" + role,
                    null);
        }

        String ident() {
            try {
                return JSON.writeValueAsString(
                        created != null
                                ? List.of("t", ACCOUNT, uid, arn, created.toString(), key)
                                : key != null ? List.of("k", uid, key) : List.of("o", type, ACCOUNT, uid));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** One event; the setters give what only some have. */
    final class Event {
        private final Who who;
        private final EventRef ref;
        private final String ip;
        private final String agent;
        private final Api api;
        private String outcome = "success";
        private String service;
        private String request;
        private String response;
        private String issuedKey;
        private String issuedArn;
        private boolean presigned;
        private boolean listed;
        private Severity severity;
        private String tactic;

        private Event(Who who, Instant time, String ip, String agent, Api api) {
            this.who = who;
            this.ref = new EventRef(time, "e" + events.size(), "object", events.size());
            this.ip = ip;
            this.agent = agent;
            this.api = api;
        }

        String id() {
            return ref.eventId();
        }

        Event denied() {
            outcome = "denied";
            return this;
        }

        Event request(String json) {
            request = json;
            return this;
        }

        Event response(String json) {
            response = json;
            return this;
        }

        Event issues(Who session) {
            issuedKey = session.key();
            issuedArn = session.arn();
            return this;
        }

        Event through(String invokedBy) {
            service = invokedBy;
            return this;
        }

        Event presigned() {
            presigned = true;
            return this;
        }

        Event signal(Severity severity, String tactic) {
            this.severity = severity;
            this.tactic = tactic;
            return this;
        }

        Event listed() {
            listed = true;
            return this;
        }
    }

    /** An event: {@code call} as {@code iam:CreateUser}. */
    Event add(Who who, String time, String ip, String agent, String call) {
        String[] parts = call.split(":");
        Event event = new Event(who, Instant.parse(time), ip, agent, new Api(parts[0] + ".amazonaws.com", parts[1]));
        events.add(event);
        return event;
    }

    /** The same call by the hour on some days, from 08:00: what somebody does every day. */
    void daily(Who who, String firstDay, int days, String ip, String agent, String call) {
        Instant start = Instant.parse(firstDay + "T08:00:00Z");
        for (int day = 0; day < days; day++) {
            for (int hour = 0; hour < 3; hour++) {
                add(who, start.plusSeconds(86_400L * day + 3_600L * hour).toString(), ip, agent, call);
            }
        }
    }

    /** An instance has an address for a time ({@code to} null: on and on), as AWS Config would say. */
    void owns(String instance, String ip, String from, String to) {
        holdings.add(new Holding(
                ip,
                new Ownership(
                        Ownership.Kind.INSTANCE,
                        instance,
                        ACCOUNT,
                        "vpc-1",
                        Instant.parse(from),
                        to == null ? null : Instant.parse(to),
                        "Config AWS::EC2::Instance")));
    }

    /** {@code tries} refused passwords from an address, then one accepted, a minute apart. */
    Login guesses(String instance, String ip, String firstTry, long tries) {
        Instant first = Instant.parse(firstTry);
        Instant in = first.plusSeconds(60 * tries);
        Login.Entry entry = new Login.Entry(in, "login", "secure", 7, "alice", "password");
        Login login = new Login(instance, ip, first, tries, entry, entry, in);
        logins.add(login);
        return login;
    }

    /** GuardDuty says so of a key. */
    void found(String type, String key, String remoteIp, String time) {
        Instant at = Instant.parse(time);
        findings.add(new ImportedFinding(type, at, at, key, remoteIp, "finding", "guardduty", findings.size()));
    }

    void fact(String kind, String what, String value) {
        facts.add(new Fact(kind, what, value, null, null, null));
    }

    Estate estate() {
        List<Activity> activities = new ArrayList<>();
        Map<List<Object>, List<Event>> groups = new LinkedHashMap<>();
        for (Event e : events) {
            groups.computeIfAbsent(
                            List.of(
                                    e.who.ident(),
                                    String.valueOf(e.ip),
                                    String.valueOf(e.service),
                                    e.agent,
                                    e.presigned,
                                    Days.of(e.ref.time())),
                            k -> new ArrayList<>())
                    .add(e);
        }
        for (List<Event> group : groups.values()) {
            group.sort(Comparator.comparing(e -> e.ref));
            Event e = group.get(0);
            activities.add(new Activity(
                    e.who.ident(),
                    ACCOUNT,
                    e.who.uid(),
                    e.who.arn(),
                    e.who.type(),
                    e.who.created(),
                    e.who.key(),
                    e.service == null ? e.ip : null,
                    null,
                    e.service,
                    e.agent,
                    e.presigned,
                    Days.of(e.ref.time()),
                    new Activity.Traits(e.who.issuer(), null, e.who.person(), null, null, null, null),
                    group.size(),
                    group.stream().filter(x -> x.outcome.equals("denied")).count(),
                    e.ref,
                    group.get(group.size() - 1).ref));
        }
        return new Estate(
                activities,
                events.stream().map(this::watched).toList(),
                forwarded,
                signals(),
                List.copyOf(facts),
                new Surroundings(
                        new ConfigOwners(List.copyOf(holdings), List.of()),
                        new FlowOwners(List.of(), List.of()),
                        List.of(),
                        List.copyOf(logins),
                        List.of(),
                        List.copyOf(findings)));
    }

    private WatchedEvent watched(Event e) {
        return new WatchedEvent(
                e.ref,
                new WatchedEvent.Caller(
                        e.who.ident(),
                        e.who.uid(),
                        e.who.arn(),
                        e.who.key(),
                        e.who.type(),
                        e.service == null ? e.ip : null,
                        null,
                        e.service,
                        e.agent,
                        e.presigned),
                e.api,
                ACCOUNT,
                "us-east-1",
                e.outcome,
                e.issuedKey,
                e.issuedArn,
                null,
                null,
                json(e.request),
                json(e.response));
    }

    private static JsonNode json(String text) {
        try {
            return text == null ? null : JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private List<Signal> signals() {
        List<Signal> signals = new ArrayList<>();
        for (Event e : events) {
            if (e.listed) {
                signals.add(signal(e, "listed", Severity.MEDIUM, "initial-access", true));
            }
            if (e.severity != null) {
                signals.add(signal(e, "rule-" + e.api.name(), e.severity, e.tactic, false));
            }
        }
        return signals;
    }

    private static Signal signal(Event e, String rule, Severity severity, String tactic, boolean listed) {
        return new Signal(
                rule,
                severity,
                tactic,
                listed,
                e.who.uid(),
                e.who.arn(),
                e.who.key(),
                e.ip,
                e.api,
                e.outcome,
                1,
                e.ref,
                e.ref.time());
    }

    Inquiry inquire() {
        return new Inquiry(estate(), this::history);
    }

    private ApiUse history(Set<Session> sessions) {
        Set<String> idents = new HashSet<>();
        sessions.forEach(s -> idents.addAll(s.idents()));
        return new ApiUse(events.stream()
                .filter(e -> idents.contains(e.who.ident()))
                .map(e -> new ApiUse.Use(e.who.ident(), e.ip, e.agent, e.api, Days.of(e.ref.time()), e.ref.time()))
                .toList());
    }

    /** Events by whose they are; those that concern nobody under none. */
    Map<Actor, Set<String>> actors(Inquiry inquiry) {
        Map<Actor, Set<String>> actors = new TreeMap<>();
        swept(inquiry).forEach((id, s) -> actors.computeIfAbsent(s.verdict().actor(), a -> new TreeSet<>())
                .add(id));
        return actors;
    }

    private Map<String, StepSweep.Swept> swept(Inquiry inquiry) {
        Map<String, StepSweep.Swept> swept = new LinkedHashMap<>();
        Map<String, StepSweep> sweeps = new HashMap<>();
        for (Event e : events.stream().sorted(Comparator.comparing(x -> x.ref)).toList()) {
            SessionVerdict session = inquiry.verdicts().get(e.who.ident());
            if (session == null) {
                continue;
            }
            StepSweep sweep = sweeps.computeIfAbsent(
                    session.incident(),
                    i -> new StepSweep(
                            inquiry.verdicts(),
                            inquiry.seedPlaces().getOrDefault(i, Set.of()),
                            inquiry.containmentTimes().getOrDefault(i, List.of())));
            StepSweep.Swept s = sweep.next(new SweepEvent(
                    e.ref,
                    e.who.ident(),
                    e.service == null ? e.ip : null,
                    null,
                    e.service,
                    e.agent,
                    e.presigned,
                    e.api,
                    e.outcome,
                    false,
                    ACCOUNT,
                    "us-east-1",
                    0,
                    e.request,
                    List.of()));
            if (s != null) {
                swept.put(e.id(), s);
            }
        }
        return swept;
    }

    /** Moments of all incidents, each event counted where it went. */
    List<Moment> moments(Inquiry inquiry) {
        Map<String, List<Event>> groups = new LinkedHashMap<>();
        Map<String, StepSweep.Swept> swept = swept(inquiry);
        for (Event e : events) {
            StepSweep.Swept s = swept.get(e.id());
            if (s != null && s.moment() != null) {
                groups.computeIfAbsent(s.moment(), m -> new ArrayList<>()).add(e);
            }
        }
        List<Moment> moments = new ArrayList<>();
        groups.forEach((id, list) -> {
            list.sort(Comparator.comparing(e -> e.ref));
            moments.add(moment(id, list, swept));
        });
        return moments;
    }

    private static Moment moment(String id, List<Event> list, Map<String, StepSweep.Swept> swept) {
        Event e = list.get(0);
        StepSweep.Swept s = swept.get(e.id());
        TreeSet<String> sample = new TreeSet<>();
        Moment.Gaps gaps = Moment.Gaps.NONE;
        long targets = 0;
        Grade grade = Grade.A;
        for (Event x : list) {
            StepSweep.Swept y = swept.get(x.id());
            if (y.sample() != null) {
                sample.add(y.sample());
            }
            targets += y.newTarget() ? 1 : 0;
            gaps = y.gapSeconds() < 0 ? gaps : gaps.plus(y.gapSeconds());
            grade = grade.worse(y.verdict().grade());
        }
        return new Moment(
                id,
                s.session().incident(),
                s.verdict().actor(),
                s.session().lineage(),
                s.shape(),
                s.segment(),
                s.pinned(),
                grade,
                e.api,
                e.outcome,
                Verbs.of(e.api).kind() == Verb.Kind.READ,
                s.parent(),
                targets,
                sample,
                list.size(),
                list.stream().filter(x -> x.outcome.equals("success")).count(),
                list.stream().filter(x -> x.outcome.equals("denied")).count(),
                0,
                gaps,
                e.ref,
                list.get(list.size() - 1).ref,
                new TreeSet<>(Set.of(s.session().session())),
                new TreeSet<>(Set.of(e.who.arn())),
                new TreeSet<>(),
                new TreeSet<>(Set.of(e.ip)),
                new TreeSet<>(Set.of("us-east-1")),
                new TreeSet<>(Set.of(ACCOUNT)),
                new TreeSet<>(),
                new TreeSet<>(Set.of(s.verdict().rule())),
                null,
                null,
                null);
    }
}
