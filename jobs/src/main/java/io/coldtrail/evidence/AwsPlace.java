package io.coldtrail.evidence;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * An account in a region: where a finding is imported.
 *
 * @param accountId 12 digits
 * @param region as {@code us-west-2}
 */
public record AwsPlace(String accountId, String region) {
    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");

    /** Security Hub takes 16 characters at most. */
    private static final Pattern REGION = Pattern.compile("(?=.{1,16}$)[a-z]{2,4}(-[a-z]+){1,3}-\\d{1,2}");

    /** The partitions that a resource of a finding can name. */
    private static final Set<String> NAMED = Set.of("aws", "aws-cn", "aws-us-gov");

    /** The place, or null where a record names no account or no region that could be one. */
    public static AwsPlace of(String accountId, String region) {
        return accountId != null
                        && region != null
                        && ACCOUNT.matcher(accountId).matches()
                        && REGION.matcher(region).matches()
                ? new AwsPlace(accountId, region)
                : null;
    }

    /** As the record has it, fit for an id in a table but for no import. */
    static AwsPlace asLogged(String accountId, String region) {
        return new AwsPlace(accountId == null ? "" : accountId, region == null ? "" : region);
    }

    /** The partition that the region lies in. Source: the endpoint data of AWS's SDKs. */
    String partition() {
        if (region.startsWith("cn-")) {
            return "aws-cn";
        }
        if (region.startsWith("us-gov-")) {
            return "aws-us-gov";
        }
        if (region.startsWith("eusc-")) {
            return "aws-eusc";
        }
        if (region.startsWith("us-iso-")) {
            return "aws-iso";
        }
        if (region.startsWith("us-isob-")) {
            return "aws-iso-b";
        }
        if (region.startsWith("eu-isoe-")) {
            return "aws-iso-e";
        }
        return region.startsWith("us-isof-") || region.startsWith("eu-isof-") ? "aws-iso-f" : "aws";
    }

    boolean knownPartition() {
        return NAMED.contains(partition());
    }

    /** ARN of the product that any account may import under. */
    public String productArn() {
        return "arn:" + partition() + ":securityhub:" + region + ":" + accountId + ":product/" + accountId + "/default";
    }
}
