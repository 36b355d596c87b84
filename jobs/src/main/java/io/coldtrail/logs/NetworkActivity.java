package io.coldtrail.logs;

import io.coldtrail.logs.records.Reason;
import org.apache.spark.sql.types.StructField;

/** CloudTrail network activity events, calls through VPC endpoints, table {@code network_activity}. */
final class NetworkActivity extends JsonFormat {
    private final int category = slot("eventCategory");

    NetworkActivity() {
        super("network_activity", CloudTrail.SHAPE);
    }

    static boolean begins(Head head) {
        return head.hasField("eventCategory", CloudTrail.NETWORK_ACTIVITY);
    }

    @Override
    boolean take() {
        String value = fields().text(category);
        return value == null
                || value.equals(CloudTrail.NETWORK_ACTIVITY)
                || reject(Reason.NOT_A_RECORD, "an event of category " + value + ", no network activity");
    }

    @Override
    Column derived(StructField field) {
        return field.name().equals("outcome") ? outcome() : null;
    }
}
