package io.coldtrail.trace.records;

import io.coldtrail.lake.Together;
import io.coldtrail.trace.WorkingSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Attributed records of all logs but CloudTrail.
 *
 * @param runs records that make moments of their own; null where nothing fell that another log could show
 * @param same lines of access logs that are in moments of CloudTrail events
 */
public record OtherRecords(Dataset<Row> runs, Dataset<Row> same) {
    /**
     * Attributes.
     *
     * @param events CloudTrail events
     * @param swept CloudTrail events as attributed
     * @param seeds places of the records that seeds rest on
     */
    public static OtherRecords of(
            WorkingSet set, Dataset<Row> events, Dataset<Row> swept, Fallen fallen, Set<String> seeds) {
        SparkSession spark = set.kase().spark();
        if (fallen.isEmpty()) {
            return new OtherRecords(null, SameRequest.of(set.events("s3_access"), swept, events));
        }
        Dataset<Row> flow = set.events("flow");
        Dataset<Row> dns = set.events("dns");
        Dataset<Row> auth = set.events("host_auth");
        Dataset<Row> access = set.events("s3_access");
        Dataset<Row> same = set.keep(SameRequest.of(access, swept, events));
        OnMachineRecords onMachine = new OnMachineRecords(set, swept, fallen);
        Dataset<Row> deeds = Together.<Dataset<Row>>all(List.of(
                        () -> set.keep(Once.each(
                                FlowRecords.of(spark, flow, auth, fallen).unionByName(onMachine.flows()))),
                        () -> set.keep(
                                Once.each(QueryRecords.of(spark, dns, fallen).unionByName(onMachine.queries(dns)))),
                        () -> set.keep(LoginRecords.of(spark, auth, fallen)),
                        () -> set.keep(RequestRecords.of(spark, access, same, fallen))))
                .stream()
                .reduce(Dataset::unionByName)
                .orElseThrow();
        // counted first, written later
        return new OtherRecords(set.keep(Runs.of(spark, deeds, seeds)), same);
    }

    /** Counts by moment: see {@link Runs#moments}. */
    public List<Row> moments() {
        return runs == null ? List.of() : Runs.moments(runs).collectAsList();
    }

    /** Rows for table {@code attribution}, with column {@code moment}. */
    public Dataset<Row> attributed() {
        String[] columns = {
            "log",
            "object",
            "record_index",
            "event_id",
            "event_time",
            "session_id",
            "source_ip",
            "actor",
            "grade",
            "rule",
            "incident",
            "moment"
        };
        if (runs == null) {
            return same.selectExpr(columns);
        }
        return runs.selectExpr("*", "cast(NULL AS STRING) AS session_id")
                .selectExpr(columns)
                .unionByName(same.selectExpr(columns));
    }
}
