package io.coldtrail.logs.findings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.coldtrail.lake.Severity;
import java.util.Locale;

/**
 * A finding in the AWS Security Finding Format, as Security Hub passes it on. What GuardDuty says beyond the format
 * stands in {@code ProductFields}, under the path that it has in GuardDuty's own form.
 *
 * <p>https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html
 */
record AsffFinding(JsonNode finding) implements ImportedFinding {
    private static final String GUARDDUTY = "aws/guardduty/service/";

    /** {@code arn:aws:securityhub:us-west-2::product/aws/guardduty}. */
    @Override
    public String source() {
        String arn = Json.text(finding, "/ProductArn");
        return arn == null ? null : arn.substring(arn.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    }

    @Override
    public String type() {
        return Json.text(finding, "/Types/0");
    }

    /** https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_Severity.html */
    @Override
    public Severity severity() {
        String label = Json.text(finding, "/Severity/Label");
        Long normalized = Json.whole(Json.text(finding, "/Severity/Normalized"));
        return Severity.of(label)
                .orElseGet(() -> normalized == null
                        ? null
                        : normalized >= 90
                                ? Severity.CRITICAL
                                : normalized >= 70
                                        ? Severity.HIGH
                                        : normalized >= 40
                                                ? Severity.MEDIUM
                                                : normalized >= 1 ? Severity.LOW : Severity.INFORMATIONAL);
    }

    @Override
    public String resourceType() {
        return Json.text(finding, "/Resources/0/Type");
    }

    @Override
    public String resourceId() {
        return Json.text(finding, "/Resources/0/Id");
    }

    private JsonNode resource(String type) {
        for (JsonNode resource : finding.path("Resources")) {
            if (type.equals(Json.text(resource, "/Type"))) {
                return resource;
            }
        }
        return MissingNode.getInstance();
    }

    private String product(String path) {
        return Json.text(finding.path("ProductFields").path(GUARDDUTY + path));
    }

    @Override
    public String resourceRole() {
        return product("resourceRole");
    }

    private String accessKey(String name) {
        return Json.text(resource("AwsIamAccessKey"), "/Details/AwsIamAccessKey/" + name);
    }

    @Override
    public String accessKeyId() {
        return accessKey("AccessKeyId");
    }

    @Override
    public String principalId() {
        return accessKey("PrincipalId");
    }

    @Override
    public String userName() {
        return accessKey("PrincipalName");
    }

    @Override
    public String instanceId() {
        return lastOf(resource("AwsEc2Instance"), "/");
    }

    @Override
    public String bucketName() {
        return lastOf(resource("AwsS3Bucket"), ":");
    }

    /** The last part of a resource's ARN. */
    private static String lastOf(JsonNode resource, String separator) {
        String arn = Json.text(resource, "/Id");
        return arn == null ? null : arn.substring(arn.lastIndexOf(separator) + 1);
    }

    @Override
    public String remoteIp() {
        String ip = Json.remoteIp(finding.path("Action"), "RemoteIpDetails", "IpAddressV4");
        if (ip != null) {
            return ip;
        }
        for (String action : new String[] {"awsApiCallAction", "networkConnectionAction", "portProbeAction"}) {
            String product = product("action/" + action + "/remoteIpDetails/ipAddressV4");
            if (product != null) {
                return product;
            }
        }
        return null;
    }

    @Override
    public String domain() {
        String domain = Json.text(finding, "/Action/DnsRequestAction/Domain");
        return domain != null ? domain : product("action/dnsRequestAction/domain");
    }

    @Override
    public Long count() {
        return Json.whole(product("count"));
    }

    @Override
    public Boolean archived() {
        String state = Json.text(finding, "/RecordState");
        return state == null ? null : state.equals("ARCHIVED");
    }
}
