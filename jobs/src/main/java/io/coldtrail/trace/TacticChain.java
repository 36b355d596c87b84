package io.coldtrail.trace;

import io.coldtrail.lake.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * S6: one principal at one address, its sessions and tools there taken together, the address or the tool new to it,
 * with three or more tactics among its signals of at least medium severity (discovery from low), and a success in a
 * tactic that harms, by a call new to the principal (B). Two tactics are enough where the address is new to a principal
 * that has a baseline, and such a success is of high severity. A missing baseline does not lower the grade, but a place
 * where the principal was on an earlier day without any signal is its own.
 */
final class TacticChain {
    static final String CODE = "S6";
    private static final int TACTICS = 3;
    private static final int TACTICS_AT_NEW_ADDRESS = 2;
    /** A call made on so many days is routine where there is no baseline to say so. */
    private static final int ROUTINE_DAYS = 3;

    private static final Set<String> HARM = Set.of(
            "persistence",
            "privilege-escalation",
            "defense-evasion",
            "stealth",
            "defense-impairment",
            "exfiltration",
            "impact");
    /** Setting up or widening logging harms nobody. */
    private static final Set<String> LOGGING_ON = Set.of(
            "CreateTrail",
            "StartLogging",
            "CreateFlowLogs",
            "CreateDetector",
            "PutConfigurationRecorder",
            "StartConfigurationRecorder",
            "EnableSecurityHub",
            "PutBucketLogging");

    private final Estate estate;
    private final Map<Pair, Bundle> pairs;

    TacticChain(Estate estate) {
        this.estate = estate;
        this.pairs = pairs();
    }

    /** One principal at one address. */
    private record Pair(String who, String addressId) implements Comparable<Pair> {
        @Override
        public int compareTo(Pair o) {
            int c = who.compareTo(o.who);
            return c != 0 ? c : addressId.compareTo(o.addressId);
        }
    }

    private static final class Bundle {
        final Set<Origin> origins = new TreeSet<>(Origin.ORDER);
        final List<Signal> signals = new ArrayList<>();
    }

    private Map<Pair, Bundle> pairs() {
        Map<Pair, Bundle> pairs = new TreeMap<>();
        for (Signal signal : estate.signals()) {
            estate.originsOf(signal)
                    .filter(o -> o.isDirect()
                            && !o.session().isService()
                            && !o.session().keys().isEmpty())
                    .map(o -> new Pair(o.session().who(), o.address().id()))
                    .distinct()
                    .forEach(p ->
                            pairs.computeIfAbsent(p, x -> new Bundle()).signals.add(signal));
        }
        for (Session session : estate.sessions()) {
            for (Origin origin : session.origins()) {
                if (origin.isDirect() && !session.isService()) {
                    Bundle bundle =
                            pairs.get(new Pair(session.who(), origin.address().id()));
                    if (bundle != null) {
                        bundle.origins.add(origin);
                    }
                }
            }
        }
        return pairs;
    }

    /** Sessions whose history of calls is needed to judge: those that could be seeds at all. */
    Set<Session> candidates() {
        Set<Session> candidates = new TreeSet<>((x, y) -> x.id().compareTo(y.id()));
        for (Bundle bundle : pairs.values()) {
            if (couldHold(bundle.signals)) {
                bundle.origins.forEach(
                        o -> candidates.addAll(estate.principals().sessions(o.session())));
            }
        }
        return candidates;
    }

    /**
     * @param use calls of the {@link #candidates}
     * @param explained origins that the responder rule explains
     */
    List<Fall> find(ApiUse use, Predicate<Origin> explained) {
        List<Fall> seeds = new ArrayList<>();
        Map<List<Session>, ApiUse.Calls> calls = new IdentityHashMap<>();
        pairs.forEach((pair, bundle) -> {
            bundle.origins.removeIf(
                    o -> explained.test(o) || estate.isTrusted(o, o.first().time()));
            if (!bundle.origins.isEmpty() && couldHold(bundle.signals)) {
                Session any = bundle.origins.iterator().next().session();
                List<Session> principal = estate.principals().sessions(any);
                judge(bundle, principal, calls.computeIfAbsent(principal, use::calls), seeds);
            }
        });
        return seeds;
    }

    /** What {@link #holds} needs at least, of these signals or of some of them. */
    private boolean couldHold(List<Signal> signals) {
        return signals.stream().anyMatch(this::isHarm) && tactics(signals).size() >= TACTICS_AT_NEW_ADDRESS;
    }

    private void judge(Bundle bundle, List<Session> principal, ApiUse.Calls calls, List<Fall> seeds) {
        Session any = bundle.origins.iterator().next().session();
        Address address = bundle.origins.iterator().next().address();
        Instant begin = estate.principals().first(any, null);
        Instant here = estate.principals().first(any, address);
        boolean baseline = Days.of(begin) < Days.of(here);
        List<Signal> signals = bundle.signals.stream()
                .filter(s -> counts(s) && (baseline || !isRoutine(s, calls)))
                .toList();
        Instant firstSignal = signals.stream()
                .map(s -> s.first().time())
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
        boolean regular = !baseline
                && !estate.principals()
                        .days(any, address)
                        .headSet(Days.of(firstSignal))
                        .isEmpty();
        if (!regular && holds(signals, baseline, here, calls)) {
            bundle.origins.forEach(o -> seeds.add(seed(o, signals, baseline, "address")));
            return;
        }
        // the address is known: is it another tool that came?
        Set<String> agents = new TreeSet<>();
        bundle.origins.forEach(o -> agents.add(o.userAgent()));
        for (String agent : agents) {
            Instant first = principal.stream()
                    .flatMap(s -> s.origins().stream())
                    .filter(o -> o.userAgent().equals(agent))
                    .map(o -> o.first().time())
                    .min(Instant::compareTo)
                    .orElse(begin);
            List<Signal> its = signals.stream()
                    .filter(s -> !s.last().isBefore(first)
                            && calls.any(
                                    s.api(),
                                    u -> u.userAgent().equals(agent)
                                            && address.ip().equals(u.ip())))
                    .toList();
            if (Days.of(begin) < Days.of(first) && holds(its, false, first, calls)) {
                bundle.origins.stream()
                        .filter(o -> o.userAgent().equals(agent))
                        .forEach(o -> seeds.add(seed(o, its, true, "tool")));
            }
        }
    }

    private boolean holds(List<Signal> signals, boolean newAddress, Instant since, ApiUse.Calls calls) {
        List<Signal> harm = signals.stream().filter(this::isHarm).toList();
        boolean fresh = harm.stream().anyMatch(s -> !calls.first(s.api()).isBefore(since));
        boolean grave = harm.stream().anyMatch(s -> s.severity().compareTo(Severity.HIGH) >= 0);
        int needed = newAddress && grave ? TACTICS_AT_NEW_ADDRESS : TACTICS;
        return fresh && tactics(signals).size() >= needed;
    }

    private boolean isHarm(Signal s) {
        return s.succeeded()
                && s.severity().compareTo(Severity.MEDIUM) >= 0
                && HARM.contains(Objects.toString(s.tactic(), ""));
    }

    private Set<String> tactics(List<Signal> signals) {
        Set<String> tactics = new TreeSet<>();
        for (Signal s : signals) {
            Severity least = "discovery".equals(s.tactic()) ? Severity.LOW : Severity.MEDIUM;
            if (s.tactic() != null && s.severity().compareTo(least) >= 0) {
                tactics.add(s.tactic());
            }
        }
        return tactics;
    }

    private boolean isRoutine(Signal s, ApiUse.Calls calls) {
        return !"discovery".equals(s.tactic()) && calls.days(s.api()) >= ROUTINE_DAYS;
    }

    private boolean counts(Signal s) {
        if (LOGGING_ON.contains(s.api().name())) {
            return false;
        }
        if (!s.api().name().equals("CreateRole")) {
            return true;
        }
        // a role that only a service may assume opens no door
        return estate.watched().stream()
                .filter(e -> e.is("CreateRole") && Objects.equals(e.caller().uid(), s.uid()))
                .map(e -> e.request().path("assumeRolePolicyDocument").asText())
                .anyMatch(d -> d.contains("\"AWS\"") || d.contains("\"Federated\"") || d.contains("\"*\""));
    }

    private Fall seed(Origin origin, List<Signal> signals, boolean baseline, String what) {
        String reason = "signals of " + String.join(", ", tactics(signals)) + " at one address"
                + (baseline ? ", the " + what + " new to this principal" : "; no earlier days to compare with");
        return Fall.seed(
                Node.of(origin),
                Level.B,
                origin.first().time(),
                null,
                CODE,
                reason,
                signals.stream()
                        .filter(this::isHarm)
                        .map(Signal::first)
                        .min(EventRef::compareTo)
                        .orElse(origin.first()));
    }
}
