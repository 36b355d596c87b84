package io.coldtrail.trace.answers;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

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

/** Was a password guessed: when, of which user, from where, after how many tries? sshd decides, else flows suggest. */
final class BruteForce implements Answer {
    private static final List<String> NEEDS = List.of("host_auth", "flow");

    @Override
    public List<Claim> to(Known known) {
        List<Claim> claims = new ArrayList<>();
        Set<String> judged = new TreeSet<>();
        for (Row login : logins(known)) {
            String machine = login.getAs("instance_id");
            if (judged.add(String.valueOf(machine))) {
                claims.add(guessed(known, login));
            }
        }
        for (Row hit : known.bruteForce()) {
            String machine = hit.getAs("instance_id");
            if ("TARGET".equals(hit.getAs("role"))
                    && !known.incident().attackers().contains(machine)
                    && judged.add(String.valueOf(machine))) {
                claims.add(byHit(known, hit));
            }
        }
        for (String machine : known.incident().machines()) {
            if (judged.add(machine)) {
                claims.add(notSeen(known, machine));
            }
        }
        if (claims.isEmpty()) {
            double coverage = 0;
            claims.add(new Claim(
                    Question.BRUTE_FORCE,
                    "machines",
                    "No machine is seen to be attacked over SSH by this attacker." + Claim.sayIfUncovered(coverage),
                    Verdict.CANNOT_TELL,
                    Grade.C.name(),
                    NEEDS,
                    coverage,
                    null,
                    null,
                    List.of()));
        }
        return claims;
    }

    /** First accepted login of the attacker on each machine, and the tries that failed before it. */
    private static List<Row> logins(Known known) {
        var records = known.attack("host_auth");
        var first = records.where("action = 'accepted'")
                .groupBy("instance_id")
                .agg(
                        expr("min(event_time) AS login"),
                        expr("min_by(struct(user_name, method, source_ip, grade, object AS at, record_index AS nth),"
                                + " struct(event_time, object, record_index)) AS first"));
        return Evidence.marked(
                        records.join(first, records.col("instance_id").eqNullSafe(first.col("instance_id")))
                                .drop(first.col("instance_id"))
                                .where("event_time <= login AND source_ip = first.source_ip"),
                        "instance_id")
                .groupBy("instance_id", "login", "first")
                .agg(
                        expr("sum(CASE WHEN action = 'failed' THEN coalesce(repeats, 1) ELSE 0 END) AS tries"),
                        expr("sum(CASE WHEN action = 'failed' AND user_name = first.user_name"
                                + " THEN coalesce(repeats, 1) ELSE 0 END) AS own_tries"),
                        expr("count(DISTINCT user_name) AS users"),
                        expr("min(event_time) AS time_first"),
                        Evidence.refs().as("evidence"))
                .select(col("*"), col("first.*"))
                .orderBy("login", "instance_id")
                .limit(100)
                .collectAsList();
    }

    private static Claim guessed(Known known, Row login) {
        String machine = login.getAs("instance_id");
        Instant time = Cell.time(login, "login");
        long tries = Cell.number(login, "tries");
        String method = login.getAs("method");
        boolean password = "password".equals(method);
        List<Row> refs = new ArrayList<>();
        refs.add(Evidence.ref("host_auth", login.getAs("at"), login.getAs("nth")));
        refs.addAll(Evidence.of(login));
        String text = "At " + Say.time(time) + " sshd on " + (machine == null ? "a machine" : machine) + " accepted a "
                + method + " for user " + login.getAs("user_name") + " from " + login.getAs("source_ip") + ", after "
                + Say.count(tries, "try", "tries") + " that failed"
                + (tries == 0
                        ? ""
                        : " since " + Say.time(Cell.time(login, "time_first")) + ", "
                                + Say.number(Cell.number(login, "own_tries")) + " of them as that user; "
                                + Say.count(Cell.number(login, "users"), "user was", "users were") + " tried in all")
                + ".";
        return new Claim(
                Question.BRUTE_FORCE,
                machine,
                (password && tries > 0 ? "Yes. " : "A login, but no guess is seen. ") + text,
                password && tries > 0 ? Verdict.YES : Verdict.PARTLY,
                login.getAs("grade"),
                NEEDS,
                known.share(Coverage.HOST_AUTH, List.of(String.valueOf(machine)), Cell.time(login, "time_first"), time),
                Cell.time(login, "time_first"),
                time,
                refs);
    }

    private static Claim byHit(Known known, Row hit) {
        String machine = hit.getAs("instance_id");
        String subject = machine == null ? hit.getAs("local_ip") : machine;
        Instant from = Cell.time(hit, "time_first");
        Instant to = Cell.time(hit, "time_last");
        double coverage = machine == null ? 0 : known.share(Coverage.HOST_AUTH, List.of(machine), from, to);
        String tried = Say.count(Cell.number(hit, "n"), "try", "tries") + " over SSH against " + subject + " from "
                + hit.getAs("remote_ip") + ", " + Say.span(from, to) + ": ";
        String judged = hit.getAs("verdict");
        Instant at = Cell.time(hit, "verdict_time");
        String when = at == null ? "" : " at " + Say.time(at);
        String user = hit.getAs("host_user") == null ? "" : " as " + hit.getAs("host_user");
        Verdict verdict = judged == null
                ? Verdict.CANNOT_TELL
                : switch (judged) {
                    case "success" -> Verdict.YES;
                    case "likely_success" -> Verdict.PARTLY;
                    case "no_success" -> Claim.noIfCovered(coverage);
                    default -> Verdict.CANNOT_TELL;
                };
        String outcome =
                switch (verdict) {
                    case YES -> "a login succeeded" + when + user + ".";
                    case PARTLY -> "by the shape of the flows one probably succeeded" + when
                            + "; which user, only sshd's log could show.";
                    case NO -> "none succeeded.";
                    case CANNOT_TELL -> "whether one succeeded, cannot tell: that needs sshd's log.";
                };
        return new Claim(
                Question.BRUTE_FORCE,
                subject,
                tried + outcome,
                verdict,
                hit.getAs("grade") == null ? Grade.C.name() : hit.getAs("grade"),
                NEEDS,
                coverage,
                from,
                to,
                Evidence.of(hit));
    }

    private static Claim notSeen(Known known, String machine) {
        Instant from = known.incident().first();
        Instant to = known.incident().last();
        double coverage = known.share(Coverage.HOST_AUTH, List.of(machine), from, to);
        return new Claim(
                Question.BRUTE_FORCE,
                machine,
                "No login of the attacker over SSH on " + machine + " is seen." + Claim.sayIfUncovered(coverage),
                Claim.noIfCovered(coverage),
                coverage >= 1 ? Grade.A.name() : Grade.C.name(),
                NEEDS,
                coverage,
                from,
                to,
                List.of());
    }
}
