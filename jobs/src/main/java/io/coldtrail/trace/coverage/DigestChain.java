package io.coldtrail.trace.coverage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.substring_index;

import io.coldtrail.archive.ArchiveUri;
import io.coldtrail.lake.Settings;
import io.coldtrail.trace.coverage.Spot.State;
import io.coldtrail.trace.incident.CaseRecords;
import io.coldtrail.trace.incident.Cell;
import io.coldtrail.trace.incident.Evidence;
import io.coldtrail.trace.incident.Question;
import io.coldtrail.trace.incident.Say;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * CloudTrail's digests, one an hour: a missing one between two is a gap, an empty one proves that the hour was quiet, and
 * one that names a file which the archive lacks shows what is missing.
 */
final class DigestChain implements Check {
    private static final int MOST = 200;

    @Override
    public List<Spot> find(CaseRecords records) {
        List<Spot> spots = new ArrayList<>();
        if (records.isAbsent("digests")) {
            return spots;
        }
        Dataset<Row> digests = records.events("digests")
                .where("start_time IS NOT NULL AND event_time IS NOT NULL AND NOT coalesce(backfill, false)");
        WindowSpec chain =
                Window.partitionBy("account_id", "aws_region", "trail_name").orderBy("start_time", "object");
        digests.withColumn("before", expr("lag(event_time)").over(chain))
                .where("start_time > before")
                .orderBy("account_id", "aws_region", "trail_name", "start_time")
                .limit(MOST)
                .collectAsList()
                .forEach(r -> spots.add(gap(r)));
        quiet(digests, chain).forEach(r -> spots.add(quiet(r)));
        boolean kept = mayBeKept(records.settings());
        missing(records, digests).forEach(r -> spots.add(missing(r, kept)));
        return spots;
    }

    private static Spot gap(Row r) {
        return spot(
                        r,
                        "gap",
                        State.PARTIAL,
                        "No digest between " + Say.time(Cell.time(r, "before")) + " and "
                                + Say.time(Cell.time(r, "start_time"))
                                + ": files of that time may be missing, and none would be missed.")
                .during(Cell.time(r, "before"), Cell.time(r, "start_time"))
                .shownBy(List.of(Evidence.ref("digests", r.getAs("object"), r.getAs("record_index"))));
    }

    /** Empty hours, joined where one follows the other. */
    private static List<Row> quiet(Dataset<Row> digests, WindowSpec chain) {
        return digests.withColumn("empty", expr("n_log_files = 0"))
                .withColumn(
                        "turn",
                        expr(
                                "CASE WHEN empty AND lag(empty) OVER (PARTITION BY account_id, aws_region,"
                                        + " trail_name ORDER BY start_time, object) AND lag(event_time) OVER (PARTITION BY account_id,"
                                        + " aws_region, trail_name ORDER BY start_time, object) >= start_time THEN 0 ELSE 1 END"))
                .withColumn("run", expr("sum(turn)").over(chain))
                .where("empty")
                .groupBy("account_id", "aws_region", "trail_name", "run")
                .agg(
                        expr("min(start_time) AS start_time"),
                        expr("max(event_time) AS end_time"),
                        expr("count(*) AS n"),
                        expr("min_by(struct(object, record_index), struct(start_time, object, record_index)) AS place"))
                .select("*", "place.*")
                .orderBy("account_id", "aws_region", "trail_name", "start_time")
                .limit(MOST)
                .collectAsList();
    }

    private static Spot quiet(Row r) {
        return spot(
                        r,
                        "quiet",
                        State.QUIET,
                        Say.count(Cell.number(r, "n"), "digest names", "digests name") + " no file "
                                + Say.span(Cell.time(r, "start_time"), Cell.time(r, "end_time"))
                                + ": nothing was delivered then.")
                .during(Cell.time(r, "start_time"), Cell.time(r, "end_time"))
                .shownBy(List.of(Evidence.ref("digests", r.getAs("object"), r.getAs("record_index"))));
    }

    /** By the name of the file, which is unique: the archive may begin at any folder. */
    private static List<Row> missing(CaseRecords records, Dataset<Row> digests) {
        Dataset<Row> there = records.table("objects")
                .select(substring_index(col("object"), "/", -1).as("file"))
                .distinct();
        return digests.withColumn("named", expr("explode(from_json(log_files, 'array<struct<s3Object:string>>'))"))
                .withColumn("file", substring_index(col("named.s3Object"), "/", -1))
                .where("file IS NOT NULL")
                .join(there, new String[] {"file"}, "left_anti")
                .groupBy(col("account_id"), col("aws_region"), col("trail_name"))
                .agg(
                        expr("count(DISTINCT file) AS n"),
                        expr("min(start_time) AS start_time"),
                        expr("max(event_time) AS end_time"),
                        expr("min_by(struct(object, record_index), struct(start_time, object, record_index)) AS place"))
                .select("*", "place.*")
                .orderBy("account_id", "aws_region", "trail_name")
                .limit(MOST)
                .collectAsList();
    }

    /** True where a bucket may have what was deleted from it, and nobody looked. */
    private static boolean mayBeKept(Settings settings) {
        return !settings.versions() && settings.archives().stream().anyMatch(ArchiveUri::isS3);
    }

    private static Spot missing(Row r, boolean mayBeKept) {
        return spot(
                        r,
                        "files_missing",
                        State.PARTIAL,
                        Say.count(Cell.number(r, "n"), "file", "files") + " that digests name "
                                + (Cell.number(r, "n") == 1 ? "is" : "are") + " not in the archive, of "
                                + Say.span(Cell.time(r, "start_time"), Cell.time(r, "end_time"))
                                + ": the events in them, cannot tell."
                                + (mayBeKept
                                        ? " Where the bucket keeps versions, coldtrail investigate --versions reads what was"
                                                + " deleted."
                                        : ""))
                .during(Cell.time(r, "start_time"), Cell.time(r, "end_time"))
                .shownBy(List.of(Evidence.ref("digests", r.getAs("object"), r.getAs("record_index"))));
    }

    private static Spot spot(Row r, String kind, State state, String statement) {
        String account = r.getAs("account_id");
        String region = r.getAs("aws_region");
        String scope = "trail " + r.getAs("trail_name") + " in " + account + " " + region;
        return Spot.of(kind, "cloudtrail", scope, state, statement, Question.ACTIONS, Question.CONTAINED)
                .in(account, region);
    }
}
