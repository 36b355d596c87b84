package io.coldtrail.trace.coverage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import io.coldtrail.lake.EventHours;
import io.coldtrail.trace.coverage.Spot.State;
import io.coldtrail.trace.incident.CaseRecords;
import io.coldtrail.trace.incident.Cell;
import io.coldtrail.trace.incident.IncidentView;
import io.coldtrail.trace.incident.Question;
import io.coldtrail.trace.incident.Say;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Accounts and regions that records name and CloudTrail has no event of; and places whose reads are not recorded. */
final class CloudTrailPlaces implements Check {
    private static final String GLOBAL = "us-east-1";
    private static final int MOST = 10_000;
    private static final int SPOTS = 100;
    /** As many changes a day and no read: reads are not recorded there. */
    private static final int WRITES_A_DAY = 50;

    @Override
    public List<Spot> find(CaseRecords records) {
        List<Row> places = places(records.table(EventHours.TABLE));
        List<Spot> spots = new ArrayList<>();
        SortedSet<String> accounts = new TreeSet<>();
        SortedSet<String> regions = new TreeSet<>();
        places.forEach(r -> {
            add(accounts, r.getAs("account_id"));
            add(regions, r.getAs("aws_region"));
        });
        if (accounts.isEmpty() && regions.isEmpty()) {
            return spots;
        }
        if (!regions.contains(GLOBAL)) {
            spots.add(Spot.of(
                            "region_absent",
                            "cloudtrail",
                            GLOBAL,
                            State.OFF,
                            "No event of " + GLOBAL
                                    + ": IAM, STS and other global calls are logged there; what was called, cannot tell.",
                            Question.CREDENTIALS,
                            Question.ACTIONS,
                            Question.CONTAINED)
                    .in(null, GLOBAL));
        }
        named(spots, "region_absent", "region", elsewhere(records, regions));
        named(spots, "account_absent", "account", callers(records, accounts));
        places.stream().filter(r -> Cell.number(r, "n") > 0).limit(SPOTS).forEach(r -> spots.add(readsOff(r)));
        return spots;
    }

    private static void add(SortedSet<String> set, String value) {
        if (value != null) {
            set.add(value);
        }
    }

    /** Regions that other logs name. */
    private static SortedSet<String> elsewhere(CaseRecords records, SortedSet<String> known) {
        SortedSet<String> others = new TreeSet<>();
        records.table(EventHours.TABLE)
                .where("log <> 'cloudtrail'")
                .select("aws_region")
                .unionByName(records.events("config_items").select("aws_region"))
                .distinct()
                .limit(MOST)
                .collectAsList()
                .forEach(r -> {
                    if (r.getString(0) != null && r.getString(0).matches("[a-z]{2}(-[a-z]+)+-\\d")) {
                        others.add(r.getString(0));
                    }
                });
        records.incidents().stream().map(IncidentView::regions).forEach(others::addAll);
        others.removeAll(known);
        return others;
    }

    /** Accounts whose principals the attacker's calls came from. */
    private static SortedSet<String> callers(CaseRecords records, SortedSet<String> known) {
        SortedSet<String> others = new TreeSet<>();
        records.attackIn("cloudtrail")
                .where(col("user_account_id").rlike("^\\d{12}$"))
                .select("user_account_id")
                .distinct()
                .limit(MOST)
                .collectAsList()
                .forEach(r -> others.add(r.getString(0)));
        records.incidents().stream().map(IncidentView::accounts).forEach(others::addAll);
        others.removeAll(known);
        return others;
    }

    private static void named(List<Spot> spots, String kind, String what, SortedSet<String> names) {
        if (!names.isEmpty()) {
            spots.add(Spot.of(
                    kind,
                    "cloudtrail",
                    what + " " + Say.list(names),
                    State.OFF,
                    "Records name " + what + " " + Say.list(names)
                            + ", and no CloudTrail event of it is in the archive: what was called there, cannot tell.",
                    Question.ACTIONS,
                    Question.CREDENTIALS));
        }
    }

    /** Accounts and regions of events; {@code n}: days with many changes and no read. */
    private static List<Row> places(Dataset<Row> hours) {
        return hours.where("log = 'cloudtrail'")
                .groupBy("account_id", "aws_region", "event_date")
                .agg(expr("sum(n_writes) AS writes"), expr("sum(n_reads) AS reads"))
                .withColumn(
                        "blind",
                        col("event_date")
                                .isNotNull()
                                .and(col("writes").geq(WRITES_A_DAY))
                                .and(col("reads").equalTo(0)))
                .groupBy("account_id", "aws_region")
                .agg(
                        expr("count_if(blind) AS n"),
                        expr("timestamp(min(event_date) FILTER (WHERE blind)) AS time_from"),
                        expr("timestamp(date_add(max(event_date) FILTER (WHERE blind), 1)) AS time_to"))
                .orderBy("account_id", "aws_region")
                .limit(MOST)
                .collectAsList();
    }

    private static Spot readsOff(Row r) {
        return Spot.of(
                        "reads_off",
                        "cloudtrail",
                        "account " + r.getAs("account_id") + ", " + r.getAs("aws_region"),
                        State.PARTIAL,
                        "In account " + r.getAs("account_id") + ", " + r.getAs("aws_region") + ", "
                                + Say.count(Cell.number(r, "n"), "day has", "days have")
                                + " many changes and not one read: reads are not recorded there.",
                        Question.ACTIONS)
                .in(r.getAs("account_id"), r.getAs("aws_region"))
                .during(Cell.time(r, "time_from"), Cell.time(r, "time_to"));
    }
}
