package io.coldtrail.logs.findings;

import com.fasterxml.jackson.databind.JsonNode;
import io.coldtrail.lake.Severity;

/**
 * A finding as GuardDuty exports it.
 *
 * <p>https://docs.aws.amazon.com/guardduty/latest/APIReference/API_Finding.html
 */
record GuardDutyFinding(JsonNode finding) implements ImportedFinding {
    @Override
    public String source() {
        return "guardduty";
    }

    @Override
    public String type() {
        return Json.text(finding, "/type");
    }

    /** https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html */
    @Override
    public Severity severity() {
        JsonNode severity = finding.path("severity");
        if (!severity.isNumber()) {
            return null;
        }
        double value = severity.asDouble();
        return value >= 9
                ? Severity.CRITICAL
                : value >= 7
                        ? Severity.HIGH
                        : value >= 4 ? Severity.MEDIUM : value >= 1 ? Severity.LOW : Severity.INFORMATIONAL;
    }

    @Override
    public String resourceType() {
        return Json.text(finding, "/resource/resourceType");
    }

    @Override
    public String resourceId() {
        return switch (String.valueOf(resourceType())) {
            case "AccessKey" -> accessKeyId();
            case "Instance" -> instanceId();
            case "S3Bucket" -> Json.text(finding, "/resource/s3BucketDetails/0/arn");
            default -> arnOfAnyDetails();
        };
    }

    /** Of an EKS cluster, a function, a database, ...: each kind has its details, and these an ARN. */
    private String arnOfAnyDetails() {
        for (JsonNode details : finding.path("resource")) {
            for (String name : new String[] {"arn", "functionArn", "dbInstanceArn"}) {
                String arn = Json.text(details.path(name));
                if (arn != null) {
                    return arn;
                }
            }
        }
        return null;
    }

    @Override
    public String resourceRole() {
        return Json.text(finding, "/service/resourceRole");
    }

    @Override
    public String accessKeyId() {
        return Json.text(finding, "/resource/accessKeyDetails/accessKeyId");
    }

    @Override
    public String principalId() {
        return Json.text(finding, "/resource/accessKeyDetails/principalId");
    }

    @Override
    public String userName() {
        return Json.text(finding, "/resource/accessKeyDetails/userName");
    }

    @Override
    public String instanceId() {
        return Json.text(finding, "/resource/instanceDetails/instanceId");
    }

    @Override
    public String bucketName() {
        return Json.text(finding, "/resource/s3BucketDetails/0/name");
    }

    @Override
    public String remoteIp() {
        return Json.remoteIp(finding.at("/service/action"), "remoteIpDetails", "ipAddressV4", "ipAddressV6");
    }

    @Override
    public String domain() {
        return Json.text(finding, "/service/action/dnsRequestAction/domain");
    }

    @Override
    public Long count() {
        return Json.whole(Json.text(finding, "/service/count"));
    }

    @Override
    public Boolean archived() {
        JsonNode archived = finding.at("/service/archived");
        return archived.isBoolean() ? archived.asBoolean() : null;
    }
}
