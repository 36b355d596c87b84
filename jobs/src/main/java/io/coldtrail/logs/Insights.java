package io.coldtrail.logs;

import io.coldtrail.logs.records.Reason;

/** CloudTrail Insights events, table {@code insights}. */
final class Insights extends JsonFormat {
    private final int details = slot("insightDetails");

    Insights() {
        super("insights", CloudTrail.SHAPE);
    }

    static boolean begins(Head head) {
        return head.hasField("insightDetails") || head.hasField("eventCategory", CloudTrail.INSIGHT);
    }

    @Override
    boolean take() {
        return fields().has(details) || reject(Reason.NOT_A_RECORD, "an event without insightDetails");
    }
}
