package io.coldtrail.trace.answers;

import io.coldtrail.lake.Grade;
import io.coldtrail.trace.answers.Claim.Verdict;
import io.coldtrail.trace.incident.Cell;
import io.coldtrail.trace.incident.Evidence;
import io.coldtrail.trace.incident.Puts;
import io.coldtrail.trace.incident.Question;
import io.coldtrail.trace.incident.Say;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Row;

/** Which objects were taken or exposed, by whom, how many bytes; were they public at all; which lie unencrypted? */
final class Objects implements Answer {
    private static final List<String> NEEDS = List.of("cloudtrail", "s3_access");
    private static final int MOST = 1_000;
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
        planted(known, objects, coverage).ifPresent(claims::add);
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

    private static List<String> sized(List<Row> objects) {
        return objects.stream()
                .map(o -> o.getAs("item")
                        + (o.getAs("size") == null
                                ? ""
                                : " (" + Say.count(Cell.number(o, "size"), "byte", "bytes") + ")"))
                .toList();
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
                Say.count(taken.size(), "object was", "objects were") + " taken: " + Say.list(sized(taken)) + ", "
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

    /** What the attacker put, which may be to blame you or to hand on; with its size and how it is stored. */
    private static Optional<Claim> planted(Known known, List<Row> objects, double coverage) {
        Set<String> put = new TreeSet<>();
        for (Row bucket : known.exposed("bucket")) {
            String name = bucket.getAs("container");
            Puts.into(known.attack("cloudtrail"), name)
                    .select("object_key")
                    .distinct()
                    .orderBy("object_key")
                    .limit(MOST)
                    .collectAsList()
                    .forEach(o -> put.add("arn:aws:s3:::" + name + "/" + o.getAs("object_key")));
        }
        List<Row> these = objects.stream()
                .filter(o -> put.contains(o.<String>getAs("resource_id")))
                .toList();
        if (these.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Claim(
                Question.OBJECTS,
                "put",
                Say.count(these.size(), "object was", "objects were") + " put by the attacker: "
                        + Say.list(these.stream()
                                .map(o -> o.getAs("item") + " ("
                                        + (o.getAs("size") == null
                                                ? ""
                                                : Say.count(Cell.number(o, "size"), "byte", "bytes") + ", ")
                                        + stored(o.getAs("encryption")) + ")")
                                .toList())
                        + ".",
                Verdict.YES,
                these.get(0).getAs("grade"),
                NEEDS,
                coverage,
                Cell.time(these.get(0), "time_first"),
                Cell.time(these.get(these.size() - 1), "time_last"),
                evidence(these)));
    }

    private static String stored(String encryption) {
        return encryption == null
                ? "how it is stored is not known"
                : encryption.equals("none") ? "unencrypted" : encryption;
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
        long others = known.exposed("bucket").stream()
                .mapToLong(b -> Puts.plainOfOthers(
                        known.records(), b.getAs("container"), known.incident().first()))
                .sum();
        Verdict verdict = !plain.isEmpty() ? Verdict.YES : unknown ? Verdict.CANNOT_TELL : Claim.noIfCovered(coverage);
        return new Claim(
                Question.OBJECTS,
                "encryption",
                (plain.isEmpty()
                                ? "None of these objects is known to lie unencrypted"
                                        + (unknown ? ", but how some were stored is not known." : ".")
                                : Say.count(plain.size(), "object lies", "objects lie") + " unencrypted: "
                                        + Say.list(names(plain)) + ".")
                        + (others == 0
                                ? ""
                                : " Besides, others put " + Say.count(others, "object", "objects")
                                        + " while the default encryption was off.")
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
