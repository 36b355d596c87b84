package io.coldtrail.trace;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;

import io.coldtrail.lake.Actor;
import io.coldtrail.lake.Grade;
import io.coldtrail.lake.Severity;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * Runs {@link StepSweep} over the events of the sessions under judgement, an incident at a time, in the order of time;
 * the events stay in Spark, their moments come to the driver.
 */
final class StepWriter {
    private static final StructType SWEPT = StructType.fromDDL("incident string, object string, record_index int, "
            + "event_id string, event_time timestamp, session_id string, source_ip string, actor string, grade string, "
            + "rule string, moment string, shape string, lineage string, segment int, pinned string, principal string, "
            + "person string, event_source string, event_name string, outcome string, reads boolean, parent string, "
            + "sample string, new_target int, gap double, bytes bigint, region string, account string, "
            + "severity int, tactic string, technique string, signals array<string>");

    private final SparkSession spark;
    private final Map<String, SessionVerdict> verdicts;
    private final Map<String, Set<String>> seeds;
    private final Map<String, List<Instant>> containments;

    /**
     * @param seeds places of the records that seeds rest on, by incident
     * @param containments when credentials were taken away, by incident, in order
     */
    StepWriter(
            SparkSession spark,
            Map<String, SessionVerdict> verdicts,
            Map<String, Set<String>> seeds,
            Map<String, List<Instant>> containments) {
        this.spark = spark;
        this.verdicts = verdicts;
        this.seeds = seeds;
        this.containments = containments;
    }

    /** Every event of these sessions that concerns the incident, attributed. */
    Dataset<Row> sweep(Dataset<Row> events, Dataset<Row> signals) {
        List<Row> idents = new ArrayList<>();
        verdicts.forEach((ident, v) -> idents.add(RowFactory.create(ident, v.incident())));
        Dataset<Row> wanted = spark.createDataFrame(
                idents, new StructType().add("ident", "string").add("incident", "string"));
        Dataset<Row> said = signals.where("log = 'cloudtrail'")
                .groupBy("object", "record_index")
                .agg(collect_list(struct("severity", "rule_id", "tactic", "technique"))
                        .as("said"));
        Dataset<Row> mine = events.where(Ident.mayBe(verdicts.keySet()))
                .join(broadcast(wanted), "ident")
                .select(
                        "incident",
                        "ident",
                        "event_time",
                        "object",
                        "record_index",
                        "event_id",
                        "ip",
                        "vpc_endpoint_id",
                        "service",
                        "source_ip",
                        "ua",
                        "presigned",
                        "event_source",
                        "event_name",
                        "outcome",
                        "read_only",
                        "account_id",
                        "aws_region",
                        "bytes_out",
                        "request_parameters");
        Map<String, SessionVerdict> judged = new HashMap<>(verdicts);
        Map<String, Set<String>> places = new HashMap<>(seeds);
        Map<String, List<Instant>> times = new HashMap<>(containments);
        return mine.join(said, new String[] {"object", "record_index"}, "left")
                .repartition(col("incident"))
                .sortWithinPartitions("incident", "event_time", "object", "record_index")
                .mapPartitions(
                        (MapPartitionsFunction<Row, Row>) rows -> sweep(rows, judged, places, times),
                        Encoders.row(SWEPT));
    }

    private static Iterator<Row> sweep(
            Iterator<Row> rows,
            Map<String, SessionVerdict> verdicts,
            Map<String, Set<String>> seeds,
            Map<String, List<Instant>> containments) {
        return new Iterator<>() {
            private String incident;
            private StepSweep sweep;
            private Row next;

            @Override
            public boolean hasNext() {
                while (next == null && rows.hasNext()) {
                    Row row = rows.next();
                    if (!row.getAs("incident").equals(incident)) {
                        incident = row.getAs("incident");
                        sweep = new StepSweep(
                                verdicts,
                                seeds.getOrDefault(incident, Set.of()),
                                containments.getOrDefault(incident, List.of()));
                    }
                    next = swept(row, sweep);
                }
                return next != null;
            }

            @Override
            public Row next() {
                if (!hasNext()) {
                    throw new java.util.NoSuchElementException();
                }
                Row row = next;
                next = null;
                return row;
            }
        };
    }

    private static Row swept(Row r, StepSweep sweep) {
        SweepEvent e = event(r);
        StepSweep.Swept s = sweep.next(e);
        if (s == null) {
            return null;
        }
        SweepEvent.Said loudest = e.signals().isEmpty() ? null : e.signals().get(0);
        Verb verb = Verbs.of(e.api());
        boolean reads = verb.kind() == Verb.Kind.READ || (e.readOnly() && verb.kind() == Verb.Kind.OTHER);
        return RowFactory.create(
                r.getAs("incident"),
                e.ref().object(),
                e.ref().recordIndex(),
                e.ref().eventId(),
                r.getAs("event_time"),
                s.session().session(),
                r.getAs("source_ip"),
                s.verdict().actor().word(),
                s.verdict().grade().name(),
                s.verdict().rule(),
                s.moment(),
                s.shape(),
                s.session().lineage(),
                s.segment(),
                s.pinned(),
                s.session().principal(),
                s.session().person(),
                e.api().source(),
                e.api().name(),
                e.outcome(),
                reads,
                s.parent(),
                s.sample(),
                s.newTarget() ? 1 : 0,
                s.gapSeconds(),
                e.succeeded() ? e.bytesOut() : 0L,
                e.region(),
                e.account(),
                loudest == null ? -1 : loudest.severity(),
                loudest == null ? null : loudest.tactic(),
                loudest == null ? null : loudest.technique(),
                e.signals().stream().map(SweepEvent.Said::rule).toArray(String[]::new));
    }

    private static SweepEvent event(Row r) {
        List<SweepEvent.Said> said = new ArrayList<>();
        if (r.getAs("said") != null) {
            for (Row s : r.<Row>getList(r.fieldIndex("said"))) {
                said.add(new SweepEvent.Said(
                        Severity.of(s.getAs("severity"))
                                .orElse(Severity.INFORMATIONAL)
                                .ordinal(),
                        s.getAs("rule_id"),
                        ActivityReader.tactic(s.getAs("tactic")),
                        s.getAs("technique")));
            }
            said.sort((x, y) -> x.severity() != y.severity()
                    ? y.severity() - x.severity()
                    : x.rule().compareTo(y.rule()));
        }
        Long bytes = r.getAs("bytes_out");
        return new SweepEvent(
                ActivityReader.ref(r),
                r.getAs("ident"),
                r.getAs("ip"),
                r.getAs("vpc_endpoint_id"),
                r.getAs("service"),
                r.getAs("ua"),
                r.<Boolean>getAs("presigned"),
                new Api(r.getAs("event_source"), r.getAs("event_name")),
                r.getAs("outcome"),
                Boolean.TRUE.equals(r.getAs("read_only")),
                r.getAs("account_id"),
                r.getAs("aws_region"),
                bytes == null ? 0 : bytes,
                r.getAs("request_parameters"),
                said);
    }

    /** Moments by incident, in the order of time. */
    static Map<String, List<Moment>> moments(Dataset<Row> swept) {
        Column ref = struct(col("event_time"), col("object"), col("record_index"), col("event_id"));
        List<Row> rows = swept.where("moment IS NOT NULL")
                .groupBy("incident", "moment")
                .agg(
                        first("actor").as("actor"),
                        first("lineage").as("lineage"),
                        first("shape").as("shape"),
                        first("segment").as("segment"),
                        first("pinned").as("pinned"),
                        max("grade").as("grade"),
                        first("event_source").as("event_source"),
                        first("event_name").as("event_name"),
                        first("outcome").as("outcome"),
                        max("reads").as("reads"),
                        max("parent").as("parent"),
                        sum("new_target").as("targets"),
                        collect_set("sample").as("sample"),
                        count(lit(1)).as("n"),
                        sum(expr("CASE WHEN outcome = 'success' THEN 1 ELSE 0 END"))
                                .as("success"),
                        sum(expr("CASE WHEN outcome = 'denied' THEN 1 ELSE 0 END"))
                                .as("denied"),
                        sum("bytes").as("bytes"),
                        sum(expr("CASE WHEN gap >= 0 THEN 1 ELSE 0 END")).as("gaps"),
                        sum(expr("CASE WHEN gap >= 0 THEN gap ELSE 0 END")).as("gap_sum"),
                        sum(expr("CASE WHEN gap >= 0 THEN gap * gap ELSE 0 END"))
                                .as("gap_squares"),
                        min(ref).as("first"),
                        max(ref).as("last"),
                        collect_set("session_id").as("sessions"),
                        collect_set("principal").as("principals"),
                        collect_set("person").as("persons"),
                        collect_set(expr("CASE WHEN source_ip RLIKE '^[0-9a-fA-F.:]+$' THEN source_ip END"))
                                .as("addresses"),
                        collect_set("region").as("regions"),
                        collect_set("account").as("accounts"),
                        expr("array_distinct(flatten(collect_set(signals)))").as("signals"),
                        collect_set("rule").as("rules"),
                        max(struct("severity", "tactic", "technique")).as("said"))
                .collectAsList();
        Map<String, List<Moment>> moments = new TreeMap<>();
        for (Row r : rows) {
            Row said = r.getAs("said");
            Moment m = new Moment(
                    r.getAs("moment"),
                    r.getAs("incident"),
                    Actor.valueOf(r.<String>getAs("actor").toUpperCase(Locale.ROOT)),
                    r.getAs("lineage"),
                    r.getAs("shape"),
                    r.<Integer>getAs("segment"),
                    r.getAs("pinned"),
                    Grade.valueOf(r.getAs("grade")),
                    new Api(r.getAs("event_source"), r.getAs("event_name")),
                    String.valueOf(r.<String>getAs("outcome")),
                    r.<Boolean>getAs("reads"),
                    r.getAs("parent"),
                    r.<Long>getAs("targets"),
                    set(r, "sample"),
                    r.<Long>getAs("n"),
                    r.<Long>getAs("success"),
                    r.<Long>getAs("denied"),
                    r.<Long>getAs("bytes"),
                    new Moment.Gaps(r.<Long>getAs("gaps"), r.<Double>getAs("gap_sum"), r.<Double>getAs("gap_squares")),
                    ActivityReader.ref(r.getAs("first")),
                    ActivityReader.ref(r.getAs("last")),
                    set(r, "sessions"),
                    set(r, "principals"),
                    set(r, "persons"),
                    set(r, "addresses"),
                    set(r, "regions"),
                    set(r, "accounts"),
                    set(r, "signals"),
                    set(r, "rules"),
                    said.getAs("tactic"),
                    said.getAs("technique"),
                    null);
            moments.computeIfAbsent(m.incident(), i -> new ArrayList<>()).add(m);
        }
        moments.values().forEach(list -> list.sort((x, y) -> x.first().compareTo(y.first())));
        return moments;
    }

    private static SortedSet<String> set(Row r, String column) {
        return new TreeSet<>(r.<String>getList(r.fieldIndex(column)));
    }

    /**
     * Rows of table {@code attribution}.
     *
     * @param others records of other logs, attributed
     */
    Dataset<Row> attribution(Dataset<Row> swept, Dataset<Row> others, Map<String, String> stepOfMoment) {
        List<Row> steps = new ArrayList<>();
        stepOfMoment.forEach((moment, step) -> steps.add(RowFactory.create(moment, step)));
        Dataset<Row> map = spark.createDataFrame(
                steps, new StructType().add("moment", "string").add("step_id", "string"));
        return swept.withColumn("log", lit("cloudtrail"))
                .select(Arrays.stream(others.columns()).map(functions::col).toArray(Column[]::new))
                .unionByName(others)
                .join(broadcast(map), new String[] {"moment"}, "left")
                .withColumnRenamed("incident", "incident_id");
    }

    static Timestamp time(Instant instant) {
        return instant == null || instant.equals(Instant.MAX) ? null : Timestamp.from(instant);
    }
}
