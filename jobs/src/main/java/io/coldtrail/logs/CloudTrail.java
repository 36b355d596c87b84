package io.coldtrail.logs;

import io.coldtrail.lake.Outcome;
import io.coldtrail.logs.json.JsonFields;
import io.coldtrail.logs.json.JsonShape;
import io.coldtrail.logs.records.Reason;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.unsafe.types.UTF8String;

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

    private final int category = slot("eventCategory");

    CloudTrail() {
        super("cloudtrail", SHAPE);
    }

    @Override
    boolean take() {
        String value = fields().text(category);
        return value == null
                || !(value.equals("Insight") || value.equals("NetworkActivity") || value.equals("Aggregated"))
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

    private Column outcome() {
        int code = slot("errorCode");
        int message = slot("errorMessage");
        int login = slot("responseElements.ConsoleLogin");
        Map<Outcome, UTF8String> words = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            words.put(outcome, UTF8String.fromString(outcome.word()));
        }
        UTF8String success = words.get(Outcome.SUCCESS);
        return () -> {
            JsonFields f = fields();
            if (!f.has(code) && !f.has(message) && !f.has(login)) {
                return success;
            }
            return words.get(Outcome.of(f.text(code), f.text(message), f.text(login)));
        };
    }
}
