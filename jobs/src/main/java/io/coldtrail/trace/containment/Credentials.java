package io.coldtrail.trace.containment;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import io.coldtrail.lake.Grade;
import io.coldtrail.trace.coverage.Coverage;
import io.coldtrail.trace.incident.Evidence;
import io.coldtrail.trace.incident.HeldSession;
import io.coldtrail.trace.incident.Say;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Credentials taken away: sessions revoked by the time of their issue, keys disabled; and roles that allow too much. */
final class Credentials {
    private Credentials() {}

    static List<Measure> find(Scene scene) {
        List<Measure> measures = new ArrayList<>();
        Map<String, List<HeldSession>> byPrincipal = new TreeMap<>();
        for (HeldSession session : scene.incident().used()) {
            if (session.principal() != null) {
                byPrincipal
                        .computeIfAbsent(session.principal(), p -> new ArrayList<>())
                        .add(session);
            }
        }
        byPrincipal.forEach((principal, sessions) -> {
            List<HeldSession> temporary =
                    sessions.stream().filter(s -> s.created() != null).toList();
            if (!temporary.isEmpty()) {
                revoked(scene, principal, temporary, measures);
            }
            if (principal.contains(":role/")) {
                tooWide(scene, principal, sessions, measures);
            }
        });
        keys(scene, measures);
        return measures;
    }

    private static void revoked(Scene scene, String principal, List<HeldSession> sessions, List<Measure> measures) {
        String name = Say.name(principal);
        List<Act> revokes = scene.acts().stream()
                .filter(a -> a.is("PutRolePolicy", "PutUserPolicy") && a.issuedBefore() != null)
                .filter(a -> name.equals(a.said("roleName")) || name.equals(a.said("userName")))
                .toList();
        for (Act revoke : revokes) {
            List<HeldSession> younger = sessions.stream()
                    .filter(s -> !s.created().isBefore(revoke.issuedBefore()))
                    .toList();
            Attempts attempts = Attempts.after(revoke.time(), calls(scene, sessions));
            boolean covered = scene.coverage().places(Coverage.CALLS).stream()
                    .anyMatch(p -> scene.covers(Coverage.CALLS, Set.of(p), revoke.time()));
            String verdict = attempts.verdict(covered);
            measures.add(new Measure(
                    Control.SESSIONS_REVOKED,
                    principal,
                    "sessions of " + name + " issued before " + Say.time(revoke.issuedBefore()),
                    revoke,
                    verdict,
                    attempts,
                    scene.others().of(principal),
                    Grade.A,
                    "Sessions of " + name + " issued before " + Say.time(revoke.issuedBefore())
                            + " are denied everything since " + Say.time(revoke.time()) + ": "
                            + switch (verdict) {
                                case "HELD" -> Say.count(attempts.n(), "call", "calls")
                                        + " of the attacker since, all refused.";
                                case "BROKEN" -> Say.count(attempts.successes(), "call", "calls")
                                        + " of the attacker since succeeded, the last at "
                                        + Say.time(attempts.lastSuccess()) + ".";
                                case "UNTESTED" -> "no call of the attacker since.";
                                default -> "no CloudTrail event shows whether it held.";
                            }
                            + (younger.isEmpty()
                                    ? ""
                                    : " It does not reach " + Say.count(younger.size(), "session", "sessions")
                                            + " that the attacker held and that was issued later."),
                    List.of()));
        }
        Instant end = scene.incident().last();
        boolean alive = sessions.stream()
                .anyMatch(s -> s.expires() == null || s.expires().isAfter(end));
        if (revokes.isEmpty()) {
            measures.add(Measure.missing(
                    Control.SESSIONS_REVOKED,
                    principal,
                    "sessions of " + name,
                    scene.others().of(principal),
                    "No call revoked the sessions of " + name + " that the attacker held"
                            + (alive ? ", and not all of them had expired when the attacker was last seen." : "."),
                    List.of()));
        }
    }

    /** An instance that was stopped and started has other keys; those that were stolen stay good until they expire. */
    static Optional<Measure> renewed(Scene scene, String machine, Act start) {
        List<HeldSession> sessions = scene.incident().used().stream()
                .filter(s -> s.ofInstance() && machine.equals(s.name()))
                .toList();
        if (sessions.isEmpty()) {
            return Optional.empty();
        }
        Attempts attempts = Attempts.after(start.time(), calls(scene, sessions));
        boolean covered = scene.coverage().places(Coverage.CALLS).stream()
                .anyMatch(p -> scene.covers(Coverage.CALLS, Set.of(p), start.time()));
        Instant expires = sessions.stream()
                .map(HeldSession::expires)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
        return Optional.of(new Measure(
                Control.KEYS_RENEWED,
                machine,
                "keys of " + machine,
                start,
                attempts.verdict(covered),
                attempts,
                null,
                Grade.B,
                "A stop and a start gave " + machine + " other keys at " + Say.time(start.time())
                        + ". The stolen ones stay good until "
                        + (expires == null ? "they expire" : Say.time(expires)) + " where nothing denies them: "
                        + (attempts.successes() > 0
                                ? Say.count(attempts.successes(), "call", "calls") + " of the attacker since succeeded."
                                : Say.count(attempts.n(), "call", "calls")
                                        + " of the attacker since, none with success."),
                List.of()));
    }

    /** Calls of sessions and of all that were issued from them; GetCallerIdentity no policy can deny. */
    private static Dataset<Row> calls(Scene scene, Collection<HeldSession> sessions) {
        Set<String> ids = new HashSet<>();
        sessions.forEach(s -> ids.add(s.id()));
        boolean more = true;
        while (more) {
            more = scene.incident().sessions().stream()
                    .filter(s -> s.parent() != null && ids.contains(s.parent()))
                    .map(s -> ids.add(s.id()))
                    .reduce(false, Boolean::logicalOr);
        }
        return scene.attack("cloudtrail")
                .where(col("session_id")
                        .isin(ids.toArray())
                        .and(col("event_name").notEqual("GetCallerIdentity")));
    }

    private static void keys(Scene scene, List<Measure> measures) {
        for (Row exposure : scene.exposed("credential")) {
            String key = exposure.getAs("item");
            List<HeldSession> sessions = scene.incident().used().stream()
                    .filter(s -> s.kind().equals("long_term_key")
                            && Objects.equals(s.principal(), exposure.getAs("container")))
                    .toList();
            if (sessions.isEmpty() || !key.startsWith("AKIA")) {
                continue;
            }
            List<Act> acts = scene.acts().stream()
                    .filter(a ->
                            a.is("UpdateAccessKey") && "Inactive".equals(a.said("status")) || a.is("DeleteAccessKey"))
                    .filter(a -> key.equals(a.said("accessKeyId")))
                    .toList();
            for (Act act : acts) {
                Attempts attempts = Attempts.after(act.time(), calls(scene, sessions));
                String verdict = attempts.successes() > 0 ? "BROKEN" : attempts.n() > 0 ? "HELD" : "UNTESTED";
                measures.add(new Measure(
                        Control.KEY_DISABLED,
                        key,
                        "key of " + Say.name(exposure.getAs("container")),
                        act,
                        verdict,
                        attempts,
                        null,
                        Grade.A,
                        "Key " + key + " was " + (act.is("DeleteAccessKey") ? "deleted" : "disabled") + " at "
                                + Say.time(act.time()) + ": "
                                + (attempts.successes() > 0
                                        ? "sessions issued from it made "
                                                + Say.count(attempts.successes(), "call", "calls")
                                                + " that succeeded since."
                                        : "no call of the attacker succeeded since. Calls with a disabled key leave no"
                                                + " CloudTrail event."),
                        List.of()));
            }
            if (acts.isEmpty()) {
                measures.add(Measure.missing(
                        Control.KEY_DISABLED,
                        key,
                        "key of " + Say.name(exposure.getAs("container")),
                        scene.others().of(exposure.getAs("container")),
                        "Key " + key + " of " + Say.name(exposure.getAs("container"))
                                + " was neither disabled nor deleted.",
                        Evidence.of(exposure)));
            }
        }
    }

    /** What only the attacker made use of is right too much. */
    private static void tooWide(Scene scene, String role, List<HeldSession> sessions, List<Measure> measures) {
        Dataset<Row> changes = scene.attack("cloudtrail")
                .where(col("session_id")
                        .isin(sessions.stream().map(HeldSession::id).toArray())
                        .and(col("through"))
                        .and(expr("read_only = false AND coalesce(event_category, 'Management') = 'Management'")));
        List<String> used =
                changes.select("event_name").distinct().orderBy("event_name").limit(100).collectAsList().stream()
                        .map(r -> r.getString(0))
                        .toList();
        if (used.isEmpty()) {
            return;
        }
        List<String> usual = scene
                .records()
                .othersIn("cloudtrail")
                .where(col("issuer_arn").equalTo(role).and(col("event_name").isin(used.toArray())))
                .select("event_name")
                .distinct()
                .limit(100)
                .collectAsList()
                .stream()
                .map(r -> r.getString(0))
                .toList();
        List<String> only = used.stream().filter(n -> !usual.contains(n)).toList();
        if (!only.isEmpty()) {
            Attempts all = Attempts.after(
                    scene.incident().first().minusSeconds(1),
                    changes.where(col("event_name").isin(only.toArray())));
            measures.add(Measure.missing(
                    Control.ROLE_POLICY_NARROWED,
                    role,
                    "rights of " + Say.name(role),
                    scene.others().of(role),
                    "Role " + Say.name(role) + " allows " + Say.list(only)
                            + ", which in this archive only the attacker made use of.",
                    all.evidence()));
        }
    }
}
