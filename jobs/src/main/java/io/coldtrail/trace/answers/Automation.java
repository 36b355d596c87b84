package io.coldtrail.trace.answers;

import io.coldtrail.lake.Grade;
import io.coldtrail.trace.answers.Claim.Verdict;
import io.coldtrail.trace.incident.Cell;
import io.coldtrail.trace.incident.Evidence;
import io.coldtrail.trace.incident.Question;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Row;

/** Which remediations are safe to automate, what must be known first, and which need a person? */
final class Automation implements Answer {
    private static final List<String> NEEDS = List.of("cloudtrail");
    /** What was done, in order; then what is missing, in the order to do it. */
    private static final Comparator<Row> DONE_FIRST = Comparator.comparing(
                    (Row c) -> Cell.time(c, "time"), Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(c -> c.<Integer>getAs("priority"), Comparator.nullsLast(Comparator.naturalOrder()));

    @Override
    public List<Claim> to(Known known) {
        List<Claim> claims = new ArrayList<>();
        double coverage = known.ofCalls();
        for (String how : List.of("safe", "with_check", "person")) {
            List<Row> these = known.containment().stream()
                    .filter(c -> how.equals(c.getAs("automate")))
                    .sorted(DONE_FIRST)
                    .toList();
            if (!these.isEmpty()) {
                claims.add(claim(known, how, these, coverage));
            }
        }
        return claims;
    }

    private static Claim claim(Known known, String how, List<Row> controls, double coverage) {
        Set<String> names = new LinkedHashSet<>();
        Set<String> checks = new LinkedHashSet<>();
        controls.forEach(c -> {
            names.add(c.<String>getAs("control").replace('_', ' '));
            if (c.getAs("check_first") != null) {
                checks.add(c.getAs("check_first"));
            }
        });
        String what = String.join(", ", names);
        String text =
                switch (how) {
                    case "safe" -> "A machine may do by itself: " + what + ".";
                    case "with_check" -> "A machine may do once it is known who else would be hit: " + what + ".";
                    default -> "A person must decide: " + what + ".";
                };
        return new Claim(
                Question.AUTOMATION,
                how,
                text
                        + (checks.isEmpty()
                                ? ""
                                : " First: "
                                        + String.join(
                                                " ", checks.stream().limit(4).toList())),
                how.equals("safe") ? Verdict.YES : how.equals("person") ? Verdict.NO : Verdict.PARTLY,
                Grade.B.name(),
                NEEDS,
                // who must decide is known without a log
                how.equals("person") ? 1 : coverage,
                known.incident().first(),
                known.incident().last(),
                Evidence.together(controls.stream()
                        .map(Evidence::of)
                        .filter(e -> !e.isEmpty())
                        .map(e -> e.subList(0, 1))
                        .toList()));
    }
}
