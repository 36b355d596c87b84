package io.coldtrail.trace.coverage;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.min;

import io.coldtrail.lake.EventHours;
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
        List<Spot> spots = new ArrayList<>();
        Row times = records.table(EventHours.TABLE)
                .where("log = 'cloudtrail'")
                .agg(
                        expr("count(*) AS n"),
                        min("time_first").as("begin"),
                        min("first_object_event").as("data"))
                .first();
        if (Cell.number(times, "n") == 0) {
            return List.of();
        }
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
        Set<String> lines =
                names(records.events("s3_access").select("bucket_name").distinct());
        Set<String> without = names(events.where("event_source = 's3.amazonaws.com'")
                .groupBy("bucket_name")
                .agg(
                        expr("bool_or(outcome = 'success') AS used"),
                        expr("bool_or(" + EventHours.OBJECT_EVENT + ") AS recorded"))
                .where("coalesce(used, false) AND NOT coalesce(recorded, false)"));
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

    /** @param rows one a bucket */
    private static Set<String> names(Dataset<Row> rows) {
        Set<String> names = new TreeSet<>();
        rows.where("bucket_name IS NOT NULL")
                .orderBy("bucket_name")
                .limit(MOST)
                .select("bucket_name")
                .collectAsList()
                .forEach(r -> names.add(r.getString(0)));
        return names;
    }
}
