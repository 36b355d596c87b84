package io.coldtrail.report;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.date_format;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.coldtrail.lake.EventHours;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Reads what was read: objects, rejects, and what the events cover. */
final class ArchiveTables {
    /** Days shown; a longer archive is shown by month. */
    private static final int MOST_DAYS = 62;
    /** Objects and rejects shown; all are counted. */
    static final int MOST_LISTED = 50;

    private static final int MOST_RULES = 100;
    /** Accounts times regions of a large organization. */
    private static final int MOST_PLACES = 5_000;
    /** Hours with events that are drawn: a month of five logs in five places. */
    private static final int MOST_HOURS = 20_000;
    /** What the logs cover is of interest this long before and after the incidents. */
    private static final Duration AROUND = Duration.ofDays(1);

    private static final Duration HOUR = Duration.ofHours(1);

    private final CaseTables source;

    ArchiveTables(CaseTables source) {
        this.source = source;
    }

    /** @param incidents the time that is drawn; null for none */
    Archive archive(TimeAxis.Span incidents) {
        Dataset<Row> objects = source.table("objects");
        Dataset<Row> rejects = source.table("rejects");
        List<Archive.Kind> kinds = kinds(objects);
        List<String> sources = kinds.stream()
                .filter(k -> k.records() > 0)
                .map(Archive.Kind::source)
                .distinct()
                .toList();
        return new Archive(
                kinds,
                sources,
                days(objects, sources),
                problems(objects),
                rejects(rejects),
                StoryTables.rows(
                        rejects.groupBy(text("reason"))
                                .agg(count(lit(1)))
                                .orderBy(col("count(1)").desc(), col("reason")),
                        row -> new Archive.Reason(row.getString(0), row.getLong(1))),
                source.table("duplicates").count(),
                coverage(),
                incidents == null ? List.of() : strips(incidents));
    }

    private static List<Archive.Kind> kinds(Dataset<Row> objects) {
        return StoryTables.rows(
                objects.groupBy(text("source"), text("status"))
                        .agg(
                                count(lit(1)).as("objects"),
                                total("size"),
                                total("records"),
                                total("rejects"),
                                min("delivered").as("first"),
                                max("delivered").as("last"))
                        .orderBy("source", "status"),
                row -> {
                    Cells c = new Cells(row);
                    return new Archive.Kind(
                            c.word("source"),
                            c.word("status"),
                            c.count("objects"),
                            c.count("size"),
                            c.count("records"),
                            c.count("rejects"),
                            c.time("first"),
                            c.time("last"));
                });
    }

    private static List<Archive.Day> days(Dataset<Row> objects, List<String> sources) {
        Dataset<Row> day = by(objects, sources, "yyyy-MM-dd");
        return StoryTables.rows(day.count() <= MOST_DAYS ? day : by(objects, sources, "yyyy-MM"), row -> {
            Cells c = new Cells(row);
            return new Archive.Day(
                    c.word("day"),
                    c.count("objects"),
                    c.count("size"),
                    IntStream.range(0, sources.size())
                            .mapToObj(i -> c.count("records" + i))
                            .toList(),
                    c.count("rejects"),
                    c.count("unread"));
        });
    }

    private static Dataset<Row> by(Dataset<Row> objects, List<String> sources, String format) {
        List<Column> sums = new ArrayList<>(List.of(
                total("size"),
                total("rejects"),
                sum(when(unread(), 1L).otherwise(0L)).as("unread")));
        for (int i = 0; i < sources.size(); i++) {
            sums.add(sum(when(text("source").equalTo(sources.get(i)), coalesce(col("records"), lit(0L)))
                            .otherwise(0L))
                    .as("records" + i));
        }
        return objects.groupBy(coalesce(date_format(col("delivered"), format), lit("no time in the key"))
                        .as("day"))
                .agg(count(lit(1)).as("objects"), sums.toArray(Column[]::new))
                .orderBy("day");
    }

    private static List<Archive.Problem> problems(Dataset<Row> objects) {
        return StoryTables.rows(
                objects.where(unread()).orderBy("status", "object").limit(MOST_LISTED), row -> {
                    Cells c = new Cells(row);
                    return new Archive.Problem(
                            c.word("object"), c.word("status"), c.word("message"), c.time("delivered"));
                });
    }

    private static List<Archive.Reject> rejects(Dataset<Row> rejects) {
        return StoryTables.rows(rejects.orderBy("object", "record_offset").limit(MOST_LISTED), row -> {
            Cells c = new Cells(row);
            return new Archive.Reject(
                    c.word("object"),
                    c.number("record_index"),
                    c.number("record_offset"),
                    c.number("record_length"),
                    c.word("reason"),
                    c.word("detail"),
                    c.word("first_bytes"));
        });
    }

    private Dataset<Row> hours() {
        return source.table(EventHours.TABLE);
    }

    private List<Archive.Coverage> coverage() {
        return StoryTables.rows(
                hours().groupBy(col("log"), text("account_id"), text("aws_region"))
                        .agg(
                                sum("n").as("events"),
                                sum("n_data").as("data"),
                                min("time_first").as("first"),
                                max("time_last").as("last"))
                        .orderBy("log", "account_id", "aws_region")
                        .limit(MOST_PLACES),
                row -> {
                    Cells c = new Cells(row);
                    return new Archive.Coverage(
                            c.word("log"),
                            c.word("account_id"),
                            c.word("aws_region"),
                            c.count("events"),
                            c.count("data"),
                            c.time("first"),
                            c.time("last"));
                });
    }

    /** When each log speaks: its hours with events, from a day before the incidents to a day after. */
    private List<Archive.Strip> strips(TimeAxis.Span incidents) {
        Map<List<String>, List<TimeAxis.Span>> spans = new LinkedHashMap<>();
        Column from = lit(Timestamp.from(incidents.from().minus(AROUND)));
        Column to = lit(Timestamp.from(incidents.to().plus(AROUND)));
        for (Row row : hours().where(
                        col("time_last").geq(from).and(col("time_first").leq(to)))
                .select(
                        col("log"),
                        text("account_id"),
                        text("aws_region"),
                        col("hour"),
                        greatest(col("time_first"), from).as("first"),
                        least(col("time_last"), to).as("last"))
                .orderBy("log", "account_id", "aws_region", "hour")
                .limit(MOST_HOURS)
                .collectAsList()) {
            Cells c = new Cells(row);
            List<TimeAxis.Span> strip = spans.computeIfAbsent(
                    List.of(c.word("log"), c.word("account_id"), c.word("aws_region")), k -> new ArrayList<>());
            TimeAxis.Span last = strip.isEmpty() ? null : strip.get(strip.size() - 1);
            if (last != null && Duration.between(last.to(), c.time("hour")).compareTo(HOUR) < 0) {
                strip.set(strip.size() - 1, new TimeAxis.Span(last.from(), c.time("last")));
            } else {
                strip.add(new TimeAxis.Span(c.time("first"), c.time("last")));
            }
        }
        List<Archive.Strip> strips = new ArrayList<>();
        spans.forEach(
                (place, s) -> strips.add(new Archive.Strip(place.get(0), place.get(1), place.get(2), List.copyOf(s))));
        return strips;
    }

    /** From the first event of all logs to the last; null where there is none. */
    TimeAxis.Span span() {
        Row span = hours().agg(min("time_first"), max("time_last")).first();
        return span.isNullAt(0)
                ? null
                : new TimeAxis.Span(
                        span.getTimestamp(0).toInstant(), span.getTimestamp(1).toInstant());
    }

    /**
     * In which slots of time each log has events.
     *
     * @param from begin of an hour: the slots are counted from it
     * @param slot whole hours
     */
    Map<String, List<Integer>> slots(Instant from, Duration slot) {
        Map<String, List<Integer>> slots = new HashMap<>();
        hours().where(col("hour").isNotNull())
                .select(
                        col("log"),
                        floor(col("hour")
                                        .cast("long")
                                        .minus(from.getEpochSecond())
                                        .divide(slot.getSeconds()))
                                .cast("int")
                                .as("slot"))
                .distinct()
                .collectAsList()
                .forEach(row -> slots.computeIfAbsent(row.getString(0), k -> new ArrayList<>())
                        .add(row.getInt(1)));
        return slots;
    }

    /** What the hunts found, the gravest first. */
    List<CaseView.Hit> hits() {
        return StoryTables.rows(
                source.table("hits")
                        .drop("evidence")
                        .orderBy(gravest(), col("time_first"), col("hit_id"))
                        .limit(MOST_LISTED),
                row -> {
                    Cells c = new Cells(row);
                    return new CaseView.Hit(
                            c.word("title"),
                            c.word("severity"),
                            Tactic.of(c.text("tactic")),
                            c.word("technique"),
                            c.word("detail"),
                            c.word("verdict"),
                            c.word("grade"),
                            c.count("n"),
                            c.time("time_first"),
                            c.time("time_last"));
                });
    }

    private static Column gravest() {
        return when(col("severity").equalTo("critical"), 0)
                .when(col("severity").equalTo("high"), 1)
                .when(col("severity").equalTo("medium"), 2)
                .when(col("severity").equalTo("low"), 3)
                .otherwise(4);
    }

    /** The rules that fired, the gravest first. */
    List<CaseView.RuleCount> rules() {
        return StoryTables.rows(
                source.table("signals")
                        .groupBy("rule_id", "title", "severity", "tactic", "technique")
                        .agg(
                                count(lit(1)).as("n"),
                                min("event_time").as("first"),
                                max("event_time").as("last"))
                        .orderBy(gravest(), col("n").desc(), col("rule_id"), col("tactic"), col("technique"))
                        .limit(MOST_RULES),
                row -> {
                    Cells c = new Cells(row);
                    return new CaseView.RuleCount(
                            c.word("rule_id"),
                            c.word("title"),
                            c.word("severity"),
                            Tactic.of(c.text("tactic")),
                            c.word("technique"),
                            c.count("n"),
                            c.time("first"),
                            c.time("last"));
                });
    }

    List<CaseView.Fact> facts() {
        return StoryTables.rows(source.table("facts").orderBy("kind", "what", "value", "fact_id"), row -> {
            Cells c = new Cells(row);
            return new CaseView.Fact(
                    c.word("kind"),
                    c.word("what"),
                    c.word("value"),
                    c.time("time_from"),
                    c.time("time_to"),
                    c.word("author"),
                    c.word("reason"));
        });
    }

    /** Version of the newest run; empty where none is known. */
    String version() {
        return source
                .table("runs")
                .where(col("version").isNotNull())
                .orderBy(col("run_id").desc())
                .select("version")
                .limit(1)
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .findFirst()
                .orElse("");
    }

    private static Column unread() {
        return text("status").isin(Archive.WHOLE.toArray()).equalTo(false);
    }

    private static Column total(String column) {
        return coalesce(sum(column), lit(0L)).as(column);
    }

    private static Column text(String column) {
        return coalesce(col(column), lit("")).as(column);
    }
}
