package io.coldtrail.demo;

import java.nio.charset.StandardCharsets;

/** A call as a record of CloudTrail, in the order of fields that CloudTrail keeps. */
final class CloudTrailRecord {
    /** That of November 2022. */
    private static final String EVENT_VERSION = "1.08";

    private static final String TLS = "{\"tlsVersion\":\"TLSv1.2\",\"cipherSuite\":\"ECDHE-RSA-AES128-GCM-SHA256\"";

    private CloudTrailRecord() {}

    static byte[] bytes(Call call, String account) {
        StringBuilder out = new StringBuilder(1_600);
        boolean s3 = call.service.equals("s3");
        out.append("{\"eventVersion\":\"").append(EVENT_VERSION).append("\",\"userIdentity\":");
        out.append(call.caller.identity().text());
        field(out, "eventTime", call.time.toString());
        field(out, "eventSource", call.service + ".amazonaws.com");
        field(out, "eventName", call.api);
        field(out, "awsRegion", call.region);
        field(out, "sourceIPAddress", call.caller.address());
        String agent = call.caller.agent();
        field(out, "userAgent", s3 && call.caller.remote() ? "[" + agent + "]" : agent);
        optional(out, "errorCode", call.errorCode);
        optional(out, "errorMessage", call.errorMessage);
        field(out, "requestParameters", call.request);
        field(out, "responseElements", call.response);
        optional(out, "additionalEventData", call.additional);
        optional(out, "requestID", call.requestId);
        field(out, "eventID", call.eventId);
        field(out, "readOnly", call.readOnly);
        optional(out, "resources", call.resources);
        field(out, "eventType", call.type);
        field(out, "managementEvent", !call.data);
        field(out, "recipientAccountId", account);
        optional(out, "sharedEventID", call.sharedEventId);
        optional(out, "serviceEventDetails", call.serviceDetails);
        field(out, "eventCategory", call.data ? "Data" : "Management");
        if (call.caller.remote()) {
            out.append(",\"tlsDetails\":").append(TLS);
            field(out, "clientProvidedHostHeader", call.host);
            out.append('}');
        } else if (call.caller.console()) {
            field(out, "sessionCredentialFromConsole", "true");
        }
        return out.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void field(StringBuilder out, String name, Object value) {
        Json.write(value, out.append(",\"").append(name).append("\":"));
    }

    private static void optional(StringBuilder out, String name, Object value) {
        if (value != null) {
            field(out, name, value);
        }
    }
}
