package io.coldtrail.report;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.date_format;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.List;
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

    private final CaseTables source;

    ArchiveTables(CaseTables source) {
        this.source = source;
    }

    Archive archive() {
        Dataset<Row> objects = source.table("objects");
        Dataset<Row> rejects = source.table("rejects");
        Dataset<Row> events = objects.where(col("source").equalTo("cloudtrail"));
        return new Archive(
                kinds(objects),
                days(events),
                problems(objects),
                rejects(rejects),
                StoryTables.rows(
                        rejects.groupBy(text("reason"))
                                .agg(count(lit(1)))
                                .orderBy(col("count(1)").desc(), col("reason")),
                        row -> new Archive.Reason(row.getString(0), row.getLong(1))),
                source.table("duplicates").count(),
                coverage());
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

    private static List<Archive.Day> days(Dataset<Row> events) {
        Dataset<Row> day = by(events, "yyyy-MM-dd");
        return StoryTables.rows(day.count() <= MOST_DAYS ? day : by(events, "yyyy-MM"), row -> {
            Cells c = new Cells(row);
            return new Archive.Day(
                    c.word("day"),
                    c.count("objects"),
                    c.count("size"),
                    c.count("records"),
                    c.count("rejects"),
                    c.count("unread"));
        });
    }

    private static Dataset<Row> by(Dataset<Row> events, String format) {
        return events.groupBy(coalesce(date_format(col("delivered"), format), lit("no time in the key"))
                        .as("day"))
                .agg(
                        count(lit(1)).as("objects"),
                        total("size"),
                        total("records"),
                        total("rejects"),
                        sum(when(unread(), 1L).otherwise(0L)).as("unread"))
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

    private List<Archive.Coverage> coverage() {
        return StoryTables.rows(
                source.events()
                        .groupBy(text("account_id"), text("aws_region"))
                        .agg(
                                count(lit(1)).as("events"),
                                sum(when(col("event_category").equalTo("Data"), 1L)
                                                .otherwise(0L))
                                        .as("data"),
                                min("event_time").as("first"),
                                max("event_time").as("last"))
                        .orderBy("account_id", "aws_region")
                        .limit(MOST_PLACES),
                row -> {
                    Cells c = new Cells(row);
                    return new Archive.Coverage(
                            c.word("account_id"),
                            c.word("aws_region"),
                            c.count("events"),
                            c.count("data"),
                            c.time("first"),
                            c.time("last"));
                });
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
                        .orderBy(
                                when(col("severity").equalTo("critical"), 0)
                                        .when(col("severity").equalTo("high"), 1)
                                        .when(col("severity").equalTo("medium"), 2)
                                        .when(col("severity").equalTo("low"), 3)
                                        .otherwise(4),
                                col("n").desc(),
                                col("rule_id"),
                                col("tactic"),
                                col("technique"))
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
