package io.coldtrail.trace.exposure;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import io.coldtrail.lake.TableRow;
import io.coldtrail.trace.Ids;
import io.coldtrail.trace.incident.CaseRecords;
import io.coldtrail.trace.incident.Cell;
import io.coldtrail.trace.incident.Evidence;
import io.coldtrail.trace.incident.Say;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Secrets read and snapshots shared: what a call that succeeded says it gave away. */
final class TakenByCall {
    private static final int MOST = 1_000;

    /**
     * What a call gives away.
     *
     * @param path alternatives, in requestParameters, of what it is about
     */
    private record Call(String kind, String type, String state, List<String> path) {}

    private static final Map<String, Call> CALLS = Map.of(
            "GetSecretValue", new Call("secret", "AwsSecretsManagerSecret", "READ_PROVEN", List.of("secretId")),
            "BatchGetSecretValue",
                    new Call("secret", "AwsSecretsManagerSecret", "READ_PROVEN", List.of("secretIdList")),
            "GetParameter", new Call("secret", "Other", "READ_PROVEN", List.of("name")),
            "GetParameters", new Call("secret", "Other", "READ_PROVEN", List.of("names")),
            "GetParametersByPath", new Call("secret", "Other", "READ_PROVEN", List.of("path")),
            "GetPasswordData", new Call("password", "AwsEc2Instance", "READ_PROVEN", List.of("instanceId")),
            "ModifySnapshotAttribute", new Call("snapshot", "Other", "REACHABLE", List.of("snapshotId")),
            "SharedSnapshotCopyInitiated", new Call("snapshot", "Other", "COPY_PROVEN", List.of("snapshotId")),
            "ModifyDBSnapshotAttribute", new Call("snapshot", "Other", "REACHABLE", List.of("dBSnapshotIdentifier")));

    private TakenByCall() {}

    static List<Row> rows(CaseRecords records) {
        Column item = coalesce(CALLS.values().stream()
                .flatMap(c -> c.path().stream())
                .distinct()
                .sorted()
                .map(p -> expr("get_json_object(request_parameters, '$." + p + "')"))
                .toArray(Column[]::new));
        Dataset<Row> calls = records.attackIn("cloudtrail")
                .where(col("event_name")
                        .isin(CALLS.keySet().toArray())
                        .and(col("outcome").equalTo("success"))
                        // a parameter that is not decrypted gives nothing away
                        .and(expr("event_name NOT LIKE 'GetParameter%'"
                                + " OR get_json_object(request_parameters, '$.withDecryption') = 'true'")))
                .withColumn("item", coalesce(item, expr("'unnamed'")));
        return Evidence.marked(calls, "incident_id", "event_name", "item")
                .groupBy("incident_id", "event_name", "item")
                .agg(
                        expr("count(*) AS n"),
                        expr("min(event_time) AS time_first"),
                        expr("max(event_time) AS time_last"),
                        expr("min(grade) AS grade"),
                        expr("array_sort(collect_set(source_ip) FILTER (WHERE ref IS NOT NULL)) AS addresses"),
                        Evidence.refs().as("evidence"))
                .orderBy("incident_id", "event_name", "item")
                .limit(MOST)
                .collectAsList()
                .stream()
                .map(TakenByCall::row)
                .collect(Collectors.toList());
    }

    private static Row row(Row r) {
        String name = r.getAs("event_name");
        Call call = CALLS.get(name);
        String item = r.getAs("item");
        return TableRow.of("exposures")
                .set("exposure_id", Ids.of("exposure", r.getAs("incident_id"), call.kind(), name, item))
                .set("incident_id", r.getAs("incident_id"))
                .set("kind", call.kind())
                .set("resource_type", call.type())
                .set("resource_id", item)
                .set("item", item)
                .set("state", call.state())
                .set("time_first", Cell.time(r, "time_first"))
                .set("time_last", Cell.time(r, "time_last"))
                .set("who", Cell.texts(r, "addresses"))
                .set("n", Cell.number(r, "n"))
                .set("contents", call.kind().equals("snapshot") ? "a disk or database" : Contents.CREDENTIALS)
                .set("grade", r.getAs("grade"))
                .set("rule", "K5")
                .set(
                        "detail",
                        "The attacker called " + name + " on " + item + " " + Say.times(Cell.number(r, "n")) + ".")
                .set("evidence", Evidence.of(r))
                .row();
    }
}
