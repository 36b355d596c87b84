package io.coldtrail.evidence;

import io.coldtrail.lake.Actor;
import io.coldtrail.lake.Case;
import io.coldtrail.lake.Severity;
import io.coldtrail.lake.TableSchema;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Turns groups of claims into rows of table findings. A finding keeps created_at from the table as it was; updated_at
 * moves only with its content.
 */
final class FindingRows implements MapFunction<Row, Row> {
    private static final long MICROS = 1_000_000;

    private final HashMap<String, FindingRule> rules;
    private final Instant now;

    private FindingRows(Map<String, FindingRule> rules, Instant now) {
        this.rules = new HashMap<>(rules);
        // Security Hub keeps milliseconds
        this.now = now.truncatedTo(ChronoUnit.MILLIS);
    }

    static Dataset<Row> of(Case investigation, Dataset<Row> claims, Instant now) {
        Dataset<Row> before = investigation
                .table("findings")
                .selectExpr(
                        "finding_id",
                        "unix_micros(created_at) AS created_before",
                        "unix_micros(updated_at) AS updated_before",
                        "content_hash AS hash_before");
        Dataset<Row> rows = FindingGroups.of(investigation, claims)
                .join(before, new String[] {"finding_id"}, "left")
                .map(new FindingRows(FindingRules.load(investigation), now), Encoders.row(written()));
        return rows.select(Arrays.stream(columns())
                .map(c -> c.dataType().equals(DataTypes.TimestampType)
                        ? functions.timestamp_micros(functions.col(c.name())).as(c.name())
                        : functions.col(c.name()))
                .toArray(Column[]::new));
    }

    /** The table's columns, times as microseconds: how Spark hands out a time depends on a setting. */
    private static StructType written() {
        StructType schema = new StructType();
        for (StructField field : columns()) {
            schema = schema.add(
                    field.name(),
                    field.dataType().equals(DataTypes.TimestampType) ? DataTypes.LongType : field.dataType());
        }
        return schema;
    }

    private static StructField[] columns() {
        return TableSchema.of("findings").columns().fields();
    }

    @Override
    public Row call(Row row) {
        Finding finding = finding(row);
        AwsPlace place = AwsPlace.of(finding.accountId(), finding.region());
        AwsPlace anyPlace = place == null ? AwsPlace.asLogged(finding.accountId(), finding.region()) : place;
        AsffFinding asff = AsffFinding.of(finding, anyPlace);
        Long createdBefore = row.getAs("created_before");
        Long updatedBefore = row.getAs("updated_before");
        Instant created = createdBefore == null ? now : instant(createdBefore);
        boolean same = updatedBefore != null && asff.hash().equals(row.getAs("hash_before"));
        Instant updated = same ? instant(updatedBefore) : now;
        Finding.Deeds deeds = finding.deeds();
        FindingRule rule = finding.mainRule();
        Map<String, Object> cells = new HashMap<>();
        cells.put("finding_id", finding.id());
        cells.put("type", finding.type().name());
        cells.put("title", FindingWording.title(finding));
        cells.put("description", FindingWording.description(finding));
        cells.put("severity", finding.severity().word());
        cells.put("grade", deeds.grade());
        cells.put("confidence", finding.confidence());
        cells.put("account_id", finding.accountId());
        cells.put("aws_region", finding.region());
        cells.put("role", finding.role());
        cells.put("resource_type", AsffResources.type(finding));
        cells.put("resource_id", AsffResources.id(finding, anyPlace));
        cells.put("principal", finding.principal().arn());
        cells.put(
                "addresses",
                deeds.addresses().stream().map(Finding.Count::value).toArray(String[]::new));
        cells.put("tactic", rule.tactic());
        cells.put("technique", rule.technique());
        cells.put("first_seen", micros(deeds.first()));
        cells.put("last_seen", micros(deeds.last()));
        Long counted = row.getAs("hit_n");
        // a hit counts what happened, not the few records that it shows
        cells.put("n", row.<Long>getAs("n_signals") > 0 || counted == null ? deeds.n() : counted);
        cells.put("actor", FindingWording.actor(deeds.actor()));
        cells.put("incident_id", deeds.incidentId());
        cells.put("rules", finding.rules().stream().map(FindingRule::id).toArray(String[]::new));
        cells.put("remediation", AsffText.clean(rule.remediation(), AsffLimits.REMEDIATION));
        cells.put("remediation_url", rule.url());
        cells.put("created_at", micros(created));
        cells.put("updated_at", micros(updated));
        cells.put("content_hash", asff.hash());
        cells.put("asff", place == null ? null : asff.json(created, updated));
        StructField[] columns = columns();
        Object[] values = new Object[columns.length];
        for (int i = 0; i < columns.length; i++) {
            values[i] = cells.get(columns[i].name());
        }
        return RowFactory.create(values);
    }

    private Finding finding(Row row) {
        Map<String, List<Row>> details = new HashMap<>();
        for (Row detail : row.<Row>getList(row.fieldIndex("details"))) {
            details.computeIfAbsent(detail.getAs("kind"), k -> new ArrayList<>())
                    .add(detail);
        }
        List<FindingRule> matched = counts(details.get("rule")).stream()
                .map(c -> rules.getOrDefault(c.value(), FindingRule.unknown(c.value())))
                .toList();
        String actor = row.getAs("actor");
        long signals = row.<Long>getAs("n_signals");
        long n = signals > 0 ? signals : row.<Long>getAs("n");
        Finding.Deeds deeds = new Finding.Deeds(
                least(instantOrNull(row.getAs("first_micros")), instantOrNull(row.getAs("hit_first_micros"))),
                greatest(instantOrNull(row.getAs("last_micros")), instantOrNull(row.getAs("hit_last_micros"))),
                n,
                Math.max(n, row.<Long>getAs("n_all")),
                row.<Long>getAs("n_denied"),
                row.<Long>getAs("n_attacker"),
                actor == null ? null : Actor.valueOf(actor.toUpperCase(Locale.ROOT)),
                row.getAs("grade"),
                row.getAs("incident_id"),
                counts(details.get("address")),
                distinct(details.get("address")),
                counts(details.get("key")),
                counts(details.get("call")),
                counts(details.get("object")),
                place(row.getAs("first_place")),
                place(row.getAs("last_place")));
        String tactic = matched.isEmpty() ? null : matched.get(0).tactic();
        List<Row> hits = row.getAs("hits") == null ? List.of() : row.getList(row.fieldIndex("hits"));
        return new Finding(
                row.getAs("finding_id"),
                FindingType.of(row.getAs("type"), tactic)
                        .about(hits.isEmpty() ? null : hits.get(0).getAs("resource_type")),
                row.getAs("account_id"),
                row.getAs("aws_region"),
                row.getAs("role"),
                row.getAs("target"),
                new Finding.Principal(row.getAs("principal"), row.getAs("principal_id"), row.getAs("principal_type")),
                deeds,
                matched,
                hits.isEmpty()
                        ? Finding.Hits.NONE
                        : new Finding.Hits(
                                row.<Long>getAs("hit_count"),
                                Severity.values()[row.<Integer>getAs("hit_gravity")],
                                hits.stream().map(FindingRows::hit).toList()));
    }

    private static Finding.Hit hit(Row hit) {
        return new Finding.Hit(
                hit.getAs("rule_id"),
                hit.getAs("detail"),
                hit.getAs("verdict"),
                instantOrNull(hit.getAs("verdict_micros")),
                hit.getAs("host_user"),
                hit.getAs("local_ip"),
                hit.getAs("remote_ip"),
                hit.getAs("port"),
                hit.getAs("bytes"),
                hit.getAs("score"));
    }

    private static Instant least(Instant a, Instant b) {
        return a == null || b != null && b.isBefore(a) ? b : a;
    }

    private static Instant greatest(Instant a, Instant b) {
        return a == null || b != null && b.isAfter(a) ? b : a;
    }

    /** In the order of their rank. */
    private static List<Finding.Count> counts(List<Row> details) {
        return details == null
                ? List.of()
                : details.stream()
                        .map(d -> new Finding.Count(d.getAs("value"), d.<Long>getAs("n")))
                        .toList();
    }

    private static long distinct(List<Row> details) {
        return details == null ? 0 : details.get(0).<Long>getAs("of");
    }

    private static Finding.Place place(Row place) {
        if (place == null || place.getAs("object") == null) {
            return null;
        }
        return new Finding.Place(
                place.getAs("object"),
                place.<Integer>getAs("record_index"),
                place.getAs("record_offset"),
                place.getAs("record_length"),
                place.getAs("event_id"));
    }

    private static Instant instantOrNull(Long micros) {
        return micros == null ? null : instant(micros);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static Long micros(Instant time) {
        return time == null ? null : time.getEpochSecond() * MICROS + time.getNano() / 1000;
    }
}
