package io.coldtrail.trace.answers;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import io.coldtrail.lake.Grade;
import io.coldtrail.trace.answers.Claim.Verdict;
import io.coldtrail.trace.incident.Cell;
import io.coldtrail.trace.incident.Evidence;
import io.coldtrail.trace.incident.HeldSession;
import io.coldtrail.trace.incident.Question;
import io.coldtrail.trace.incident.Say;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Row;

/** Which role removed the encryption, and is it the same role as in the other findings? */
final class Encryption implements Answer {
    private static final List<String> NEEDS = List.of("cloudtrail");
    private static final int MOST = 50;

    @Override
    public List<Claim> to(Known known) {
        List<Claim> claims = new ArrayList<>();
        double coverage = known.ofCalls();
        if (known.incident().first() == null) {
            return claims;
        }
        List<Row> removals = known.records()
                .events("cloudtrail")
                .where(expr("event_name = 'DeleteBucketEncryption' AND outcome = 'success'")
                        .and(col("event_time")
                                .geq(Timestamp.from(known.incident().first()))))
                .withColumn("log", lit("cloudtrail"))
                .join(
                        known.records()
                                .attack()
                                .where(col("incident_id")
                                        .equalTo(known.incident().id()))
                                .select("log", "object", "record_index", "actor", "grade"),
                        new String[] {"log", "object", "record_index"},
                        "left")
                .orderBy("event_time", "object", "record_index")
                .limit(MOST)
                .collectAsList();
        for (Row removal : removals) {
            claims.add(removed(known, removal, coverage));
        }
        if (claims.isEmpty()) {
            claims.add(new Claim(
                    Question.ENCRYPTION,
                    "default encryption",
                    "Nobody is seen to remove a bucket's default encryption." + Claim.sayIfUncovered(coverage),
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

    private static Claim removed(Known known, Row removal, double coverage) {
        boolean attack = removal.getAs("actor") != null;
        String principal =
                removal.getAs("issuer_arn") == null ? removal.getAs("user_arn") : removal.getAs("issuer_arn");
        List<HeldSession> same = known.incident().used().stream()
                .filter(s -> Objects.equals(s.principal(), principal))
                .toList();
        String bucket = removal.getAs("bucket_name");
        String whose = same.isEmpty()
                ? "No credential of it is seen in the attacker's hands."
                : "It is the same " + (principal.contains(":role/") ? "role" : "principal")
                        + " whose credentials the attacker used"
                        + (known.incident().used().size() == same.size()
                                ? "; all other findings about stolen credentials name it too."
                                : ".");
        return new Claim(
                Question.ENCRYPTION,
                bucket,
                Say.who(removal.getAs("user_arn")) + " (" + principal + ") removed the default encryption of " + bucket
                        + " at " + Say.time(Cell.time(removal, "event_time")) + ", from " + removal.getAs("source_ip")
                        + (attack
                                ? ": " + ("attacker".equals(removal.getAs("actor")) ? "" : "probably ")
                                        + "the attacker's doing. "
                                : ": not the attacker's doing, as far as is known. ")
                        + whose + restored(known, bucket, Cell.time(removal, "event_time")),
                same.isEmpty() ? Claim.noIfCovered(coverage) : Verdict.YES,
                attack ? removal.getAs("grade") : Grade.A.name(),
                NEEDS,
                coverage,
                Cell.time(removal, "event_time"),
                Cell.time(removal, "event_time"),
                List.of(Evidence.ref("cloudtrail", removal.getAs("object"), removal.getAs("record_index"))));
    }

    private static String restored(Known known, String bucket, Instant removed) {
        return known.containment().stream()
                .filter(c -> "encryption_restored".equals(c.getAs("control"))
                        && ("arn:aws:s3:::" + bucket).equals(c.getAs("target")))
                .map(c -> Cell.time(c, "time"))
                .filter(time -> time != null && time.isAfter(removed))
                .findFirst()
                .map(time -> " It was set again at " + Say.time(time) + ".")
                .orElse(" It is not seen to be set again.");
    }
}
