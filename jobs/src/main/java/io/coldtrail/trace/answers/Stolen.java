package io.coldtrail.trace.answers;

import io.coldtrail.lake.Grade;
import io.coldtrail.trace.answers.Claim.Verdict;
import io.coldtrail.trace.incident.Cell;
import io.coldtrail.trace.incident.Evidence;
import io.coldtrail.trace.incident.Question;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;

/** Which credentials were stolen, whose are they, how did they leave, when do they expire? */
final class Stolen implements Answer {
    private static final List<String> NEEDS = List.of("cloudtrail", "host_auth");

    @Override
    public List<Claim> to(Known known) {
        List<Claim> claims = new ArrayList<>();
        double coverage = known.ofCalls();
        for (String kind : List.of("credential", "password", "secret")) {
            for (Row exposure : known.exposed(kind)) {
                boolean used = !"REACHABLE".equals(exposure.getAs("state"));
                claims.add(new Claim(
                        Question.CREDENTIALS,
                        exposure.getAs("resource_id"),
                        exposure.getAs("detail"),
                        used ? Verdict.YES : Verdict.PARTLY,
                        exposure.getAs("grade"),
                        NEEDS,
                        coverage,
                        Cell.time(exposure, "time_first"),
                        Cell.time(exposure, "time_last"),
                        Evidence.of(exposure)));
            }
        }
        if (claims.isEmpty()) {
            claims.add(new Claim(
                    Question.CREDENTIALS,
                    "credentials",
                    "No key or password is seen in the attacker's hands." + Claim.sayIfUncovered(coverage),
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
}
