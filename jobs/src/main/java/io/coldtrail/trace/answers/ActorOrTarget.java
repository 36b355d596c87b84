package io.coldtrail.trace.answers;

import static org.apache.spark.sql.functions.col;

import io.coldtrail.lake.Grade;
import io.coldtrail.trace.answers.Claim.Verdict;
import io.coldtrail.trace.coverage.Coverage;
import io.coldtrail.trace.incident.Cell;
import io.coldtrail.trace.incident.Evidence;
import io.coldtrail.trace.incident.Question;
import io.coldtrail.trace.incident.Say;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Row;

/** Which machine attacked and which was attacked: which finding can be set aside, and why? */
final class ActorOrTarget implements Answer {
    private static final int MOST = 100;
    private static final List<String> NEEDS = List.of("flow", "config_items");

    @Override
    public List<Claim> to(Known known) {
        List<Claim> claims = new ArrayList<>();
        for (String machine : known.incident().attackers()) {
            claims.add(actor(known, machine));
        }
        Set<String> targets = new TreeSet<>(known.incident().machines());
        for (String machine : targets) {
            claims.add(target(known, machine));
        }
        if (claims.isEmpty()) {
            claims.add(new Claim(
                    Question.ACTOR_OR_TARGET,
                    "machines",
                    "No machine of these accounts is seen to attack or to be attacked; without flow logs that is not"
                            + " known.",
                    Verdict.CANNOT_TELL,
                    Grade.C.name(),
                    NEEDS,
                    0,
                    null,
                    null,
                    List.of()));
        }
        return claims;
    }

    private static List<Row> hits(Known known, String machine, String role) {
        return known.bruteForce().stream()
                .filter(h -> role.equals(h.getAs("role")) && machine.equals(h.getAs("instance_id")))
                .toList();
    }

    private static Claim actor(Known known, String machine) {
        boolean told = known.incident().suspects().contains(machine);
        List<Row> hits = hits(known, machine, "ACTOR");
        String finding = hits.isEmpty()
                ? "An attack from " + machine
                : "The " + hits.get(0).getAs("severity") + " finding of SSH brute force with " + machine
                        + " as its actor";
        return claim(
                known,
                machine,
                told
                        ? finding + " can be set aside as a sign that one of your machines fell: you said that it is"
                                + " the attacker's, outside your estate, though it runs in these accounts"
                                + places(known, machine) + ". What it did is in this incident."
                        : finding + " cannot be set aside: it is an instance of these accounts" + places(known, machine)
                                + ", and it attacked. Whose is it: did it fall too, or did the attacker start it? Say"
                                + " so with --suspect instance=" + machine + ".",
                told ? Verdict.YES : Verdict.CANNOT_TELL,
                told ? Grade.A : Grade.B,
                hits);
    }

    private static String places(Known known, String machine) {
        List<String> ips = known
                .records()
                .table("addresses")
                .where(col("owner_kind")
                        .equalTo("instance")
                        .and(col("owner").equalTo(machine))
                        .and(col("incident_id").equalTo(known.incident().id())))
                .select("ip")
                .distinct()
                .orderBy("ip")
                .limit(MOST)
                .collectAsList()
                .stream()
                .map(r -> r.getString(0))
                .toList();
        return ips.isEmpty() ? "" : " at " + Say.list(ips);
    }

    private static Claim target(Known known, String machine) {
        List<Row> hits = hits(known, machine, "TARGET");
        Row login = known.exposed("password").stream()
                .filter(p -> machine.equals(p.getAs("container")))
                .findFirst()
                .orElse(null);
        String finding = hits.isEmpty()
                ? "What names " + machine + " as a target"
                : "The " + hits.get(0).getAs("severity") + " finding of SSH brute force against " + machine;
        String reason = login != null
                ? "the attacker got in as " + login.getAs("item") + " at " + Say.time(Cell.time(login, "time_first"))
                        + ", so its severity says too little"
                : "credentials of " + machine + " are in the attacker's hands";
        return claim(
                known,
                machine,
                finding + " cannot be set aside: " + machine + " is yours and is the target, and " + reason + ".",
                Verdict.YES,
                login != null ? Grade.A : Grade.B,
                hits.isEmpty() && login != null ? List.of(login) : hits);
    }

    /** A verdict of yes: what is said of the finding stands. */
    private static Claim claim(
            Known known, String machine, String statement, Verdict verdict, Grade grade, List<Row> rows) {
        Instant first = rows.isEmpty() ? known.incident().first() : Cell.time(rows.get(0), "time_first");
        Instant last = rows.isEmpty() ? known.incident().last() : Cell.time(rows.get(0), "time_last");
        double coverage = known.share(Coverage.FLOW, List.of(machine), first, last);
        return new Claim(
                Question.ACTOR_OR_TARGET,
                machine,
                statement,
                verdict,
                grade.name(),
                NEEDS,
                coverage,
                first,
                last,
                Evidence.together(rows.stream().map(Evidence::of).toList()));
    }
}
