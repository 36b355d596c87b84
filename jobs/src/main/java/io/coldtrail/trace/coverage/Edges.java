package io.coldtrail.trace.coverage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import io.coldtrail.lake.EventHours;
import io.coldtrail.lake.Settings;
import io.coldtrail.trace.coverage.Spot.State;
import io.coldtrail.trace.incident.CaseRecords;
import io.coldtrail.trace.incident.Cell;
import io.coldtrail.trace.incident.IncidentView;
import io.coldtrail.trace.incident.Question;
import io.coldtrail.trace.incident.Say;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;

/** Where the archive, or the window asked for, ends near the attack. */
final class Edges implements Check {
    /** An attack this near to an edge may go on beyond it. */
    private static final Duration NEAR = Duration.ofHours(24);

    private static final List<String> LOGS = List.of("cloudtrail", "flow", "s3_access", "host_auth");

    @Override
    public List<Spot> find(CaseRecords records) {
        List<Spot> spots = new ArrayList<>();
        window(spots, records.settings());
        if (records.incidents().isEmpty()) {
            return spots;
        }
        Row times = records.table(EventHours.TABLE)
                .where(col("log").isin(LOGS.toArray()))
                .agg(min("time_first").as("begin"), max("time_last").as("end"))
                .first();
        Instant begin = Cell.time(times, "begin");
        Instant end = Cell.time(times, "end");
        for (IncidentView incident : records.incidents()) {
            near(spots, incident, begin, end);
        }
        return spots;
    }

    private static void near(List<Spot> spots, IncidentView incident, Instant begin, Instant end) {
        if (begin == null || incident.first() == null || incident.last() == null) {
            return;
        }
        Duration before = Duration.between(begin, incident.first());
        if (before.compareTo(NEAR) < 0) {
            spots.add(Spot.of(
                            "near_begin",
                            null,
                            "incident " + incident.id(),
                            State.UNKNOWN,
                            "The first sign of incident " + incident.id() + " comes " + Say.duration(before)
                                    + " into the archive: an earlier entry, cannot tell.",
                            Question.BRUTE_FORCE,
                            Question.CREDENTIALS)
                    .during(null, begin));
        }
        Duration after = Duration.between(incident.last(), end);
        if (after.compareTo(NEAR) < 0) {
            spots.add(Spot.of(
                            "near_end",
                            null,
                            "incident " + incident.id(),
                            State.UNKNOWN,
                            "The last sign of incident " + incident.id() + " comes " + Say.duration(after)
                                    + " before the archive ends: whether the attacker came back, cannot tell.",
                            Question.CONTAINED)
                    .during(end, null));
        }
    }

    private static void window(List<Spot> spots, Settings settings) {
        List<String> limits = new ArrayList<>();
        if (settings.from() != null) {
            limits.add("before " + Say.time(settings.from()));
        }
        if (settings.to() != null) {
            limits.add("from " + Say.time(settings.to()) + " on");
        }
        if (!settings.accounts().isEmpty()) {
            limits.add("accounts other than " + Say.list(settings.accounts()));
        }
        if (!settings.regions().isEmpty()) {
            limits.add("regions other than " + Say.list(settings.regions()));
        }
        if (!limits.isEmpty()) {
            spots.add(Spot.of(
                    "window",
                    null,
                    "outside the window asked for",
                    State.OFF,
                    "Not analysed, as asked: " + String.join("; ", limits) + ".",
                    Question.values()));
        }
    }
}
