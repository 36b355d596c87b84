package io.coldtrail.trace.coverage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.regexp_replace;

import io.coldtrail.archive.ObjectRef;
import io.coldtrail.trace.coverage.Spot.State;
import io.coldtrail.trace.incident.CaseRecords;
import io.coldtrail.trace.incident.Cell;
import io.coldtrail.trace.incident.Question;
import io.coldtrail.trace.incident.Say;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;

/** Objects that could not be read, in whole or in part, records that could not, and what somebody did away with. */
final class ReadProblems implements Check {
    private static final int SPOTS = 100;

    /** In any archive of the case. */
    private static final String VERSION = "^([0-9]+/)?" + ObjectRef.VERSION + "[^/]+/";

    @Override
    public List<Spot> find(CaseRecords records) {
        List<Spot> spots = new ArrayList<>();
        records.table("objects")
                .where("status IN ('partial', 'unreadable', 'archived', 'denied', 'kms_denied', 'throttled', 'gone',"
                        + " 'changed')")
                .groupBy("source", "status")
                .agg(expr("count(*) AS n"), expr("min(delivered) AS time_from"), expr("max(delivered) AS time_to"))
                .orderBy("source", "status")
                .limit(SPOTS)
                .collectAsList()
                .forEach(r -> spots.add(spot(
                        r,
                        "unreadable",
                        Say.count(Cell.number(r, "n"), "object", "objects") + " of " + source(r) + " "
                                + state(r.getAs("status")) + ": what they hold is missing here.")));
        records.table("objects")
                .where("rejects > 0")
                .groupBy("source")
                .agg(
                        expr("sum(rejects) AS n"),
                        expr("count(*) AS objects"),
                        expr("min(delivered) AS time_from"),
                        expr("max(delivered) AS time_to"))
                .orderBy("source")
                .limit(SPOTS)
                .collectAsList()
                .forEach(r -> spots.add(spot(
                        r,
                        "rejects",
                        Say.count(Cell.number(r, "n"), "record", "records") + " of " + source(r) + " in "
                                + Say.count(Cell.number(r, "objects"), "object", "objects")
                                + " could not be read" + inside(records, r) + ".")));
        if (records.settings().versions()) {
            spots.addAll(replaced(records));
        }
        return spots;
    }

    private static List<Spot> replaced(CaseRecords records) {
        return records
                .table("objects")
                .where(col("object").rlike(VERSION))
                .groupBy("source")
                .agg(
                        countDistinct(regexp_replace(col("object"), VERSION, ""))
                                .as("n"),
                        expr("min(delivered) AS time_from"),
                        expr("max(delivered) AS time_to"))
                .orderBy("source")
                .limit(SPOTS)
                .collectAsList()
                .stream()
                .map(ReadProblems::replaced)
                .toList();
    }

    private static Spot replaced(Row r) {
        long n = Cell.number(r, "n");
        return Spot.of(
                        "older_versions",
                        r.getAs("source"),
                        source(r),
                        State.UNKNOWN,
                        Say.count(n, "object", "objects") + " of " + source(r) + (n == 1 ? " was" : " were")
                                + " overwritten or deleted in the bucket, by somebody or by its lifecycle rules, and read as"
                                + " before, too; what was deleted with its versions does not show.",
                        Question.ACTIONS,
                        Question.OBJECTS)
                .during(Cell.time(r, "time_from"), Cell.time(r, "time_to"));
    }

    private static String source(Row r) {
        return r.getAs("source") == null ? "an unknown kind" : r.getAs("source");
    }

    private static String inside(CaseRecords records, Row r) {
        boolean inside = records.incidents().stream()
                .anyMatch(i -> i.first() != null
                        && i.last() != null
                        && Cell.time(r, "time_from") != null
                        && !Cell.time(r, "time_from").isAfter(i.last())
                        && !Cell.time(r, "time_to").isBefore(i.first()));
        return inside ? ", some of the time of the incident" : "";
    }

    private static Spot spot(Row r, String kind, String statement) {
        String scope = kind.equals("rejects") ? source(r) : source(r) + ", " + r.getAs("status");
        return Spot.of(kind, r.getAs("source"), scope, State.PARTIAL, statement, Question.ACTIONS, Question.OBJECTS)
                .during(Cell.time(r, "time_from"), Cell.time(r, "time_to"));
    }

    private static String state(String status) {
        return switch (status) {
            case "partial" -> "read in part";
            case "archived" -> "in cold storage";
            case "denied" -> "denied to the reader";
            case "kms_denied" -> "whose key is denied to the reader";
            case "gone" -> "gone when they were read";
            case "changed" -> "changed while they were read";
            case "throttled" -> "not read, for S3 asked to slow down";
            default -> "not readable";
        };
    }
}
