package io.coldtrail.trace.answers;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import io.coldtrail.lake.Grade;
import io.coldtrail.trace.answers.Claim.Verdict;
import io.coldtrail.trace.incident.Cell;
import io.coldtrail.trace.incident.Evidence;
import io.coldtrail.trace.incident.Question;
import io.coldtrail.trace.incident.Say;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Row;

/** What the attacker did with the credentials: which calls succeeded, which were denied, in the order of the first. */
final class Actions implements Answer {
    private static final List<String> NEEDS = List.of("cloudtrail");
    private static final int NAMED = 20;
    private static final int MOST = 1_000;

    @Override
    public List<Claim> to(Known known) {
        List<Row> calls = Evidence.marked(
                        known.attack("cloudtrail")
                                .withColumn(
                                        "came",
                                        expr("CASE WHEN outcome = 'success' THEN 'succeeded'"
                                                + " WHEN outcome = 'denied' THEN 'denied' ELSE 'failed' END")),
                        "came",
                        "event_name")
                .groupBy("came", "event_name")
                .agg(
                        expr("count(*) AS n"),
                        expr("slice(array_sort(collect_set(source_ip)), 1, 100) AS addresses"),
                        expr("max(grade) AS worst"),
                        expr("min(event_time) AS time_first"),
                        expr("max(event_time) AS time_last"),
                        Evidence.refs().as("evidence"))
                .orderBy(col("time_first"), col("event_name"))
                .limit(MOST)
                .collectAsList();
        double coverage = known.ofCalls();
        List<Claim> claims = new ArrayList<>();
        for (String came : List.of("succeeded", "denied", "failed")) {
            List<Row> these =
                    calls.stream().filter(c -> came.equals(c.getAs("came"))).toList();
            if (!these.isEmpty()) {
                claims.add(claim(came, these, coverage));
            }
        }
        if (claims.isEmpty()) {
            claims.add(new Claim(
                    Question.ACTIONS,
                    "calls",
                    "No call of the attacker to AWS is seen." + Claim.sayIfUncovered(coverage),
                    Claim.noIfCovered(coverage),
                    coverage >= 1 ? Grade.A.name() : Grade.C.name(),
                    NEEDS,
                    coverage,
                    known.incident().first(),
                    known.incident().last(),
                    List.of()));
        }
        return claims;
    }

    private static Claim claim(String came, List<Row> calls, double coverage) {
        long n = calls.stream().mapToLong(c -> Cell.number(c, "n")).sum();
        Set<String> addresses = new TreeSet<>();
        calls.forEach(c -> addresses.addAll(Cell.texts(c, "addresses")));
        StringBuilder text = new StringBuilder(Say.count(n, "call", "calls") + " of the attacker " + came
                + (addresses.isEmpty() ? "" : ", from " + Say.list(addresses)) + ": ");
        text.append(String.join(
                ", ",
                calls.stream()
                        .limit(NAMED)
                        .map(c -> c.getAs("event_name") + " " + Say.number(Cell.number(c, "n")))
                        .toList()));
        if (calls.size() > NAMED) {
            text.append(" and ").append(Say.count(calls.size() - NAMED, "other API", "other APIs"));
        }
        boolean sure = calls.stream().allMatch(c -> Grade.A.name().equals(c.getAs("worst")));
        return new Claim(
                Question.ACTIONS,
                came,
                text + ".",
                Verdict.YES,
                sure ? Grade.A.name() : Grade.B.name(),
                NEEDS,
                coverage,
                Cell.time(calls.get(0), "time_first"),
                calls.stream()
                        .map(c -> Cell.time(c, "time_last"))
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                Evidence.together(
                        calls.stream().map(c -> Evidence.of(c).subList(0, 1)).toList()));
    }
}
