package io.coldtrail.trace.exposure;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import io.coldtrail.lake.Grade;
import io.coldtrail.lake.TableRow;
import io.coldtrail.trace.Ids;
import io.coldtrail.trace.incident.Cell;
import io.coldtrail.trace.incident.Evidence;
import io.coldtrail.trace.incident.IncidentView;
import io.coldtrail.trace.incident.Say;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A bucket as a whole: listed by the attacker, or open to anyone; and how many objects that is about. */
final class BucketExposures {
    private BucketExposures() {}

    /** One row a bucket in which the attacker did something: open, listed, or neither. */
    static List<Row> rows(
            Dataset<Row> requests,
            Dataset<Row> known,
            Dataset<Row> touched,
            BucketHistory history,
            List<IncidentView> incidents) {
        Map<String, Row> objects = byBucket(known.groupBy("of", "bucket_name")
                .agg(expr("count(*) AS objects"), expr("sum(size) AS size"), expr("min(put_last) AS put_first")));
        Dataset<Row> here = requests.join(broadcast(touched.withColumnRenamed("incident_id", "of")), "bucket_name")
                .withColumn("ours", expr("coalesce(incident_id = of, false)"))
                .withColumn("stranger", expr("anonymous AND incident_id IS NULL"))
                .withColumn("telling", expr("(ours OR stranger) AND success AND action = 'list'"));
        Map<String, Row> lists = byBucket(Evidence.marked(here, col("telling"), "of", "bucket_name")
                .groupBy("of", "bucket_name")
                .agg(
                        expr("count_if(ours AND success AND action = 'list') AS ours"),
                        expr("count_if(stranger AND success AND action = 'list') AS strangers"),
                        expr("count_if(stranger AND NOT success AND action = 'read') AS refused"),
                        expr("count_if(action IN ('read', 'list')) AS reads_logged"),
                        expr("sum(bytes) FILTER (WHERE telling) AS bytes"),
                        expr("sum(bytes) FILTER (WHERE telling AND stranger) AS strangers_bytes"),
                        expr("slice(array_sort(collect_set(source_ip) FILTER (WHERE telling AND stranger)), 1, 20)"
                                + " AS strangers_from"),
                        expr("min(event_time) FILTER (WHERE telling) AS time_first"),
                        expr("max(event_time) FILTER (WHERE telling) AS time_last"),
                        expr(
                                "slice(array_sort(collect_set(source_ip) FILTER (WHERE ref IS NOT NULL)), 1, 20) AS addresses"),
                        Evidence.refs().as("evidence")));
        List<Row> rows = new ArrayList<>();
        Map<String, IncidentView> views = new TreeMap<>();
        incidents.forEach(i -> views.put(i.id(), i));
        for (Row pair : touched.orderBy("incident_id", "bucket_name")
                .limit(ObjectExposures.MOST)
                .collectAsList()) {
            IncidentView incident = views.get(Cell.text(pair, "incident_id"));
            String key = pair.getAs("incident_id") + "\n" + pair.getAs("bucket_name");
            if (incident != null) {
                rows.add(row(incident, pair.getAs("bucket_name"), history, objects.get(key), lists.get(key)));
            }
        }
        return rows;
    }

    private static Map<String, Row> byBucket(Dataset<Row> rows) {
        Map<String, Row> map = new TreeMap<>();
        rows.orderBy("of", "bucket_name")
                .limit(ObjectExposures.MOST)
                .collectAsList()
                .forEach(r -> map.put(r.getAs("of") + "\n" + r.getAs("bucket_name"), r));
        return map;
    }

    private static Row row(IncidentView incident, String bucket, BucketHistory history, Row objects, Row lists) {
        List<OpenTime> open = history.open(bucket, incident.first());
        boolean get = open.stream().anyMatch(o -> o.get().equals("yes"));
        boolean known = history.of(bucket).stream()
                .noneMatch(o -> o.list().equals("unknown") && (o.to() == null || o.to().isAfter(incident.first())));
        long listed = lists == null ? 0 : Cell.number(lists, "ours");
        long strangers = lists == null ? 0 : Cell.number(lists, "strangers");
        boolean logged = lists != null && Cell.number(lists, "reads_logged") > 0;
        String state = get
                ? "REACHABLE"
                : !open.isEmpty() || listed > 0
                        ? "LISTED"
                        : logged && known && !history.of(bucket).isEmpty() ? "NONE_SEEN_COVERED" : "UNKNOWN_NOT_LOGGED";
        List<Row> refs = new ArrayList<>();
        open.stream().filter(o -> o.ref() != null).forEach(o -> refs.add(o.ref()));
        if (lists != null) {
            refs.addAll(Evidence.of(lists));
        }
        List<String> who = new ArrayList<>(lists == null ? List.of() : Cell.texts(lists, "addresses"));
        if (!open.isEmpty()) {
            who.add("anonymous");
        }
        Instant from = open.isEmpty()
                ? lists == null ? null : Cell.time(lists, "time_first")
                : open.get(0).from();
        Instant to = open.isEmpty()
                ? lists == null ? null : Cell.time(lists, "time_last")
                : open.get(open.size() - 1).to();
        return TableRow.of("exposures")
                .set("exposure_id", Ids.of("exposure", incident.id(), "bucket", bucket))
                .set("incident_id", incident.id())
                .set("kind", "bucket")
                .set("resource_type", "AwsS3Bucket")
                .set("resource_id", "arn:aws:s3:::" + bucket)
                .set("container", bucket)
                .set("item", bucket)
                .set("state", state)
                .set("time_first", from)
                .set("time_last", to)
                .set("who", who)
                .set("n", listed + strangers)
                .set("bytes", lists == null ? 0L : Cell.number(lists, "bytes"))
                .set("size", objects == null ? null : objects.getAs("size"))
                .set("grade", Grade.A.name())
                .set("rule", open.isEmpty() ? "attacker's requests" : "bucket open")
                .set("detail", detail(bucket, open, get, listed, strangers, lists, objects, state))
                .set("evidence", Evidence.together(List.of(refs)))
                .row();
    }

    private static String detail(
            String bucket,
            List<OpenTime> open,
            boolean get,
            long listed,
            long strangers,
            Row lists,
            Row objects,
            String state) {
        StringBuilder text = new StringBuilder();
        if (open.isEmpty()) {
            text.append(bucket)
                    .append(
                            switch (state) {
                                case "LISTED" -> " was listed by the attacker " + Say.times(listed) + ".";
                                case "NONE_SEEN_COVERED" -> " was open to nobody, as far as its settings are known.";
                                default -> ": whether it was open to anyone is not known.";
                            });
        } else {
            OpenTime first = open.get(0);
            OpenTime last = open.get(open.size() - 1);
            text.append("Anyone could list ")
                    .append(bucket)
                    .append(get ? " and get its objects " : " but not get its objects ")
                    .append(Say.span(first.from(), last.to()));
            if (first.change() != null) {
                text.append(", by ").append(first.change()).append(" of ").append(Say.who(first.by()));
            }
            text.append(
                    strangers == 0
                            ? "; no listing without sign-in is in the logs."
                            : "; it was listed without sign-in " + Say.times(strangers) + ", "
                                    + Say.count(Cell.number(lists, "strangers_bytes"), "byte", "bytes") + " to "
                                    + Say.list(Cell.texts(lists, "strangers_from")) + ".");
            long refused = lists == null ? 0 : Cell.number(lists, "refused");
            if (refused > 0) {
                text.append(" Objects were asked for without sign-in ")
                        .append(Say.times(refused))
                        .append(", each time refused.");
            }
        }
        if (objects != null) {
            text.append(" The logs name ")
                    .append(Say.count(Cell.number(objects, "objects"), "object", "objects"))
                    .append(" in it.");
        }
        return text.toString();
    }
}
