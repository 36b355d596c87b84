package io.coldtrail.trace.answers;

import io.coldtrail.lake.Grade;
import io.coldtrail.trace.answers.Claim.Verdict;
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

/** Which objects were taken or exposed, by whom, how many bytes; were they public at all; which lie unencrypted? */
final class Objects implements Answer {
    private static final List<String> NEEDS = List.of("cloudtrail", "s3_access");
    private static final Set<String> TAKEN = Set.of("READ_PROVEN", "COPY_PROVEN");

    @Override
    public List<Claim> to(Known known) {
        List<Claim> claims = new ArrayList<>();
        List<Row> objects = known.exposed("object");
        List<Row> taken = objects.stream()
                .filter(o -> TAKEN.contains(o.<String>getAs("state")))
                .toList();
        Set<String> buckets = new TreeSet<>();
        known.exposed("bucket").forEach(b -> buckets.add(b.getAs("container")));
        double coverage = known.ofRequests(
                buckets, known.incident().first(), known.incident().last());
        claims.add(taken(known, taken, coverage));
        known.exposed("bucket").forEach(bucket -> claims.add(open(known, bucket)));
        List<Row> reachable = objects.stream()
                .filter(o -> Set.of("REACHABLE", "LISTED").contains(o.<String>getAs("state")))
                .toList();
        if (!reachable.isEmpty()) {
            claims.add(exposed(reachable, coverage));
        }
        List<Row> plain = objects.stream()
                .filter(o -> "none".equals(o.getAs("encryption")) && !"LOST".equals(o.getAs("fate")))
                .toList();
        if (!objects.isEmpty()) {
            claims.add(encryption(known, objects, plain, coverage));
        }
        return claims;
    }

    private static List<String> names(List<Row> objects) {
        return objects.stream().map(o -> o.<String>getAs("item")).toList();
    }

    private static List<Row> evidence(List<Row> rows) {
        return Evidence.together(rows.stream().map(Evidence::of).toList());
    }

    private static Claim taken(Known known, List<Row> taken, double coverage) {
        Instant first = known.incident().first();
        Instant last = known.incident().last();
        if (taken.isEmpty()) {
            return new Claim(
                    Question.OBJECTS,
                    "taken",
                    "No read of an object by the attacker or a stranger is seen." + Claim.sayIfUncovered(coverage),
                    Claim.noIfCovered(coverage),
                    coverage >= 1 ? Grade.A.name() : Grade.C.name(),
                    NEEDS,
                    coverage,
                    first,
                    last,
                    List.of());
        }
        long n = taken.stream().mapToLong(o -> Cell.number(o, "n")).sum();
        long bytes = taken.stream().mapToLong(o -> Cell.number(o, "bytes")).sum();
        Set<String> who = new TreeSet<>();
        taken.forEach(o -> Cell.texts(o, "who").stream()
                .filter(w -> !w.equals("anonymous"))
                .forEach(who::add));
        return new Claim(
                Question.OBJECTS,
                "taken",
                Say.count(taken.size(), "object was", "objects were") + " taken: " + Say.list(names(taken)) + ", "
                        + Say.count(n, "read", "reads") + " and " + Say.count(bytes, "byte", "bytes")
                        + (who.isEmpty() ? "" : ", to " + Say.list(who)) + "."
                        + (coverage >= 1 ? "" : " There may be more: the logs do not cover all of it."),
                Verdict.YES,
                taken.get(0).getAs("grade"),
                NEEDS,
                coverage,
                Cell.time(taken.get(0), "time_first"),
                Cell.time(taken.get(0), "time_last"),
                evidence(taken));
    }

    private static Claim open(Known known, Row bucket) {
        String name = bucket.getAs("container");
        String state = bucket.getAs("state");
        boolean wasOpen = Cell.texts(bucket, "who").contains("anonymous");
        Instant from = Cell.time(bucket, "time_first");
        Instant to = Cell.time(bucket, "time_last");
        Instant first = from == null ? known.incident().first() : from;
        Instant last = to == null ? known.incident().last() : to;
        double coverage = known.ofRequests(List.of(name), first, last);
        Verdict verdict = !wasOpen
                ? state.equals("UNKNOWN_NOT_LOGGED") ? Verdict.CANNOT_TELL : Claim.noIfCovered(coverage)
                : state.equals("REACHABLE") ? Verdict.YES : Verdict.PARTLY;
        return new Claim(
                Question.OBJECTS,
                name,
                bucket.getAs("detail"),
                verdict,
                bucket.getAs("grade"),
                List.of("cloudtrail", "s3_access", "config_items"),
                coverage,
                from,
                to,
                Evidence.of(bucket));
    }

    private static Claim exposed(List<Row> reachable, double coverage) {
        boolean get = reachable.stream().anyMatch(o -> "REACHABLE".equals(o.getAs("state")));
        return new Claim(
                Question.OBJECTS,
                "exposed",
                Say.count(reachable.size(), "object", "objects") + " stood "
                        + (get
                                ? "within anyone's reach"
                                : "in a list that anyone could read, but could not be read themselves")
                        + ": " + Say.list(names(reachable)) + ".",
                get ? Verdict.YES : Verdict.PARTLY,
                Grade.B.name(),
                NEEDS,
                coverage,
                Cell.time(reachable.get(0), "time_first"),
                Cell.time(reachable.get(0), "time_last"),
                evidence(reachable));
    }

    private static Claim encryption(Known known, List<Row> objects, List<Row> plain, double coverage) {
        boolean unknown = objects.stream().anyMatch(o -> o.getAs("encryption") == null);
        String kms =
                " SSE-KMS would have kept a reader without sign-in out, for the key lets in none; SSE-S3 does not.";
        Verdict verdict = !plain.isEmpty() ? Verdict.YES : unknown ? Verdict.CANNOT_TELL : Claim.noIfCovered(coverage);
        return new Claim(
                Question.OBJECTS,
                "encryption",
                (plain.isEmpty()
                                ? "None of these objects is known to lie unencrypted"
                                        + (unknown ? ", but how some were stored is not known." : ".")
                                : Say.count(plain.size(), "object lies", "objects lie") + " unencrypted: "
                                        + Say.list(names(plain)) + ".")
                        + kms,
                verdict,
                verdict == Verdict.CANNOT_TELL ? Grade.C.name() : Grade.A.name(),
                NEEDS,
                coverage,
                known.incident().first(),
                known.incident().last(),
                evidence(plain));
    }
}
