package io.coldtrail.trace.answers;

import io.coldtrail.lake.Grade;
import io.coldtrail.trace.answers.Claim.Verdict;
import io.coldtrail.trace.incident.Cell;
import io.coldtrail.trace.incident.Evidence;
import io.coldtrail.trace.incident.Question;
import io.coldtrail.trace.incident.Say;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Row;

/** What has been contained already, and what has not? */
final class Contained implements Answer {
    private static final List<String> NEEDS = List.of("cloudtrail", "flow", "s3_access", "host_auth");

    /** Done outside of AWS, without a trace in any of these logs. */
    private static final Set<String> UNSEEN = Set.of("leaked_secret_rotated", "user_password_changed");

    @Override
    public List<Claim> to(Known known) {
        List<Claim> claims = new ArrayList<>();
        List<Row> all = known.containment();
        List<Row> open = with(all, Set.of("MISSING", "BROKEN"));
        List<Row> done = all.stream().filter(c -> c.getAs("time") != null).toList();
        double coverage = known.ofCalls();
        Instant success = known.incident().lastSuccess();
        claims.add(claim(
                known,
                "incident",
                (done.isEmpty()
                                ? "Nothing is seen to be contained"
                                : Say.count(done.size(), "control was", "controls were") + " taken: " + count(done))
                        + "; "
                        + (open.isEmpty()
                                ? "nothing more is known to be missing"
                                : Say.number(with(all, Set.of("MISSING")).size()) + " are missing")
                        + ". The attacker's last success was "
                        + (success == null ? "none that is seen." : "at " + Say.time(success) + "."),
                done.isEmpty()
                        ? Verdict.NO
                        : open.isEmpty()
                                ? Claim.noIfCovered(coverage) == Verdict.NO ? Verdict.YES : Verdict.PARTLY
                                : Verdict.PARTLY,
                coverage,
                done));
        List<Row> held =
                done.stream().filter(c -> !"BROKEN".equals(c.getAs("verdict"))).toList();
        if (!held.isEmpty()) {
            claims.add(claim(known, "held", held(held), heldVerdict(held), coverage, held));
        }
        // a success is proof enough
        with(done, Set.of("BROKEN"))
                .forEach(c -> claims.add(claim(known, subject(c), c.getAs("detail"), Verdict.NO, 1, List.of(c))));
        List<Row> missing = with(all, Set.of("MISSING")).stream()
                .sorted(Comparator.comparing(c -> c.<Integer>getAs("priority")))
                .toList();
        if (!missing.isEmpty()) {
            boolean unseen = missing.stream().allMatch(c -> UNSEEN.contains(c.<String>getAs("control")));
            claims.add(claim(
                    known,
                    "missing",
                    "Not seen to be done, in the order to do it: " + missing(missing) + ".",
                    unseen ? Verdict.CANNOT_TELL : Verdict.NO,
                    coverage,
                    missing));
        }
        return claims;
    }

    private static Verdict heldVerdict(List<Row> held) {
        if (held.stream().allMatch(c -> "NOT_COVERED".equals(c.getAs("verdict")))) {
            return Verdict.CANNOT_TELL;
        }
        return held.stream().allMatch(c -> "HELD".equals(c.getAs("verdict"))) ? Verdict.YES : Verdict.PARTLY;
    }

    /** "Held: address denied, acl-1, since ...; not tested since: ..." */
    private static String held(List<Row> held) {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("HELD", "Held: ");
        words.put("UNTESTED", "Not tested since: ");
        words.put("NOT_COVERED", "No log shows whether these held: ");
        List<String> sentences = new ArrayList<>();
        words.forEach((verdict, begin) -> {
            List<String> these = with(held, Set.of(verdict)).stream()
                    .map(c ->
                            plain(c) + " (" + Say.name(c.getAs("target")) + ", " + Say.time(Cell.time(c, "time")) + ")")
                    .toList();
            if (!these.isEmpty()) {
                sentences.add(begin + String.join(", ", these) + ".");
            }
        });
        return String.join(" ", sentences);
    }

    /** Each control once, with all that it is about. */
    private static String missing(List<Row> missing) {
        Map<String, List<String>> abouts = new LinkedHashMap<>();
        missing.forEach(
                c -> abouts.computeIfAbsent(plain(c), p -> new ArrayList<>()).add(c.getAs("about")));
        return String.join(
                "; ",
                abouts.entrySet().stream()
                        .map(c -> c.getKey() + " (" + Say.list(c.getValue()) + ")")
                        .toList());
    }

    private static String plain(Row control) {
        return control.<String>getAs("control").replace('_', ' ');
    }

    private static String subject(Row c) {
        return c.getAs("control") + " " + c.getAs("target")
                + (c.getAs("event_id") == null ? "" : " " + c.getAs("event_id"));
    }

    private static List<Row> with(List<Row> all, Set<String> verdicts) {
        return all.stream()
                .filter(c -> verdicts.contains(c.<String>getAs("verdict")))
                .toList();
    }

    private static String count(List<Row> done) {
        List<String> words = new ArrayList<>();
        for (String verdict :
                new TreeSet<>(done.stream().map(c -> c.<String>getAs("verdict")).toList())) {
            long n = with(done, Set.of(verdict)).size();
            words.add(n + " "
                    + switch (verdict) {
                        case "HELD" -> "held";
                        case "BROKEN" -> "did not hold";
                        case "UNTESTED" -> "not tested since";
                        default -> "of which no log shows whether it held";
                    });
        }
        return String.join(", ", words);
    }

    /** What is not seen to be done was not done only where it would have been seen. */
    private static Claim claim(
            Known known, String subject, String statement, Verdict verdict, double coverage, List<Row> rows) {
        List<Instant> times = rows.stream()
                .map(r -> Cell.time(r, "time"))
                .filter(Objects::nonNull)
                .sorted()
                .toList();
        boolean sure =
                !rows.isEmpty() && rows.stream().allMatch(r -> Grade.A.name().equals(r.getAs("grade")));
        Verdict told = verdict == Verdict.NO && rows.stream().allMatch(r -> "MISSING".equals(r.getAs("verdict")))
                ? Claim.noIfCovered(coverage)
                : verdict;
        return new Claim(
                Question.CONTAINED,
                subject,
                statement + (told == verdict ? "" : Claim.sayIfUncovered(coverage)),
                told,
                sure ? Grade.A.name() : Grade.B.name(),
                NEEDS,
                coverage,
                times.isEmpty() ? known.incident().first() : times.get(0),
                times.isEmpty() ? known.incident().last() : times.get(times.size() - 1),
                Evidence.together(rows.stream().map(Evidence::of).toList()));
    }
}
