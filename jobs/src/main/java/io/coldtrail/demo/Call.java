package io.coldtrail.demo;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One API call as it happened: what CloudTrail records of it, and what other logs will. */
final class Call {
    /** Whose doing it is: the truth that the archive does not say. */
    enum By {
        OTHERS,
        ATTACKER,
        RESPONDER
    }

    private static final Set<String> GLOBAL_SERVICES =
            Set.of("iam", "signin", "health", "organizations", "ce", "route53", "support");

    private static final List<String> READING = List.of(
            "Get",
            "List",
            "Describe",
            "Head",
            "Lookup",
            "Search",
            "Filter",
            "AssumeRole",
            "Decrypt",
            "GenerateDataKey",
            "BatchGet");

    final Instant time;
    final Caller caller;
    final String service;
    final String api;
    final String eventId;
    String requestId;
    String region;
    String host;
    boolean readOnly;
    /** A data event: the call is about an object. */
    boolean data;

    /** Whether the trail records calls of that kind: it has data events of the data bucket alone. */
    boolean recorded = true;

    String type = "AwsApiCall";
    Map<String, Object> request;
    Map<String, Object> response;
    Map<String, Object> additional;
    Object resources;
    Object serviceDetails;
    String errorCode;
    String errorMessage;
    String sharedEventId;
    By by = By.OTHERS;

    Call(Dice dice, Instant time, Caller caller, String service, String api) {
        this.time = time;
        this.caller = caller;
        this.service = service;
        this.api = api;
        requestId = dice.guid();
        eventId = dice.guid();
        region = GLOBAL_SERVICES.contains(service) ? World.GLOBAL : World.HOME;
        host = service.equals("iam") ? "iam.amazonaws.com" : service + "." + region + ".amazonaws.com";
        readOnly = READING.stream().anyMatch(api::startsWith);
        if (caller.identity().text().startsWith("{\"type\":\"AWSService\"")) {
            sharedEventId = dice.guid();
        }
    }

    Call request(Object... keysAndValues) {
        request = Json.object(keysAndValues);
        return this;
    }

    Call response(Object... keysAndValues) {
        response = Json.object(keysAndValues);
        return this;
    }

    /** EC2 repeats the request's id in its answer. */
    Call ec2Response(Object... keysAndValues) {
        Map<String, Object> answer = Json.object("requestId", requestId);
        answer.putAll(Json.object(keysAndValues));
        response = answer;
        return this;
    }

    Call resource(String account, String type, String arn) {
        resources = List.of(Json.object("accountId", account, "type", type, "ARN", arn));
        return this;
    }

    Call error(String code, String message) {
        errorCode = code;
        errorMessage = message;
        response = null;
        return this;
    }

    /** Refused by IAM; the parameters are then not on record. */
    Call denied(String who, String action, String resource) {
        request = null;
        return error(
                "AccessDenied",
                "User: " + who + " is not authorized to perform: " + action + " on resource: " + resource
                        + " because no identity-based policy allows the " + action + " action");
    }

    Call by(By whose) {
        by = whose;
        return this;
    }
}
