package io.coldtrail.trace.containment;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import io.coldtrail.lake.Grade;
import io.coldtrail.trace.coverage.Coverage;
import io.coldtrail.trace.exposure.Contents;
import io.coldtrail.trace.incident.Cell;
import io.coldtrail.trace.incident.Evidence;
import io.coldtrail.trace.incident.Puts;
import io.coldtrail.trace.incident.Say;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Buckets: grants taken back, encryption restored, and what lies in them still to be done. */
final class Buckets {
    private static final int MOST = 1_000;

    private Buckets() {}

    static List<Measure> find(Scene scene) {
        List<Measure> measures = new ArrayList<>();
        for (Row bucket : scene.exposed("bucket")) {
            String name = bucket.getAs("container");
            List<Row> states = scene.records()
                    .table("bucket_states")
                    .where(col("bucket_name").equalTo(name))
                    .orderBy(col("valid_from").asc_nulls_first())
                    .limit(MOST)
                    .collectAsList();
            List<Row> during = states.stream()
                    .filter(s -> Cell.time(s, "valid_to") == null
                            || Cell.time(s, "valid_to").isAfter(scene.incident().first()))
                    .toList();
            grants(scene, name, during, measures);
            encryption(scene, name, during, measures);
        }
        unencrypted(scene, measures);
        planted(scene, measures);
        leaked(scene, measures);
        return measures;
    }

    private static boolean isOpen(Row state) {
        return "yes".equals(state.getAs("public_list")) || "yes".equals(state.getAs("public_get"));
    }

    private static void grants(Scene scene, String bucket, List<Row> states, List<Measure> measures) {
        Row opened = null;
        boolean wasOpen = false;
        for (Row state : states) {
            if (isOpen(state)) {
                opened = opened == null ? state : opened;
                wasOpen = true;
            } else if (opened != null) {
                measures.add(closed(scene, bucket, state));
                opened = null;
            }
        }
        if (opened != null) {
            measures.add(Measure.missing(
                    Control.GRANT_REMOVED,
                    "arn:aws:s3:::" + bucket,
                    "public access to " + bucket,
                    "Whether the bucket is meant to be read by anyone.",
                    bucket + " is open to anyone since " + Say.time(Cell.time(opened, "valid_from"))
                            + ", and was not closed.",
                    ref(opened)));
        }
        if (wasOpen) {
            Row now = states.get(states.size() - 1);
            boolean blocked = List.of(
                            "block_public_acls", "ignore_public_acls", "block_public_policy", "restrict_public_buckets")
                    .stream()
                    .allMatch(f -> Boolean.TRUE.equals(now.getAs(f)));
            if (!blocked) {
                measures.add(Measure.missing(
                        Control.PUBLIC_ACCESS_BLOCK_ON,
                        "arn:aws:s3:::" + bucket,
                        "a next public grant on " + bucket,
                        "Whether anything in the account is meant to be read by anyone: a website, a download.",
                        "Block Public Access is not on for " + bucket + ": the next public grant would work again.",
                        ref(now)));
            }
        }
    }

    private static Measure closed(Scene scene, String bucket, Row state) {
        Act act = Act.ofState(scene.records(), state);
        Dataset<Row> strangers = scene.records()
                .events("s3_access")
                .where(col("bucket_name").equalTo(bucket).and(expr("requester IS NULL AND source_ip IS NOT NULL")))
                .withColumn("log", expr("'s3_access'"))
                .withColumn("through", expr("outcome = 'success'"));
        Attempts attempts = Attempts.after(act.time(), strangers);
        String verdict = attempts.verdict(scene.covers(Coverage.S3_ACCESS, Set.of(bucket), act.time()));
        return new Measure(
                Control.GRANT_REMOVED,
                "arn:aws:s3:::" + bucket,
                "public access to " + bucket,
                act,
                verdict,
                attempts,
                null,
                Grade.A,
                bucket + " is no longer open to anyone since " + Say.time(act.time())
                        + (act.by() == null
                                ? ", as AWS Config saw it: "
                                : ", by " + act.name() + " of " + Say.who(act.by()) + ": ")
                        + switch (verdict) {
                            case "HELD" -> Say.count(attempts.n(), "request", "requests")
                                    + " without sign-in since, all refused.";
                            case "BROKEN" -> Say.count(attempts.successes(), "request", "requests")
                                    + " without sign-in since succeeded.";
                            case "UNTESTED" -> "no request without sign-in since.";
                            default -> "no access log shows whether it held.";
                        },
                List.of());
    }

    private static void encryption(Scene scene, String bucket, List<Row> states, List<Measure> measures) {
        Row removed = null;
        for (Row state : states) {
            boolean none = "none".equals(state.getAs("encryption"));
            if (none && "DeleteBucketEncryption".equals(state.getAs("change"))) {
                removed = state;
            } else if (!none && removed != null && state.getAs("encryption") != null) {
                measures.add(restored(scene, bucket, state));
                removed = null;
            }
        }
        if (removed != null) {
            measures.add(Measure.missing(
                    Control.ENCRYPTION_RESTORED,
                    "arn:aws:s3:::" + bucket,
                    "default encryption of " + bucket,
                    "Nothing: default encryption changes only what is put from then on.",
                    "The default encryption of " + bucket + ", removed at " + Say.time(Cell.time(removed, "valid_from"))
                            + ", was not restored.",
                    ref(removed)));
        }
    }

    private static Measure restored(Scene scene, String bucket, Row state) {
        Act act = Act.ofState(scene.records(), state);
        String encryption = state.getAs("encryption");
        Dataset<Row> puts = Puts.into(scene.records().events("cloudtrail"), bucket);
        Attempts attempts = Attempts.after(act.time(), puts);
        boolean covered = scene.covers(Coverage.DATA_EVENTS, Set.of(bucket), act.time());
        String verdict = attempts.verdict(covered);
        return new Measure(
                Control.ENCRYPTION_RESTORED,
                "arn:aws:s3:::" + bucket,
                "default encryption of " + bucket,
                act,
                verdict,
                attempts,
                null,
                Grade.A,
                "Default encryption of " + bucket + " is " + encryption + " again since " + Say.time(act.time())
                        + ", by " + Say.who(act.by()) + ": "
                        + (attempts.n() == 0
                                ? "no object was put since."
                                : Say.count(attempts.n(), "object was", "objects were") + " put since, "
                                        + (attempts.successes() == 0
                                                ? "none of them unencrypted."
                                                : attempts.successes() + " of them unencrypted."))
                        + " What was put in between stays as it is.",
                List.of());
    }

    private static List<Row> ref(Row state) {
        return state.getAs("log") == null
                ? List.of()
                : List.of(Evidence.ref(state.getAs("log"), state.getAs("object"), state.getAs("record_index")));
    }

    private static void unencrypted(Scene scene, List<Measure> measures) {
        List<Row> plain = scene.exposed("object").stream()
                .filter(o -> "none".equals(o.getAs("encryption")) && !"LOST".equals(o.getAs("fate")))
                .toList();
        Set<String> buckets = new TreeSet<>();
        plain.forEach(o -> buckets.add(o.getAs("container")));
        for (String bucket : buckets) {
            List<Row> there = plain.stream()
                    .filter(o -> bucket.equals(o.getAs("container")))
                    .toList();
            long others =
                    Puts.plainOfOthers(scene.records(), bucket, scene.incident().first());
            measures.add(Measure.missing(
                    Control.OBJECTS_REENCRYPTED,
                    "arn:aws:s3:::" + bucket,
                    "unencrypted objects in " + bucket,
                    "An object copied onto itself gets a new version and date; whoever reads it needs the key.",
                    Say.count(there.size(), "object lies", "objects lie") + " unencrypted in " + bucket + ": "
                            + Say.list(there.stream()
                                    .map(o -> o.<String>getAs("item"))
                                    .sorted()
                                    .toList())
                            + (others == 0
                                    ? ""
                                    : "; besides, "
                                            + Say.count(others, "object", "objects")
                                            + " that others put while its default encryption was off")
                            + ". Each must be put again, or deleted if the attacker brought it.",
                    Evidence.together(there.stream().map(Evidence::of).toList())));
        }
    }

    private static void planted(Scene scene, List<Measure> measures) {
        Set<String> lost = new TreeSet<>();
        scene.exposed("object").stream()
                .filter(o -> "LOST".equals(o.getAs("fate")))
                .forEach(o -> lost.add(o.getAs("resource_id")));
        for (Row bucket : scene.exposed("bucket")) {
            String name = bucket.getAs("container");
            List<Row> put = Puts.into(scene.attack("cloudtrail"), name)
                    .groupBy("object_key")
                    .agg(expr(
                            "min_by(struct(object, record_index), struct(event_time, object, record_index)) AS place"))
                    .orderBy("object_key")
                    .limit(MOST)
                    .select("object_key", "place.*")
                    .collectAsList()
                    .stream()
                    .filter(o -> !lost.contains("arn:aws:s3:::" + name + "/" + o.getAs("object_key")))
                    .toList();
            if (!put.isEmpty()) {
                measures.add(Measure.missing(
                        Control.PLANTED_OBJECTS_REMOVED,
                        "arn:aws:s3:::" + name,
                        "objects that the attacker put into " + name,
                        "Keep a copy as evidence; whether one of them took the place of an object of yours.",
                        Say.count(put.size(), "object", "objects") + " that the attacker put into " + name
                                + (put.size() == 1 ? " is" : " are") + " still there: "
                                + Say.list(put.stream()
                                        .map(o -> o.<String>getAs("object_key"))
                                        .toList())
                                + ".",
                        put.stream()
                                .map(o -> Evidence.ref("cloudtrail", o.getAs("object"), o.getAs("record_index")))
                                .toList()));
            }
        }
    }

    private static void leaked(Scene scene, List<Measure> measures) {
        for (Row object : scene.exposed("object")) {
            String key = object.getAs("item");
            if (Contents.CREDENTIALS.equals(Contents.of(key)) && measures.size() < MOST) {
                Instant first = Cell.time(object, "time_first");
                measures.add(new Measure(
                        Control.LEAKED_SECRET_ROTATED,
                        object.getAs("resource_id"),
                        "keys or passwords in " + key,
                        null,
                        "MISSING",
                        Attempts.NONE,
                        "Where each of them is in use: production stops when it is turned off before a new one is in"
                                + " place.",
                        Grade.C,
                        key + " seems to hold keys or passwords and is exposed"
                                + (first == null ? "" : " since " + Say.time(first))
                                + ": every AWS key, password and token of another service (GitHub's, say) in it must be"
                                + " replaced. No log here can show that it was.",
                        Evidence.of(object)));
            }
        }
        for (Row secret : scene.exposed("secret")) {
            measures.add(Measure.missing(
                    Control.LEAKED_SECRET_ROTATED,
                    secret.getAs("resource_id"),
                    "secret " + secret.getAs("item"),
                    "Where it is in use.",
                    "The attacker read " + secret.getAs("item") + ", and nothing shows that it was replaced.",
                    Evidence.of(secret)));
        }
    }
}
