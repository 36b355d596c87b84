package io.coldtrail.trace.coverage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import io.coldtrail.trace.coverage.Spot.State;
import io.coldtrail.trace.incident.CaseRecords;
import io.coldtrail.trace.incident.Cell;
import io.coldtrail.trace.incident.Evidence;
import io.coldtrail.trace.incident.Question;
import io.coldtrail.trace.incident.Say;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/** Trails that were stopped or narrowed, by the calls that did it: from then until they were opened again. */
final class TrailState implements Check {
    private static final int MOST = 1_000;
    private static final List<String> ENDS = List.of("StopLogging", "DeleteTrail");
    private static final List<String> BEGINS = List.of("StartLogging", "CreateTrail");

    @Override
    public List<Spot> find(CaseRecords records) {
        List<Row> calls = records.events("cloudtrail")
                .where(col("event_source")
                        .equalTo("cloudtrail.amazonaws.com")
                        .and(col("outcome").equalTo("success"))
                        .and(col("event_name")
                                .isin("StopLogging", "DeleteTrail", "StartLogging", "CreateTrail", "PutEventSelectors"))
                        .and(col("event_time").isNotNull()))
                .withColumn(
                        "trail",
                        expr("substring_index(coalesce(get_json_object(request_parameters, '$.name'),"
                                + " get_json_object(request_parameters, '$.trailName'), 'a trail'), '/', -1)"))
                .orderBy("event_time", "object", "record_index")
                .limit(MOST)
                .collectAsList();
        List<Spot> spots = new ArrayList<>();
        Map<String, Row> stopped = new TreeMap<>();
        Map<String, Row> withoutReads = new TreeMap<>();
        for (Row call : calls) {
            String name = call.getAs("event_name");
            String trail = call.getAs("account_id") + " " + call.getAs("trail");
            if (ENDS.contains(name)) {
                stopped.putIfAbsent(trail, call);
            } else if (BEGINS.contains(name)) {
                Row stop = stopped.remove(trail);
                if (stop != null) {
                    spots.add(off(stop, call));
                }
            } else {
                String selectors = String.valueOf((Object) call.getAs("request_parameters"));
                boolean writesOnly = selectors.contains("\"WriteOnly\"");
                if (writesOnly) {
                    withoutReads.putIfAbsent(trail, call);
                } else if (withoutReads.containsKey(trail)) {
                    spots.add(noReads(withoutReads.remove(trail), call));
                }
            }
        }
        stopped.values().forEach(stop -> spots.add(off(stop, null)));
        withoutReads.values().forEach(call -> spots.add(noReads(call, null)));
        return spots;
    }

    private static Spot off(Row stop, Row start) {
        return spot(
                "trail_off",
                stop,
                start,
                State.OFF,
                "Trail " + stop.getAs("trail") + " did not record "
                        + Say.span(Cell.time(stop, "event_time"), end(start)) + ", by " + stop.getAs("event_name")
                        + " of " + Say.who(stop.getAs("user_arn")) + ": what was called then, cannot tell"
                        + " where no other trail recorded it.");
    }

    private static Spot noReads(Row from, Row to) {
        return spot(
                "reads_off",
                from,
                to,
                State.PARTIAL,
                "Trail " + from.getAs("trail") + " recorded no reads "
                        + Say.span(Cell.time(from, "event_time"), end(to)) + ", by PutEventSelectors of "
                        + Say.who(from.getAs("user_arn")) + ".");
    }

    private static Instant end(Row call) {
        return call == null ? null : Cell.time(call, "event_time");
    }

    private static Spot spot(String kind, Row from, Row to, State state, String statement) {
        return Spot.of(
                        kind,
                        "cloudtrail",
                        "trail " + from.getAs("trail"),
                        state,
                        statement,
                        Question.ACTIONS,
                        Question.OBJECTS,
                        Question.CONTAINED)
                .in(from.getAs("account_id"), from.getAs("aws_region"))
                .during(Cell.time(from, "event_time"), end(to))
                .shownBy(List.of(Evidence.ref("cloudtrail", from.getAs("object"), from.getAs("record_index"))));
    }
}
