package io.coldtrail.trace.coverage;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import io.coldtrail.lake.EventHours;
import io.coldtrail.trace.incident.CaseRecords;
import io.coldtrail.trace.incident.Cell;
import java.sql.Date;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Which share of a time and a place a log covers. A log covers a place from the first to the last sign of it there, but
 * for days without any, and for the holes that {@link BlindSpots} knows. A log that is absent covers nothing.
 */
public final class Coverage {
    /** CloudTrail, by account and region. */
    public static final String CALLS = "cloudtrail";
    /** CloudTrail's data events of S3, by bucket. */
    public static final String DATA_EVENTS = "data events";
    /** By bucket. */
    public static final String S3_ACCESS = "s3_access";
    /** By instance. */
    public static final String FLOW = "flow";
    /** By instance. */
    public static final String HOST_AUTH = "host_auth";

    /** Logs are delivered in pieces, and a quiet log has few lines: so long before its first and after its last. */
    private static final Duration SLACK = Duration.ofHours(1);

    private static final int MOST = 100_000;
    private static final String PLACE = "concat_ws(' ', account_id, aws_region) AS place";

    private record Presence(Instant first, Instant last, Set<LocalDate> days) {}

    private record Hole(String log, String place, Instant from, Instant to) {}

    private final Map<String, Map<String, Presence>> presence = new TreeMap<>();
    private final List<Hole> holes = new ArrayList<>();

    public Coverage(CaseRecords records, List<Spot> spots) {
        Dataset<Row> objectEvents = records.events("cloudtrail").where(EventHours.OBJECT_EVENT);
        Map<String, Dataset<Row>> signs = new TreeMap<>();
        signs.put(CALLS, hours(records).unionByName(delivered(records)));
        signs.put(DATA_EVENTS, signs(objectEvents, "bucket_name"));
        signs.put(S3_ACCESS, signs(records.events("s3_access"), "bucket_name"));
        signs.put(FLOW, signs(FlowMachines.flows(records), "machine"));
        signs.put(HOST_AUTH, signs(records.events("host_auth"), "instance_id"));
        presence(signs);
        for (Spot spot : spots) {
            if (spot.isHole() && spot.account() != null && spot.log() != null) {
                boolean whole = spot.log().equals(CALLS);
                String place = whole
                        ? spot.account() + " " + spot.region()
                        : spot.scope().startsWith("instance ") ? spot.scope().substring("instance ".length()) : null;
                if (place != null) {
                    holes.add(new Hole(spot.log(), place, spot.from(), spot.to()));
                }
            }
        }
    }

    /** Place, first, last and event_date of a sign, which here is an event. */
    private static Dataset<Row> signs(Dataset<Row> events, String place) {
        return events.selectExpr(place + " AS place", "event_time AS first", "event_time AS last", "event_date");
    }

    private static Dataset<Row> hours(CaseRecords records) {
        return records.table(EventHours.TABLE)
                .where("log = 'cloudtrail'")
                .selectExpr(PLACE, "time_first AS first", "time_last AS last", "event_date");
    }

    private static Dataset<Row> delivered(CaseRecords records) {
        return records.table("objects")
                .where("source = 'cloudtrail' AND delivered IS NOT NULL")
                .selectExpr(PLACE, "delivered AS first", "delivered AS last", "CAST(delivered AS DATE) AS event_date");
    }

    /** @param signs by log */
    private void presence(Map<String, Dataset<Row>> signs) {
        signs.entrySet().stream()
                .map(log -> log.getValue().withColumn("log", lit(log.getKey())))
                .reduce(Dataset::unionByName)
                .orElseThrow()
                .where("place IS NOT NULL AND first IS NOT NULL")
                .groupBy("log", "place")
                .agg(expr("min(first) AS first"), expr("max(last) AS last"), expr("collect_set(event_date) AS days"))
                .orderBy("place", "log")
                .limit(MOST)
                .collectAsList()
                .forEach(r -> {
                    Set<LocalDate> days = new HashSet<>();
                    r.<Date>getList(r.fieldIndex("days")).forEach(d -> days.add(d.toLocalDate()));
                    presence.computeIfAbsent(r.getAs("log"), l -> new TreeMap<>())
                            .put(r.getAs("place"), new Presence(Cell.time(r, "first"), Cell.time(r, "last"), days));
                });
        signs.keySet().forEach(log -> presence.computeIfAbsent(log, l -> new TreeMap<>()));
    }

    /** Places at which a log has anything. */
    public Set<String> places(String log) {
        return presence.get(log).keySet();
    }

    /**
     * From 0 to 1, the mean over the places.
     *
     * @param places where the log ought to be; none: nowhere in particular, so that it covers nothing
     */
    public double share(String log, Collection<String> places, Instant from, Instant to) {
        if (places.isEmpty() || from == null) {
            return 0;
        }
        double sum = 0;
        for (String place : places) {
            Presence there = presence.get(log).get(place);
            sum += there == null ? 0 : share(log, place, there, from, to == null ? from : to);
        }
        return Math.round(1_000 * sum / places.size()) / 1_000.0;
    }

    private double share(String log, String place, Presence there, Instant from, Instant to) {
        long covered = 0;
        long all = 0;
        // in steps of the length of the time asked for, at most a thousand, at least a second
        long step = Math.max(1, Duration.between(from, to).toSeconds() / 1_000);
        for (Instant t = from; !t.isAfter(to); t = t.plusSeconds(step)) {
            all++;
            covered += isCovered(log, place, there, t) ? 1 : 0;
        }
        return covered == all ? 1 : Math.min((double) covered / all, 0.999);
    }

    private boolean isCovered(String log, String place, Presence there, Instant time) {
        if (time.isBefore(there.first().minus(SLACK))
                || time.isAfter(there.last().plus(SLACK))) {
            return false;
        }
        boolean within = !time.isBefore(there.first()) && !time.isAfter(there.last());
        if (within && !there.days().contains(LocalDate.ofInstant(time, ZoneOffset.UTC))) {
            return false;
        }
        return holes.stream()
                .noneMatch(h -> h.log().equals(log)
                        && h.place().equals(place)
                        && !time.isBefore(h.from())
                        && time.isBefore(h.to()));
    }
}
