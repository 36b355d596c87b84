package io.coldtrail.trace.containment;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import io.coldtrail.lake.Grade;
import io.coldtrail.trace.coverage.Coverage;
import io.coldtrail.trace.incident.Cell;
import io.coldtrail.trace.incident.Evidence;
import io.coldtrail.trace.incident.Say;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Row;

/** Machines that fell, machines that attacked, and the way in by password. */
final class Machines {
    private Machines() {}

    static List<Measure> find(Scene scene) {
        List<Measure> measures = new ArrayList<>();
        for (String machine : scene.incident().machines()) {
            stopped(scene, machine, measures);
            isolated(scene, machine, measures);
        }
        for (String machine : scene.incident().attackers()) {
            attacker(scene, machine, measures);
        }
        passwords(scene, measures);
        return measures;
    }

    private static void stopped(Scene scene, String machine, List<Measure> measures) {
        List<Act> stops = acts(scene, machine, "StopInstances", "TerminateInstances");
        List<Act> starts = acts(scene, machine, "StartInstances");
        boolean shell = scene.exposures().stream()
                .anyMatch(e -> "password".equals(e.getAs("kind")) && machine.equals(e.getAs("container")));
        for (Act stop : stops) {
            Act start = starts.stream()
                    .filter(s -> s.time().isAfter(stop.time()))
                    .findFirst()
                    .orElse(null);
            Attempts attempts = Attempts.after(stop.time(), scene.flowsAt(machine));
            String verdict = attempts.verdict(scene.covers(Coverage.FLOW, Set.of(machine), stop.time()));
            measures.add(new Measure(
                    Control.INSTANCE_STOPPED,
                    machine,
                    "shell on " + machine,
                    stop,
                    verdict,
                    attempts,
                    "What else runs on " + machine + "; take an image of its memory and disk first.",
                    Grade.A,
                    machine + " was " + (stop.is("StopInstances") ? "stopped" : "terminated") + " at "
                            + Say.time(stop.time())
                            + (start == null
                                    ? ""
                                    : " and started again at " + Say.time(start.time())
                                            + " from the same disk: what was planted there runs on")
                            + (attempts.successes() > 0
                                    ? ". It is still in touch with the attacker: "
                                            + Say.count(attempts.successes(), "flow", "flows")
                                            + " between them since, the last at "
                                            + Say.time(attempts.lastSuccess())
                                    : verdict.equals("NOT_COVERED")
                                            ? "; no flow log shows whether that held"
                                            : "; no accepted flow between it and the attacker since")
                            + ".",
                    List.of()));
            if (start != null) {
                Credentials.renewed(scene, machine, start).ifPresent(measures::add);
            }
        }
        boolean gone = stops.stream().anyMatch(a -> a.is("TerminateInstances"));
        if (!gone && shell) {
            measures.add(Measure.missing(
                    Control.INSTANCE_REBUILT,
                    machine,
                    "shell on " + machine,
                    "What runs on " + machine + " stops meanwhile; take an image of its disk first.",
                    "The attacker had a shell on " + machine
                            + ", and it was not replaced: a stop and start keeps its disk.",
                    List.of()));
        }
    }

    private static void isolated(Scene scene, String machine, List<Measure> measures) {
        for (Act act : acts(scene, machine, "ModifyInstanceAttribute", "ModifyNetworkInterfaceAttribute")) {
            if (!act.text().contains("roupSet")) {
                continue;
            }
            Attempts attempts = Attempts.after(act.time(), scene.flowsAt(machine));
            String verdict = attempts.verdict(scene.covers(Coverage.FLOW, Set.of(machine), act.time()));
            measures.add(new Measure(
                    Control.INSTANCE_ISOLATED,
                    machine,
                    "network of " + machine,
                    act,
                    verdict,
                    attempts,
                    null,
                    Grade.B,
                    machine + " got other security groups at " + Say.time(act.time()) + ": "
                            + Say.count(attempts.successes(), "flow", "flows")
                            + " between it and the attacker since.",
                    List.of()));
        }
    }

    private static List<Act> acts(Scene scene, String machine, String... names) {
        return scene.acts().stream()
                .filter(a -> a.is(names) && a.names(machine))
                .toList();
    }

    private static void attacker(Scene scene, String machine, List<Measure> measures) {
        List<Act> stops = acts(scene, machine, "StopInstances", "TerminateInstances");
        if (stops.isEmpty()) {
            boolean told = scene.incident().suspects().contains(machine);
            measures.add(Measure.missing(
                    Control.ATTACKER_INSTANCE_STOPPED,
                    machine,
                    "attacks from " + machine,
                    "Whose machine it is, and who started it; image its disk before it is stopped.",
                    machine + ", an instance of these accounts, attacked and was not stopped"
                            + (told ? "." : ": whether it fell too or was started for this, a person must decide."),
                    List.of()));
            return;
        }
        Act stop = stops.get(stops.size() - 1);
        Attempts attempts = Attempts.after(stop.time(), scene.flowsAt(machine));
        measures.add(new Measure(
                Control.ATTACKER_INSTANCE_STOPPED,
                machine,
                "attacks from " + machine,
                stop,
                attempts.verdict(scene.covers(Coverage.FLOW, Set.of(machine), stop.time())),
                attempts,
                null,
                Grade.A,
                machine + ", an instance of these accounts that attacked, was stopped at " + Say.time(stop.time())
                        + ".",
                List.of()));
    }

    private static void passwords(Scene scene, List<Measure> measures) {
        for (Row exposure : scene.exposed("password")) {
            String machine = exposure.getAs("container");
            String user = exposure.getAs("item");
            if (machine == null || !"accepted password".equals(exposure.getAs("rule"))) {
                continue;
            }
            if (measures.stream()
                    .noneMatch(m -> m.control() == Control.PASSWORD_LOGIN_OFF
                            && m.target().equals(machine))) {
                measures.add(passwordLogin(scene, machine, exposure));
            }
            measures.add(Measure.missing(
                    Control.USER_PASSWORD_CHANGED,
                    machine + "/" + user,
                    "password of " + user,
                    "Whether anybody uses that account.",
                    "Nothing shows that the password of " + user + " on " + machine
                            + " was changed or the account locked; a log of logins would not show it.",
                    Evidence.of(exposure)));
        }
    }

    /** sshd still asked for a password: it would not refuse one otherwise. */
    private static Measure passwordLogin(Scene scene, String machine, Row exposure) {
        Instant in = Cell.time(exposure, "time_first");
        Row last = scene.records()
                .events("host_auth")
                .where(col("instance_id")
                        .equalTo(machine)
                        .and(col("method").equalTo("password"))
                        .and(col("event_time").gt(Timestamp.from(in))))
                .agg(expr("max(struct(event_time, object, record_index)) AS last"))
                .select("last.*")
                .first();
        Instant still = Cell.time(last, "event_time");
        List<Row> refs = new ArrayList<>(Evidence.of(exposure).subList(0, 1));
        if (still != null) {
            refs.add(Evidence.ref("host_auth", last.getAs("object"), last.getAs("record_index")));
        }
        return Measure.missing(
                Control.PASSWORD_LOGIN_OFF,
                machine,
                "password login over SSH",
                "Who logs in to " + machine + " with a password must have a key first.",
                "Password login over SSH is on at " + machine
                        + (still == null
                                ? " when the attacker came in, and nothing shows that it was switched off."
                                : ": it took passwords still at " + Say.time(still) + " (PasswordAuthentication in"
                                        + " sshd_config)."),
                refs);
    }
}
