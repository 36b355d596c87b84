package io.coldtrail.trace.coverage;

import static io.coldtrail.trace.incident.Question.ACTIONS;
import static io.coldtrail.trace.incident.Question.ACTOR_OR_TARGET;
import static io.coldtrail.trace.incident.Question.AUTOMATION;
import static io.coldtrail.trace.incident.Question.BRUTE_FORCE;
import static io.coldtrail.trace.incident.Question.CONTAINED;
import static io.coldtrail.trace.incident.Question.CREDENTIALS;
import static io.coldtrail.trace.incident.Question.ENCRYPTION;
import static io.coldtrail.trace.incident.Question.OBJECTS;

import io.coldtrail.trace.coverage.Spot.State;
import io.coldtrail.trace.incident.CaseRecords;
import io.coldtrail.trace.incident.Question;
import java.util.ArrayList;
import java.util.List;

/** Logs of which the archive holds nothing at all. */
final class AbsentLogs implements Check {
    private record Log(String table, String name, String lost, List<Question> questions) {}

    private static final List<Log> LOGS = List.of(
            new Log(
                    "cloudtrail",
                    "CloudTrail",
                    "who called AWS, with which key and from where",
                    List.of(CREDENTIALS, ACTIONS, ENCRYPTION, OBJECTS, CONTAINED, AUTOMATION)),
            new Log(
                    "flow",
                    "VPC flow logs",
                    "who connected to which machine, and what a network ACL refused",
                    List.of(BRUTE_FORCE, ACTOR_OR_TARGET, CONTAINED)),
            new Log(
                    "host_auth",
                    "sshd messages of machines",
                    "which logins succeeded, for which user and by which method",
                    List.of(BRUTE_FORCE, CREDENTIALS, CONTAINED)),
            new Log(
                    "s3_access",
                    "S3 server access logs",
                    "who listed or read objects without sign-in, and how large they were",
                    List.of(OBJECTS, CONTAINED)),
            new Log("dns", "DNS queries of VPCs", "which names machines asked for", List.of(ACTIONS)),
            new Log(
                    "config_items",
                    "AWS Config",
                    "who had an address, and how resources were set before the archive began",
                    List.of(ACTOR_OR_TARGET, OBJECTS, CONTAINED)),
            new Log(
                    "digests",
                    "CloudTrail digests",
                    "whether an hour without events was quiet or its files are missing",
                    List.of(ACTIONS)));

    @Override
    public List<Spot> find(CaseRecords records) {
        List<Spot> spots = new ArrayList<>();
        for (Log log : LOGS) {
            if (records.isAbsent(log.table())) {
                spots.add(Spot.of(
                        "source_absent",
                        log.table(),
                        log.name(),
                        State.OFF,
                        "No " + log.name() + " in the archive: " + log.lost() + ", cannot tell.",
                        log.questions().toArray(Question[]::new)));
            }
        }
        return spots;
    }
}
