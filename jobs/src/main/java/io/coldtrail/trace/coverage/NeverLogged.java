package io.coldtrail.trace.coverage;

import static org.apache.spark.sql.functions.col;

import io.coldtrail.trace.coverage.Spot.State;
import io.coldtrail.trace.incident.CaseRecords;
import io.coldtrail.trace.incident.Question;
import java.util.List;
import org.apache.spark.sql.Row;

/** Data events that few trails record: named wherever none is seen, for their absence is taken for innocence. */
final class NeverLogged implements Check {
    private record Use(String source, List<String> calls, String what) {}

    private static final List<Use> USES = List.of(
            new Use(
                    "ebs.amazonaws.com",
                    List.of("GetSnapshotBlock", "ListSnapshotBlocks"),
                    "Direct reads of snapshots (EBS)"),
            new Use("ses.amazonaws.com", List.of("SendEmail", "SendRawEmail", "SendBulkEmail"), "Mails sent (SES)"),
            new Use("lambda.amazonaws.com", List.of("Invoke"), "Invocations of Lambda functions"),
            new Use(
                    "dynamodb.amazonaws.com",
                    List.of("GetItem", "PutItem", "Query", "Scan", "UpdateItem", "DeleteItem", "BatchGetItem"),
                    "Reads and writes of DynamoDB items"));

    @Override
    public List<Spot> find(CaseRecords records) {
        List<String> seen = records
                .events("cloudtrail")
                .where(col("event_name")
                        .isin(USES.stream().flatMap(u -> u.calls().stream()).toArray()))
                .select("event_source")
                .distinct()
                .limit(USES.size())
                .collectAsList()
                .stream()
                .map((Row r) -> r.getString(0))
                .toList();
        return USES.stream()
                .filter(u -> !seen.contains(u.source()))
                .map(u -> Spot.of(
                        "not_logged",
                        "cloudtrail",
                        u.what(),
                        State.OFF,
                        u.what() + " are not in the archive: whether there were any, cannot tell.",
                        Question.ACTIONS,
                        Question.OBJECTS))
                .toList();
    }
}
