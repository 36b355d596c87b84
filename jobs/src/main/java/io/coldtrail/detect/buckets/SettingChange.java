package io.coldtrail.detect.buckets;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What calls make of a bucket's settings. A read that was told that nothing is set says as much as a change does. Source
 * of the calls' names in CloudTrail: https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
 */
final class SettingChange {
    /** Calls that change a bucket, where they succeed. */
    static final List<String> CALLS = List.of(
            "CreateBucket",
            "DeleteBucket",
            "PutBucketAcl",
            "PutBucketPolicy",
            "DeleteBucketPolicy",
            "PutBucketOwnershipControls",
            "DeleteBucketOwnershipControls",
            "PutBucketPublicAccessBlock",
            "DeleteBucketPublicAccessBlock",
            "PutBucketEncryption",
            "DeleteBucketEncryption",
            "PutBucketVersioning");
    /** Calls that change an account. */
    static final List<String> ACCOUNT_CALLS = List.of("PutAccountPublicAccessBlock", "DeleteAccountPublicAccessBlock");
    /** Reads and the error by which they say: not set. */
    static final List<String> NOT_SET = List.of(
            "GetBucketPolicy NoSuchBucketPolicy",
            "GetBucketPublicAccessBlock NoSuchPublicAccessBlockConfiguration",
            "GetBucketOwnershipControls OwnershipControlsNotFoundError",
            "GetBucketEncryption ServerSideEncryptionConfigurationNotFoundError",
            "GetAccountPublicAccessBlock NoSuchPublicAccessBlockConfiguration");

    /** From this day S3 encrypts every new object: https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html */
    static final Instant ALWAYS_ENCRYPTED = Instant.parse("2023-01-05T00:00:00Z");
    /** In this month ACLs off and Block Public Access became the default of new buckets, region by region. */
    private static final Instant PRIVATE_FROM = Instant.parse("2023-04-01T00:00:00Z");

    private static final Instant PRIVATE_EVERYWHERE = Instant.parse("2023-05-01T00:00:00Z");

    private static final String S3_KEY = "AES256";
    private static final String NONE = "none";

    private SettingChange() {}

    /** Settings after a call; null after which there is no bucket. */
    static BucketSettings apply(BucketSettings before, String call, JsonNode request, String bucket, Instant time) {
        return switch (call) {
            case "CreateBucket" -> created(before, request, time);
            case "DeleteBucket" -> null;
            case "PutBucketAcl" -> before.withGrants(AclGrants.ofRequest(request), true);
            case "PutBucketPolicy" -> before.withPolicy(BucketPolicy.publicActions(policy(request), bucket), true);
            case "DeleteBucketPolicy", "GetBucketPolicy" -> before.withPolicy(Collections.emptySortedSet(), false);
            case "PutBucketOwnershipControls" -> before.withOwnership(
                    ownership(Json.field(request, "OwnershipControls")));
                // without the setting, ACLs count and objects are their writer's
            case "DeleteBucketOwnershipControls", "GetBucketOwnershipControls" -> before.withOwnership("ObjectWriter");
            case "PutBucketPublicAccessBlock" -> before.withOwnBlock(
                    PublicAccessBlock.of(Json.field(request, "PublicAccessBlockConfiguration")));
            case "DeleteBucketPublicAccessBlock", "GetBucketPublicAccessBlock" -> before.withOwnBlock(
                    PublicAccessBlock.OFF);
            case "PutAccountPublicAccessBlock" -> before.withAccountBlock(
                    PublicAccessBlock.of(Json.field(request, "PublicAccessBlockConfiguration")));
            case "DeleteAccountPublicAccessBlock", "GetAccountPublicAccessBlock" -> before.withAccountBlock(
                    PublicAccessBlock.OFF);
            case "PutBucketEncryption" -> encryption(before, Json.field(request, "ServerSideEncryptionConfiguration"));
            case "DeleteBucketEncryption", "GetBucketEncryption" -> before.withEncryption(noneAt(time), null);
            case "PutBucketVersioning" -> before.withVersioning(
                    Json.text(Json.field(Json.field(request, "VersioningConfiguration"), "Status")));
            default -> before;
        };
    }

    /** Where nothing was set: nothing, and S3's own key since it encrypts always. */
    static String noneAt(Instant time) {
        return time.isBefore(ALWAYS_ENCRYPTED) ? NONE : S3_KEY;
    }

    private static BucketSettings created(BucketSettings before, JsonNode request, Instant time) {
        boolean old = time.isBefore(PRIVATE_FROM);
        boolean known = old || !time.isBefore(PRIVATE_EVERYWHERE);
        String asked = Json.text(Json.field(request, "x-amz-object-ownership"));
        String byDefault = known ? old ? "ObjectWriter" : BucketSettings.ENFORCED : null;
        PublicAccessBlock block =
                known ? old ? PublicAccessBlock.OFF : PublicAccessBlock.ON : PublicAccessBlock.UNKNOWN;
        return BucketSettings.UNKNOWN
                .withGrants(AclGrants.ofRequest(request), true)
                .withPolicy(Collections.emptySortedSet(), false)
                .withOwnership(asked == null ? byDefault : asked)
                .withOwnBlock(block)
                .withAccountBlock(before.account())
                .withEncryption(noneAt(time), null)
                .withVersioning(NONE);
    }

    /** CloudTrail writes the policy as an object; some versions as text. */
    private static JsonNode policy(JsonNode request) {
        JsonNode policy = Json.field(request, "bucketPolicy");
        return policy.isMissingNode() ? Json.field(request, "policy") : policy;
    }

    static String ownership(JsonNode controls) {
        return rules(controls)
                .map(rule -> Json.text(Json.field(rule, "ObjectOwnership")))
                .findFirst()
                .orElse(null);
    }

    static BucketSettings encryption(BucketSettings before, JsonNode configuration) {
        JsonNode byDefault = rules(configuration)
                .map(rule -> Json.field(rule, "ApplyServerSideEncryptionByDefault"))
                .findFirst()
                .orElse(configuration);
        return before.withEncryption(
                Json.text(Json.field(byDefault, "SSEAlgorithm")), Json.text(Json.field(byDefault, "KMSMasterKeyID")));
    }

    private static Stream<JsonNode> rules(JsonNode configuration) {
        List<JsonNode> rule = Json.items(Json.field(configuration, "Rule"));
        return (rule.isEmpty() ? Json.items(Json.field(configuration, "Rules")) : rule).stream();
    }

    /**
     * Settings by an item of AWS Config, which tells all of them at once.
     *
     * @param open settings that no call has just told better
     */
    static BucketSettings configured(
            BucketSettings before, JsonNode supplementary, String bucket, Instant time, Set<Setting> open) {
        var grants = AclGrants.ofConfig(Json.field(supplementary, "AccessControlList"));
        if (grants == null) {
            return before;
        }
        BucketSettings now = before;
        if (open.contains(Setting.GRANTS)) {
            now = now.withGrants(grants, before.grantAccepted() && grants.equals(before.grants()));
        }
        if (open.contains(Setting.POLICY)) {
            var allowed = new TreeSet<String>(BucketPolicy.publicActions(
                    Json.field(Json.field(supplementary, "BucketPolicy"), "policyText"), bucket));
            now = now.withPolicy(allowed, before.policyAccepted() && allowed.equals(before.policy()));
        }
        if (open.contains(Setting.BLOCK)) {
            now = now.withOwnBlock(PublicAccessBlock.of(Json.field(supplementary, "PublicAccessBlockConfiguration")));
        }
        if (open.contains(Setting.ENCRYPTION)) {
            JsonNode encryption = Json.field(supplementary, "ServerSideEncryptionConfiguration");
            now = Json.isNothing(encryption) ? now.withEncryption(noneAt(time), null) : encryption(now, encryption);
        }
        String ownership = ownership(Json.field(supplementary, "OwnershipControls"));
        if (ownership != null && open.contains(Setting.OWNERSHIP)) {
            now = now.withOwnership(ownership);
        }
        String versioning = Json.text(Json.field(Json.field(supplementary, "BucketVersioningConfiguration"), "status"));
        if (versioning != null && open.contains(Setting.VERSIONING)) {
            now = now.withVersioning(versioning.equals("Off") ? NONE : versioning);
        }
        return now;
    }
}
