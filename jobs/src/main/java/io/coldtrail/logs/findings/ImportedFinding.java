package io.coldtrail.logs.findings;

import com.fasterxml.jackson.databind.JsonNode;
import io.coldtrail.lake.Severity;

/**
 * What a finding of another service says, in either of the two forms in which findings are archived. Each value is null
 * where the finding does not say it; of several of a kind the first counts.
 */
public interface ImportedFinding {
    /** Reads a finding. */
    static ImportedFinding of(JsonNode finding) {
        return finding.has("AwsAccountId") ? new AsffFinding(finding) : new GuardDutyFinding(finding);
    }

    /** Service that made it: guardduty, inspector, macie, securityhub, ... */
    String source();

    String type();

    Severity severity();

    /** Kind of resource that it is about. */
    String resourceType();

    /** ARN or id of that resource. */
    String resourceId();

    /** TARGET or ACTOR. */
    String resourceRole();

    String accessKeyId();

    String principalId();

    String userName();

    String instanceId();

    String bucketName();

    /** Address at the other end, of whichever action. */
    String remoteIp();

    String domain();

    /** How often it was seen. */
    Long count();

    /** True where someone set it aside. */
    Boolean archived();
}
