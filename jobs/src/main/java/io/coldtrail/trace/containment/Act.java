package io.coldtrail.trace.containment;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import io.coldtrail.trace.incident.CaseRecords;
import io.coldtrail.trace.incident.Cell;
import io.coldtrail.trace.incident.Evidence;
import io.coldtrail.trace.incident.HeldSession;
import io.coldtrail.trace.incident.IncidentView;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/**
 * A call that may contain: made after the attack began, by somebody else, with success.
 *
 * @param request what {@link #FIELDS} reads of its request; null where its effect is known without
 */
record Act(Instant time, String name, String by, String eventId, Row ref, Row request) {
    private static final int MOST = 10_000;
    /** Calls whose target is in their request by name. */
    private static final List<String> BY_NAME = List.of(
            "PutRolePolicy",
            "PutUserPolicy",
            "UpdateAccessKey",
            "DeleteAccessKey",
            "DeleteUser",
            "DeleteRole",
            "StopInstances",
            "TerminateInstances",
            "StartInstances",
            "ModifyInstanceAttribute",
            "ModifyNetworkInterfaceAttribute");
    /** Calls whose target is a network: each is looked at. */
    private static final List<String> BY_NETWORK =
            List.of("CreateNetworkAclEntry", "ReplaceNetworkAclEntry", "RevokeSecurityGroupIngress");

    private static final String[] FIELDS = {
        "networkAclId",
        "ruleAction",
        "egress",
        "cidrBlock",
        "ipv6CidrBlock",
        "roleName",
        "userName",
        "policyDocument",
        "accessKeyId",
        "status",
        "instanceId",
        "networkInterfaceId",
        "groupId"
    };
    private static final Pattern ISSUED_BEFORE =
            Pattern.compile("DateLessThan\\w*\"?\\s*:\\s*\\{[^}]*aws:TokenIssueTime\"?\\s*:\\s*\\[?\\s*\"([^\"]+)\"");

    /** In the order of time. */
    static List<Act> of(CaseRecords records, IncidentView incident) {
        Column named = lit(false);
        for (String target : targets(incident)) {
            named = named.or(col("request_parameters").contains(target));
        }
        Column[] fields = new Column[FIELDS.length + 9];
        int i = 0;
        for (String column : List.of(
                "event_time",
                "event_name",
                "event_id",
                "user_arn",
                "request_parameters",
                "log",
                "object",
                "record_index",
                "account_id")) {
            fields[i++] = col(column);
        }
        for (String field : FIELDS) {
            fields[i++] = expr("get_json_object(request_parameters, '$." + field + "') AS " + field);
        }
        return records
                .othersIn("cloudtrail")
                .where(col("outcome")
                        .equalTo("success")
                        .and(col("event_time").geq(Timestamp.from(incident.first())))
                        .and(col("event_name")
                                .isin(BY_NETWORK.toArray())
                                .or(col("event_name").isin(BY_NAME.toArray()).and(named))))
                .select(fields)
                .orderBy("event_time", "object", "record_index")
                .limit(MOST)
                .collectAsList()
                .stream()
                .map(Act::ofCall)
                .toList();
    }

    private static Set<String> targets(IncidentView incident) {
        Set<String> targets = new TreeSet<>(incident.machines());
        targets.addAll(incident.attackers());
        incident.sessions().stream()
                .filter(s -> s.principal() != null)
                .map(HeldSession::shortName)
                .forEach(targets::add);
        return targets;
    }

    private static Act ofCall(Row call) {
        return new Act(
                Cell.time(call, "event_time"),
                call.getAs("event_name"),
                call.getAs("user_arn"),
                call.getAs("event_id"),
                Evidence.ref(call.getAs("log"), call.getAs("object"), call.getAs("record_index")),
                call);
    }

    /** The change that began a state of a bucket. */
    static Act ofState(CaseRecords records, Row state) {
        String log = state.getAs("log");
        Row event = records.table(log)
                .where(col("object")
                        .equalTo(state.<String>getAs("object"))
                        .and(col("record_index").equalTo(state.<Integer>getAs("record_index"))))
                .select("event_id")
                .first();
        return new Act(
                Cell.time(state, "valid_from"),
                state.getAs("change"),
                state.getAs("changed_by"),
                event.getString(0),
                Evidence.ref(log, state.getAs("object"), state.getAs("record_index")),
                null);
    }

    boolean is(String... names) {
        return List.of(names).contains(name);
    }

    /** A field of its request; null where it has none. */
    String said(String field) {
        return request.getAs(field);
    }

    /** Its request as archived. */
    String text() {
        return String.valueOf((Object) request.getAs("request_parameters"));
    }

    /** True where its request has this word, whole: an instance in a list of them. */
    boolean names(String id) {
        return text().contains("\"" + id + "\"");
    }

    /** Up to when sessions must have been issued to be denied by its policy; null where it has no such deny. */
    Instant issuedBefore() {
        String policy = said("policyDocument");
        if (policy == null || !policy.contains("TokenIssueTime")) {
            return null;
        }
        try {
            String text = policy.startsWith("%") ? URLDecoder.decode(policy, StandardCharsets.UTF_8) : policy;
            Matcher time = ISSUED_BEFORE.matcher(text);
            return text.contains("Deny") && time.find() ? Instant.parse(time.group(1)) : null;
        } catch (RuntimeException e) {
            return null; // no time that can be read: no deny that can be told
        }
    }
}
