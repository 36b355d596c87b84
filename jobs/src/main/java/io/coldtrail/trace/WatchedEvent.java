package io.coldtrail.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * An event that may carry the spread from one thing to another, or says who owns an address: few, so they are read
 * whole.
 *
 * @param caller identity and place of the caller
 * @param api service and call
 * @param issuedKey key this call issued, null for none
 * @param issuedArn session this call issued, null for none
 */
record WatchedEvent(
        EventRef ref,
        Caller caller,
        Api api,
        String account,
        String region,
        String outcome,
        String issuedKey,
        String issuedArn,
        String issuedExpires,
        String sharedEventId,
        JsonNode request,
        JsonNode response) {

    /** Who called from where; address and service as in {@link Activity}. */
    record Caller(
            String ident,
            String uid,
            String arn,
            String key,
            String userType,
            String ip,
            String endpoint,
            String service,
            String userAgent,
            boolean presigned) {}

    WatchedEvent {
        request = request == null ? MissingNode.getInstance() : request;
        response = response == null ? MissingNode.getInstance() : response;
    }

    boolean succeeded() {
        return "success".equals(outcome);
    }

    boolean is(String name) {
        return api.name().equals(name);
    }
}
