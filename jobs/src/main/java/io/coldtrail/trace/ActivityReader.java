package io.coldtrail.trace;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coldtrail.lake.Severity;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Brings events to the driver as aggregates, their identities named as {@link Ident} says.
 */
final class ActivityReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Threat lists name their finding so, as GuardDuty does. */
    private static final String LISTED = "finding_type LIKE '%MaliciousIPCaller%'";

    private static final int FORWARD_SECONDS = 5;

    private static final String SERVICE = "CASE WHEN invoked_by IS NOT NULL THEN invoked_by "
            + "WHEN source_ip IS NOT NULL AND NOT source_ip RLIKE '^[0-9a-fA-F.:]+$' THEN source_ip END";
    private static final String UID = "CASE WHEN user_type = 'AssumedRole' "
            + "THEN coalesce(issuer_principal_id, substring_index(principal_id, ':', 1)) "
            + "WHEN user_type = 'FederatedUser' THEN coalesce(issuer_principal_id, principal_id) "
            + "ELSE principal_id END";

    private static final Column TOOL = udf((UDF1<String, String>) UserAgentFamily::of, DataTypes.StringType)
            .apply(col("user_agent"));

    private final SparkSession spark;
    private final Dataset<Row> events;
    private final Dataset<Row> signals;

    ActivityReader(SparkSession spark, Dataset<Row> cloudtrail, Dataset<Row> signals) {
        this.spark = spark;
        this.events = cloudtrail
                .where("event_time IS NOT NULL")
                .withColumns(Map.of(
                        "ua", TOOL,
                        "service", expr(SERVICE),
                        "acct", expr("coalesce(user_account_id, account_id)"),
                        "uid", expr(UID),
                        "presigned", expr("coalesce(auth_method = 'QueryString', false)"),
                        "day", expr("floor(unix_seconds(event_time) / 86400)")))
                .withColumns(Map.of(
                        "ip", expr("CASE WHEN service IS NULL THEN source_ip END"),
                        "ident", expr(Ident.SQL)));
        this.signals = signals;
    }

    /** Events with what names their identity and place. */
    Dataset<Row> events() {
        return events;
    }

    List<Activity> activities() {
        return Activities.of(ActivityFold.of(events));
    }

    List<WatchedEvent> watched() {
        Set<String> read = new TreeSet<>(Pivots.names());
        read.addAll(Owners.CALLS);
        Column isRead = col("event_name").isin(read.toArray());
        List<Row> rows = events.where(col("outcome")
                        .equalTo("success")
                        .and(isRead.or(col("issued_key_id").isNotNull())))
                .select(
                        col("event_time"),
                        col("object"),
                        col("record_index"),
                        col("event_id"),
                        col("ident"),
                        col("uid"),
                        col("user_arn"),
                        col("access_key_id"),
                        col("user_type"),
                        col("ip"),
                        col("vpc_endpoint_id"),
                        col("service"),
                        col("ua"),
                        col("presigned"),
                        col("event_source"),
                        col("event_name"),
                        col("account_id"),
                        col("aws_region"),
                        col("outcome"),
                        col("issued_key_id"),
                        col("issued_arn"),
                        col("issued_expires"),
                        col("shared_event_id"),
                        when(isRead, col("request_parameters")).as("request"),
                        when(isRead, col("response_elements")).as("response"))
                .collectAsList();
        List<WatchedEvent> watched = new ArrayList<>(rows.size());
        for (Row r : rows) {
            watched.add(new WatchedEvent(
                    ref(r),
                    new WatchedEvent.Caller(
                            r.getAs("ident"),
                            r.getAs("uid"),
                            r.getAs("user_arn"),
                            r.getAs("access_key_id"),
                            r.getAs("user_type"),
                            r.getAs("ip"),
                            r.getAs("vpc_endpoint_id"),
                            r.getAs("service"),
                            r.getAs("ua"),
                            r.<Boolean>getAs("presigned")),
                    new Api(r.getAs("event_source"), r.getAs("event_name")),
                    r.getAs("account_id"),
                    r.getAs("aws_region"),
                    r.getAs("outcome"),
                    r.getAs("issued_key_id"),
                    r.getAs("issued_arn"),
                    r.getAs("issued_expires"),
                    r.getAs("shared_event_id"),
                    json(r.getAs("request")),
                    json(r.getAs("response"))));
        }
        return watched;
    }

    List<Signal> signals() {
        Column ref = struct(col("event_time"), col("object"), col("record_index"), col("event_id"));
        List<Row> rows = signals.where("log = 'cloudtrail' AND event_time IS NOT NULL")
                .withColumn("listed", expr("coalesce(" + LISTED + ", false)"))
                .withColumn("uid", expr("substring_index(principal_id, ':', 1)"))
                .groupBy(
                        "rule_id",
                        "severity",
                        "tactic",
                        "listed",
                        "uid",
                        "user_arn",
                        "access_key_id",
                        "source_ip",
                        "event_source",
                        "event_name",
                        "outcome")
                .agg(
                        count(lit(1)).as("n"),
                        min(ref).as("first"),
                        max("event_time").as("last"))
                .collectAsList();
        List<Signal> found = new ArrayList<>(rows.size());
        for (Row r : rows) {
            found.add(new Signal(
                    r.getAs("rule_id"),
                    Severity.of(r.getAs("severity")).orElse(Severity.INFORMATIONAL),
                    tactic(r.getAs("tactic")),
                    r.<Boolean>getAs("listed"),
                    r.getAs("uid"),
                    r.getAs("user_arn"),
                    r.getAs("access_key_id"),
                    r.getAs("source_ip"),
                    new Api(r.getAs("event_source"), r.getAs("event_name")),
                    r.getAs("outcome"),
                    r.<Long>getAs("n"),
                    ref(r.getAs("first")),
                    instant(r, "last")));
        }
        found.sort((x, y) -> {
            int c = x.first().compareTo(y.first());
            return c != 0 ? c : x.ruleId().compareTo(y.ruleId());
        });
        return found;
    }

    static String tactic(String tag) {
        return tag == null ? null : tag.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** For sessions that only services used: the direct call of the same principal just before. */
    List<Lineage.Forwarded> forwarded(List<Activity> activities) {
        Map<List<Object>, List<Activity>> tuples = new LinkedHashMap<>();
        for (Activity a : activities) {
            if (a.created() != null && a.arn() != null) {
                tuples.computeIfAbsent(
                                Arrays.asList(a.account(), a.uid(), a.arn(), a.created()), t -> new ArrayList<>())
                        .add(a);
            }
        }
        List<Row> asked = new ArrayList<>();
        Set<String> arns = new TreeSet<>();
        for (List<Activity> tuple : tuples.values()) {
            // a role's forwarded calls carry its own creation time; only those of long-term keys are sessions apart
            boolean apart =
                    tuple.stream().allMatch(a -> a.service() != null && !a.arn().contains(":assumed-role/"));
            if (apart) {
                Activity a = tuple.get(0);
                long t = a.first().time().getEpochSecond();
                arns.add(a.arn());
                for (long slot = t / FORWARD_SECONDS - 1; slot <= t / FORWARD_SECONDS; slot++) {
                    asked.add(RowFactory.create(a.ident(), a.arn(), a.service(), t, slot));
                }
            }
        }
        if (asked.isEmpty()) {
            return List.of();
        }
        Dataset<Row> forwarded = spark.createDataFrame(
                asked,
                new StructType()
                        .add("f_ident", "string")
                        .add("f_arn", "string")
                        .add("f_service", "string")
                        .add("f_time", "long")
                        .add("f_slot", "long"));
        String near =
                "f_arn = user_arn AND f_slot = floor(t / " + FORWARD_SECONDS + ") AND t <= f_time AND t >= f_time - "
                        + FORWARD_SECONDS + " AND (f_service = event_source OR f_service = 'AWS Internal')";
        List<Row> rows = events.where(
                        col("service").isNull().and(col("user_arn").isin(arns.toArray())))
                .withColumn("t", expr("unix_seconds(event_time)"))
                .join(broadcast(forwarded), expr(near))
                .groupBy("f_ident")
                .agg(max(struct(
                                col("event_time"),
                                col("object"),
                                col("record_index"),
                                col("event_id"),
                                col("ident"),
                                col("ip"),
                                col("vpc_endpoint_id"),
                                col("acct"),
                                col("ua"),
                                col("presigned")))
                        .as("call"))
                .collectAsList();
        List<Lineage.Forwarded> found = new ArrayList<>();
        for (Row r : rows) {
            Row call = r.getAs("call");
            found.add(new Lineage.Forwarded(
                    r.getAs("f_ident"),
                    ref(call),
                    call.getAs("ident"),
                    new Lineage.Place(
                            call.getAs("ip"),
                            call.getAs("vpc_endpoint_id"),
                            call.getAs("acct"),
                            call.getAs("ua"),
                            call.<Boolean>getAs("presigned"))));
        }
        found.sort((x, y) -> x.ident().compareTo(y.ident()));
        return found;
    }

    /** Which calls these sessions made, when first on which day. */
    ApiUse apiUse(Collection<Session> sessions) {
        List<ApiUse.Use> uses = new ArrayList<>();
        List<String> idents = sessions.stream()
                .flatMap(s -> s.idents().stream())
                .distinct()
                .sorted()
                .toList();
        if (!idents.isEmpty()) {
            Dataset<Row> wanted = spark.createDataset(idents, Encoders.STRING()).toDF("ident");
            List<Row> rows = events.where(Ident.mayBe(idents))
                    .join(broadcast(wanted), "ident")
                    .groupBy("ident", "ip", "ua", "event_source", "event_name", "day")
                    .agg(min("event_time").as("first"))
                    .collectAsList();
            for (Row r : rows) {
                uses.add(new ApiUse.Use(
                        r.getAs("ident"),
                        r.getAs("ip"),
                        r.getAs("ua"),
                        new Api(r.getAs("event_source"), r.getAs("event_name")),
                        r.<Long>getAs("day"),
                        instant(r, "first")));
            }
        }
        return new ApiUse(uses);
    }

    static EventRef ref(Row r) {
        return new EventRef(
                instant(r, "event_time"), r.getAs("event_id"), r.getAs("object"), r.<Integer>getAs("record_index"));
    }

    static Instant instant(Row r, String column) {
        Timestamp time = r.getAs(column);
        return time == null ? null : time.toInstant();
    }

    private static JsonNode json(String text) {
        try {
            return text == null ? null : JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
