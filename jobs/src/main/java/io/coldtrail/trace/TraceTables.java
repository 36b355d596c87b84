package io.coldtrail.trace;

import static io.coldtrail.trace.StepWriter.time;

import io.coldtrail.lake.Actor;
import io.coldtrail.lake.Severity;
import io.coldtrail.lake.Tactics;
import io.coldtrail.trace.owners.Ownership;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Rows of the trace's tables, in the order of {@code schemas/tables/}. */
final class TraceTables {
    private static final int SAMPLE_EVENTS = 5;
    /** Longest that AWS lets temporary credentials live: role sessions 12 h, tokens 36 h, a machine's 6 h. */
    private static final Duration ROLE = Duration.ofHours(12);

    private static final Duration TOKEN = Duration.ofHours(36);
    private static final Duration MACHINE = Duration.ofHours(6);

    private final Estate estate;
    private final Spread spread;
    private final Incidents incidents;

    TraceTables(Estate estate, Spread spread, Incidents incidents) {
        this.estate = estate;
        this.spread = spread;
        this.incidents = incidents;
    }

    List<Row> sessions() {
        List<Row> rows = new ArrayList<>();
        for (Session s : estate.sessions()) {
            Fall fall = best(s);
            Session.Parent parent = s.parent();
            Instant expires = s.expires() != null ? s.expires() : longest(s);
            rows.add(RowFactory.create(
                    s.id(),
                    s.kind().word(),
                    s.account(),
                    s.uid(),
                    s.principal(),
                    s.arn(),
                    s.sessionName(),
                    s.person(),
                    time(s.created()),
                    s.traits().mfa(),
                    s.traits().sourceIdentity(),
                    parent != null ? parent.session().id() : s.outsideParent(),
                    parent != null ? parent.rule() : null,
                    parent != null ? parent.grade().name() : null,
                    parent != null
                            ? parent.event().eventId()
                            : s.issuedBy() == null ? null : s.issuedBy().eventId(),
                    time(expires),
                    s.expires() != null ? "issuing event" : expires == null ? null : "the longest AWS allows",
                    time(s.first().time()),
                    time(s.last()),
                    s.origins().stream().mapToLong(Origin::n).sum(),
                    s.origins().stream().mapToLong(Origin::denied).sum(),
                    s.origins().stream()
                            .filter(o -> o.service() != null)
                            .mapToLong(Origin::n)
                            .sum(),
                    fall == null ? null : fall.state().name(),
                    fall == null ? null : fall.level().grade().name(),
                    fall == null ? null : fall.rule(),
                    fall == null || incidents.of(s) == null
                            ? null
                            : incidents.of(s).id()));
        }
        return rows;
    }

    /** The best reason why a session fell, by any of its origins, or is exposed. */
    private Fall best(Session session) {
        Fall whole = spread.fall(Node.of(session));
        return session.origins().stream()
                .map(spread::fall)
                .filter(f -> f != null)
                .min(Fall.BEST)
                .orElse(whole);
    }

    private static Instant longest(Session s) {
        if (s.created() == null) {
            return null;
        }
        return s.created()
                .plus(
                        switch (s.kind()) {
                            case FEDERATION_TOKEN, SESSION_TOKEN -> TOKEN;
                            case INSTANCE, ECS_TASK -> MACHINE;
                            default -> ROLE;
                        });
    }

    List<Row> sessionKeys() {
        List<Row> rows = new ArrayList<>();
        for (Session s : estate.sessions()) {
            for (Session.Key k : s.keys().values()) {
                rows.add(RowFactory.create(
                        s.id(),
                        k.id(),
                        time(k.first()),
                        time(k.last()),
                        k.n(),
                        k.issuedBy() == null ? null : k.issuedBy().eventId()));
            }
        }
        return rows;
    }

    List<Row> addresses() {
        List<Row> rows = new ArrayList<>();
        for (Address a : estate.addresses().values()) {
            if (a.owners().isEmpty()) {
                rows.add(address(a, null));
            }
            a.owners().forEach(o -> rows.add(address(a, o)));
        }
        return rows;
    }

    private Row address(Address a, Ownership o) {
        List<Origin> origins = a.origins();
        Node node = Node.of(a);
        Fall fall = spread.isUsed(node) ? spread.fall(node) : null;
        Incident incident = incidents.of(node);
        return RowFactory.create(
                Ids.of("address", a.id()),
                a.ip(),
                switch (a.place()) {
                    case OUTSIDE -> "public";
                    case AWS -> "aws";
                    default -> "private";
                },
                o == null ? null : o.kind().word(),
                o == null ? null : o.owner(),
                o == null ? null : o.account(),
                o == null ? null : time(o.from()),
                o == null ? null : time(o.to()),
                o == null ? null : o.basis(),
                time(origins.stream()
                        .map(x -> x.first().time())
                        .min(Instant::compareTo)
                        .orElse(null)),
                time(origins.stream().map(Origin::last).max(Instant::compareTo).orElse(null)),
                origins.stream().mapToLong(Origin::n).sum(),
                origins.stream().mapToLong(Origin::denied).sum(),
                origins.stream().map(x -> x.session().root()).distinct().count(),
                a.hub(),
                a.listed() ? "threat list" : null,
                fall == null ? null : fall.state().name(),
                fall == null ? null : fall.level().grade().name(),
                fall == null ? null : fall.rule(),
                fall == null || incident == null ? null : incident.id());
    }

    List<Row> spread() {
        List<Row> rows = new ArrayList<>();
        List<Fall> falls = new ArrayList<>(spread.falls());
        spread.seeds().stream().filter(f -> !falls.contains(f)).forEach(falls::add);
        for (Fall f : falls) {
            Incident incident = incidents.of(f.node());
            EventRef e = f.evidence();
            Instant to = f.state() == Fall.State.USED ? spread.to(f.node()) : null;
            rows.add(RowFactory.create(
                    f.node().toString(),
                    kind(f.node()),
                    f.state().name(),
                    f.level().grade().name(),
                    time(f.state() == Fall.State.USED ? spread.from(f.node()) : f.from()),
                    time(f.state() == Fall.State.USED ? spread.from(f.node()) : f.from()),
                    time(to),
                    f.rule(),
                    f.parent() == null ? null : f.parent().toString(),
                    f.reason(),
                    e == null ? null : e.eventId(),
                    e == null ? null : e.object(),
                    e == null ? null : e.recordIndex(),
                    f.hop(),
                    incident == null ? null : incident.id()));
        }
        for (Review r : spread.reviews()) {
            Incident incident = incidents.of(r.near());
            EventRef e = r.evidence();
            Fall near = spread.fall(r.near());
            rows.add(RowFactory.create(
                    r.node().toString(),
                    "review",
                    null,
                    "C",
                    time(r.from()),
                    time(r.from()),
                    null,
                    r.rule(),
                    r.near().toString(),
                    r.reason(),
                    e == null ? null : e.eventId(),
                    e == null ? null : e.object(),
                    e == null ? null : e.recordIndex(),
                    near == null ? 0 : near.hop() + 1,
                    incident == null ? null : incident.id()));
        }
        return rows;
    }

    /** An origin is a session at one address: readers need not know the difference. */
    private static String kind(Node node) {
        return switch (node.kind()) {
            case SESSION, ORIGIN -> "session";
            case ADDRESS -> "address";
            case PRINCIPAL -> "principal";
            case INSTANCE -> "instance";
            case KEY -> "key";
        };
    }

    static Row step(Step s, int seq, String sentence) {
        Moment head = s.head();
        List<String> actions = new ArrayList<>();
        s.calls().stream()
                .limit(SAMPLE_EVENTS)
                .forEach(c -> actions.add(c.getKey().toString()));
        Set<String> events = new LinkedHashSet<>();
        events.add(s.first().eventId());
        s.moments().stream()
                .map(m -> m.first().eventId())
                .limit(SAMPLE_EVENTS - 2L)
                .forEach(events::add);
        events.add(s.last().eventId());
        Set<String> why = new LinkedHashSet<>(s.all(Moment::rules));
        why.addAll(s.all(Moment::signals));
        List<String> sample =
                s.all(Moment::sample).stream().limit(SAMPLE_EVENTS).toList();
        String target = head.parent() != null ? head.parent() : sample.size() == 1 ? sample.get(0) : null;
        return RowFactory.create(
                s.id(),
                s.incident(),
                Stage.of(s).word(),
                seq,
                time(s.first().time()),
                time(s.last().time()),
                time(s.moments().stream()
                        .map(Contact::lo)
                        .min(Instant::compareTo)
                        .orElseThrow()),
                time(s.moments().stream()
                        .map(Contact::hi)
                        .max(Instant::compareTo)
                        .orElseThrow()),
                s.actor().word(),
                s.grade().name(),
                one(s.all(Moment::principals)),
                one(s.all(Moment::persons)),
                array(s.all(Moment::sessions)),
                array(s.all(Moment::addresses)),
                s.tactic(),
                s.technique(),
                String.join(", ", actions),
                head.verb().targetKind(),
                target,
                s.moments().stream().mapToLong(Moment::targets).sum(),
                array(sample),
                array(s.all(Moment::regions)),
                array(s.all(Moment::accounts)),
                s.outcome(),
                s.n(),
                s.success(),
                s.denied(),
                s.failed(),
                s.bytes(),
                s.gaps() == null ? null : Words.every(s.gaps().mean()),
                s.pinned() != null && s.pinned().startsWith("first") ? s.pinned() : null,
                array(why),
                Rank.of(head),
                array(events.stream().filter(e -> e != null).toList()),
                sentence);
    }

    private static String one(Collection<String> names) {
        return names.size() == 1 ? names.iterator().next() : names.isEmpty() ? null : String.join(", ", names);
    }

    private static String[] array(Collection<String> values) {
        return values.toArray(String[]::new);
    }

    Row incident(Incident i, List<Step> steps, Story story) {
        List<Step> attacks =
                steps.stream().filter(s -> s.moments().get(0).attacks()).toList();
        Instant lastSuccess = attacks.stream()
                .flatMap(s -> s.moments().stream())
                .filter(Moment::worked)
                .map(m -> m.last().time())
                .max(Instant::compareTo)
                .orElse(null);
        // what his own machine does all day is no attack yet
        List<Step> told = attacks.stream()
                .filter(s -> s.head().verb().kind() != Verb.Kind.BACKGROUND)
                .toList();
        List<Step> span = told.isEmpty() ? attacks : told;
        Set<String> tactics = new TreeSet<>((x, y) -> {
            int c = Integer.compare(Tactics.MATRIX.indexOf(x), Tactics.MATRIX.indexOf(y));
            return c != 0 ? c : x.compareTo(y);
        });
        attacks.forEach(s -> {
            if (s.tactic() != null) {
                tactics.add(s.tactic());
            }
        });
        Set<String> principals = new TreeSet<>();
        i.sessions().forEach(s -> principals.add(s.principal() == null ? s.who() : s.principal()));
        return RowFactory.create(
                i.id(),
                story.title(),
                story.text(),
                severity(attacks).word(),
                i.seeds().get(0).level().grade().name(),
                time(span.stream()
                        .map(s -> s.first().time())
                        .min(Instant::compareTo)
                        .orElse(i.seeds().get(0).from())),
                time(span.stream()
                        .map(s -> s.last().time())
                        .max(Instant::compareTo)
                        .orElse(null)),
                time(lastSuccess),
                array(union(attacks, Moment::accounts)),
                array(union(attacks, Moment::regions)),
                array(principals),
                array(union(attacks, Moment::addresses)),
                array(tactics),
                (long) i.sessions().size(),
                sum(attacks, Step::n),
                sum(attacks, Step::success),
                sum(attacks, Step::denied),
                sum(by(steps, Actor.AMBIGUOUS), Step::n),
                sum(by(steps, Actor.RESPONDER), Step::n),
                (long) steps.size());
    }

    /** Critical where something was taken, broken or left behind; medium where every call was refused. */
    static Severity severity(List<Step> attacks) {
        Set<String> worked = new HashSet<>();
        attacks.stream()
                .flatMap(s -> s.moments().stream())
                .filter(Moment::worked)
                .forEach(m -> worked.add(String.valueOf(m.tacticOrKnown())));
        if (worked.stream()
                .anyMatch(Set.of("impact", "exfiltration", "persistence", "privilege-escalation")::contains)) {
            return Severity.CRITICAL;
        }
        return worked.isEmpty() ? Severity.MEDIUM : Severity.HIGH;
    }

    private static Collection<String> union(List<Step> steps, Function<Moment, java.util.SortedSet<String>> of) {
        Set<String> all = new TreeSet<>();
        steps.forEach(s -> all.addAll(s.all(of)));
        return all;
    }

    private static List<Step> by(List<Step> steps, Actor actor) {
        return steps.stream().filter(s -> s.actor() == actor).toList();
    }

    private static long sum(List<Step> steps, Function<Step, Long> of) {
        return steps.stream().mapToLong(of::apply).sum();
    }
}
