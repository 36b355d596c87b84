package io.coldtrail.logs;

import io.coldtrail.logs.json.JsonShape;
import io.coldtrail.logs.records.Reason;
import java.util.List;
import org.apache.spark.sql.types.StructField;

/**
 * CloudTrail management and data events, table {@code cloudtrail}, in whatever holds them: log files
 * ({@code {"Records":[...]}}), EventBridge envelopes ({@code detail}), the output of {@code aws cloudtrail lookup-events}
 * ({@code Events}, each with the record as a string in {@code CloudTrailEvent}).
 */
final class CloudTrail extends JsonFormat {
    /** How CloudTrail's records lie in JSON, of whatever category. */
    static final JsonShape SHAPE = new JsonShape(
            List.of("eventTime", "eventName", "eventSource"),
            List.of("Records", "Events"),
            List.of("detail"),
            List.of("CloudTrailEvent"),
            List.of(),
            "{\"eventVersion\":");

    static final String INSIGHT = "Insight";
    static final String NETWORK_ACTIVITY = "NetworkActivity";
    private static final String AGGREGATED = "Aggregated";

    private final int category = slot("eventCategory");

    CloudTrail() {
        super("cloudtrail", SHAPE);
    }

    static boolean begins(Head head) {
        return (head.hasField("eventSource")
                        || head.hasField("eventName")
                        || head.hasField("Records")
                        || head.hasField("CloudTrailEvent"))
                && !Insights.begins(head)
                && !NetworkActivity.begins(head);
    }

    @Override
    boolean take() {
        String value = fields().text(category);
        return value == null
                || !(value.equals(INSIGHT) || value.equals(NETWORK_ACTIVITY) || value.equals(AGGREGATED))
                || reject(Reason.NOT_A_RECORD, "an event of category " + value + ", which tells no call of its own");
    }

    /** Before eventVersion 1.01 events have no id: equal ones in an object are told apart by their order. */
    @Override
    boolean countsEqualRecords() {
        return true;
    }

    @Override
    Column derived(StructField field) {
        return field.name().equals("outcome") ? outcome() : null;
    }
}
