package io.coldtrail.trace.coverage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.min;

import io.coldtrail.trace.coverage.Spot.State;
import io.coldtrail.trace.incident.CaseRecords;
import io.coldtrail.trace.incident.Cell;
import io.coldtrail.trace.incident.Question;
import io.coldtrail.trace.incident.Say;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Buckets whose objects were used without a record of it: no data events, or none before a time. */
final class BucketReads implements Check {
    private static final int MOST = 200;
    private static final int NAMED = 20;

    @Override
    public List<Spot> find(CaseRecords records) {
        Dataset<Row> events = records.events("cloudtrail");
        if (events.isEmpty()) {
            return List.of();
        }
        List<Spot> spots = new ArrayList<>();
        Row times = events.agg(
                        min("event_time").as("begin"),
                        expr("min(event_time) FILTER (WHERE event_category = 'Data'"
                                + " AND event_source = 's3.amazonaws.com') AS data"))
                .first();
        Instant begin = Cell.time(times, "begin");
        Instant data = Cell.time(times, "data");
        if (data == null) {
            spots.add(Spot.of(
                    "data_events_off",
                    "cloudtrail",
                    "all buckets",
                    State.OFF,
                    "No data event of S3 is in the archive: which objects were read or put with a key, cannot tell"
                            + " but for what access logs show.",
                    Question.OBJECTS,
                    Question.ACTIONS));
        } else if (begin != null && data.isAfter(begin.plusSeconds(86_400))) {
            spots.add(Spot.of(
                            "data_events_off",
                            "cloudtrail",
                            "all buckets before " + Say.time(data),
                            State.OFF,
                            "No data event of S3 before " + Say.time(data) + ": what was read until then, cannot tell.",
                            Question.OBJECTS)
                    .during(begin, data));
        }
        Dataset<Row> withData = events.where(
                        "event_category = 'Data' AND event_source = 's3.amazonaws.com' AND bucket_name IS NOT NULL")
                .select("bucket_name")
                .distinct();
        Set<String> lines =
                names(records.events("s3_access").where(col("bucket_name").isNotNull()));
        Dataset<Row> managed = events.where(
                        "event_source = 's3.amazonaws.com' AND outcome = 'success' AND bucket_name IS NOT NULL")
                .select("bucket_name")
                .distinct();
        List<String> without =
                new ArrayList<>(names(managed.join(withData, new String[] {"bucket_name"}, "left_anti")));
        List<String> blind = without.stream().filter(b -> !lines.contains(b)).toList();
        blind.stream().limit(NAMED).forEach(b -> spots.add(bucket(b, State.OFF, "neither data events nor access log")));
        without.stream()
                .filter(lines::contains)
                .limit(NAMED)
                .forEach(b -> spots.add(bucket(b, State.PARTIAL, "no data events, only its access log")));
        if (blind.size() > NAMED) {
            spots.add(bucket(
                    "another " + Say.count(blind.size() - NAMED, "bucket", "buckets"),
                    State.OFF,
                    "neither data events nor access log"));
        }
        return spots;
    }

    private static Spot bucket(String bucket, State state, String what) {
        return Spot.of(
                "data_events_off",
                "cloudtrail",
                "bucket " + bucket,
                state,
                "Of " + bucket + " there is " + what + ": "
                        + (state == State.OFF ? "who read its objects, cannot tell." : "requests may be missing."),
                Question.OBJECTS);
    }

    private static Set<String> names(Dataset<Row> rows) {
        Set<String> names = new TreeSet<>();
        rows.select("bucket_name")
                .distinct()
                .orderBy("bucket_name")
                .limit(MOST)
                .collectAsList()
                .forEach(r -> names.add(r.getString(0)));
        return names;
    }
}
