package io.coldtrail.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;

/**
 * An event of a session under judgement, as {@link StepSweep} takes it in the order of time.
 *
 * @param ip null where a service called
 * @param service service that called for the session, null for a direct call
 * @param bytesOut bytes carried out, 0 where not said
 * @param request request parameters as archived, null for none
 * @param signals what rules said of it
 */
record SweepEvent(
        EventRef ref,
        String ident,
        String ip,
        String endpoint,
        String service,
        String userAgent,
        boolean presigned,
        Api api,
        String outcome,
        boolean readOnly,
        String account,
        String region,
        long bytesOut,
        String request,
        List<Said> signals) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A rule's word on an event; severity by {@link io.coldtrail.lake.Severity#ordinal}. */
    record Said(int severity, String rule, String tactic, String technique) {}

    boolean succeeded() {
        return "success".equals(outcome);
    }

    /** The request, or nothing where it cannot be read. */
    JsonNode json() {
        if (request == null) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(request);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
