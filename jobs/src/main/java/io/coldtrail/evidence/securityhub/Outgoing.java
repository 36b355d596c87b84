package io.coldtrail.evidence.securityhub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.coldtrail.evidence.AwsPlace;
import io.coldtrail.lake.Severity;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * A finding, held against what Security Hub was last sent of it.
 *
 * @param findingId without the product's name, which its Id in ASFF has
 * @param place where it is imported
 * @param contentHash of the finding as the case has it
 * @param updatedAt UpdatedAt that it is sent with
 * @param asff as the case has it; of one that is archived, as it was sent
 * @param supersededBy of one that is archived: the finding that stands in its place, or null
 */
record Outgoing(
        Change change,
        String findingId,
        AwsPlace place,
        Severity severity,
        String title,
        String contentHash,
        Instant updatedAt,
        String asff,
        String supersededBy) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);
    private static final String OURS = "coldtrail/";

    /**
     * What is the analyst's, or becomes the analyst's once he touches it: BatchUpdateFindings is how it is set. An import
     * cannot change the first five; of the rest it takes the provider's view from FindingProviderFields, fills in these
     * from there when the finding is new, and is asked not to send them.
     */
    private static final List<String> ANALYSTS = List.of(
            "Note",
            "UserDefinedFields",
            "VerificationState",
            "Workflow",
            "WorkflowState",
            "Confidence",
            "Criticality",
            "RelatedFindings",
            "Severity",
            "Types");

    /**
     * A time for an update: Security Hub ignores one that is not later than what it has, and looks at no more than
     * milliseconds.
     *
     * @param last the time that was last sent, or null
     */
    static Instant after(Instant last, Instant wanted) {
        Instant time = wanted.truncatedTo(ChronoUnit.MILLIS);
        return last == null || time.isAfter(last) ? time : last.plusMillis(1);
    }

    /** Its Id in Security Hub. */
    String asffId() {
        return OURS + findingId;
    }

    /** ASFF, as it is sent. */
    String json() {
        try {
            ObjectNode finding = (ObjectNode) JSON.readTree(asff);
            finding.remove(ANALYSTS);
            finding.put("UpdatedAt", TIME.format(updatedAt));
            finding.put("RecordState", change == Change.ARCHIVED ? "ARCHIVED" : "ACTIVE");
            if (supersededBy != null) {
                finding.withObject("/ProductFields").put(OURS + "superseded-by", OURS + supersededBy);
            }
            return JSON.writeValueAsString(finding);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("finding " + findingId + " is no JSON", e);
        }
    }
}
