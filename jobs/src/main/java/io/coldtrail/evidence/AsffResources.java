package io.coldtrail.evidence;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** The resources of a finding: what it is about first, then the keys that were used, then the objects. */
final class AsffResources {
    /** Keys of one finding: a busy session mints twenty, and a reader needs a few. */
    private static final int KEYS = 10;

    private static final String ACCOUNT_ID = "AWS::::Account:";
    private static final String OTHER = "Other";

    /** Partition, region, account, name. Source: the service authorization reference of AWS. */
    private static final Map<String, String> ARNS = Map.of(
            "AwsS3Bucket", "arn:%1$s:s3:::%4$s",
            "AwsEc2Instance", "arn:%1$s:ec2:%2$s:%3$s:instance/%4$s",
            "AwsEc2SecurityGroup", "arn:%1$s:ec2:%2$s:%3$s:security-group/%4$s",
            "AwsRdsDbInstance", "arn:%1$s:rds:%2$s:%3$s:db:%4$s",
            "AwsRdsDbSnapshot", "arn:%1$s:rds:%2$s:%3$s:snapshot:%4$s",
            "AwsLambdaFunction", "arn:%1$s:lambda:%2$s:%3$s:function:%4$s");

    private final Finding finding;
    private final AwsPlace place;
    private final ArrayNode resources;

    private AsffResources(Finding finding, AwsPlace place, ArrayNode resources) {
        this.finding = finding;
        this.place = place;
        this.resources = resources;
    }

    static void write(Finding finding, AwsPlace place, ArrayNode resources) {
        AsffResources writer = new AsffResources(finding, place, resources);
        writer.add(type(finding), id(finding, place));
        if (finding.target() != null) {
            writer.principal();
        }
        writer.keys();
        writer.objects();
    }

    /** ASFF type of what the finding is about. */
    static String type(Finding finding) {
        return finding.target() != null ? finding.type().resourceType() : principalType(finding.principal());
    }

    /** ARN, or the id that Security Hub uses, of what the finding is about; never null. */
    static String id(Finding finding, AwsPlace place) {
        String target = finding.target();
        if (target == null) {
            return principalId(finding, place);
        }
        String type = finding.type().resourceType();
        if (FindingType.ACCOUNT.equals(type)) {
            return AsffText.clean(ACCOUNT_ID + finding.accountId(), AsffLimits.ARN);
        }
        String arn = ARNS.get(type);
        return arn == null || target.startsWith("arn:")
                ? target
                : AsffText.clean(
                        String.format(arn, place.partition(), place.region(), place.accountId(), target),
                        AsffLimits.ARN);
    }

    private static String principalId(Finding finding, AwsPlace place) {
        Finding.Principal principal = finding.principal();
        if ("Root".equals(principal.type())) {
            return ACCOUNT_ID + place.accountId();
        }
        String arn = AsffText.clean(principal.arn(), AsffLimits.ARN);
        String id = arn == null ? AsffText.clean(principal.id(), AsffLimits.ARN) : arn;
        return id == null ? "unknown" : id;
    }

    private static String principalType(Finding.Principal principal) {
        String arn = principal.arn() == null ? "" : principal.arn();
        if ("Root".equals(principal.type())) {
            return FindingType.ACCOUNT;
        }
        if (arn.contains(":user/")) {
            return "AwsIamUser";
        }
        return arn.contains(":role/") ? "AwsIamRole" : OTHER;
    }

    private void principal() {
        String id = principalId(finding, place);
        if (!id.equals(id(finding, place))) {
            add(principalType(finding.principal()), id);
        }
    }

    private void keys() {
        finding.deeds().keys().stream().limit(KEYS).forEach(key -> {
            String id = AsffText.clean(key.value(), AsffLimits.ARN);
            if (id == null) {
                return;
            }
            ObjectNode resource = add("AwsIamAccessKey", "AWS::IAM::AccessKey:" + id);
            if (resource == null) {
                return;
            }
            ObjectNode details = resource.putObject("Details").putObject("AwsIamAccessKey");
            details.put("AccessKeyId", id);
            put(details, "PrincipalId", finding.principal().id());
            put(details, "PrincipalType", finding.principal().type());
            put(details, "PrincipalName", finding.principal().arn());
        });
    }

    private void objects() {
        finding.deeds()
                .objects()
                .forEach(object -> add(
                        "AwsS3Object",
                        AsffText.clean("arn:" + place.partition() + ":s3:::" + object.value(), AsffLimits.ARN)));
    }

    /** The resource, or null where the finding is full. */
    private ObjectNode add(String type, String id) {
        if (resources.size() == AsffLimits.RESOURCES) {
            return null;
        }
        ObjectNode resource = resources.addObject();
        resource.put("Type", type);
        resource.put("Id", id);
        if (place.knownPartition()) {
            resource.put("Partition", place.partition());
        }
        resource.put("Region", place.region());
        // AWS publishes that access keys are always the target, the victim's thing that was used
        resource.put("ResourceRole", finding.role().equals("ACTOR") ? "Actor" : "Target");
        return resource;
    }

    private static void put(ObjectNode node, String name, String text) {
        String clean = AsffText.clean(text, AsffLimits.ARN);
        if (clean != null) {
            node.put(name, clean);
        }
    }
}
