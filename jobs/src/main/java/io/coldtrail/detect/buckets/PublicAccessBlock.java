package io.coldtrail.detect.buckets;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;

/**
 * The four settings of Block Public Access, of a bucket or of an account; null where unknown. Source:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 *
 * @param blockAcls new public ACLs are refused
 * @param ignoreAcls public ACLs have no effect
 * @param blockPolicy new public policies are refused
 * @param restrictBuckets a public policy lets in none but the own account and AWS's services
 */
record PublicAccessBlock(Boolean blockAcls, Boolean ignoreAcls, Boolean blockPolicy, Boolean restrictBuckets)
        implements Serializable {
    static final PublicAccessBlock UNKNOWN = new PublicAccessBlock(null, null, null, null);
    static final PublicAccessBlock OFF = new PublicAccessBlock(false, false, false, false);
    static final PublicAccessBlock ON = new PublicAccessBlock(true, true, true, true);

    /** A setting that the configuration leaves out is off. */
    static PublicAccessBlock of(JsonNode configuration) {
        return new PublicAccessBlock(
                flag(configuration, "BlockPublicAcls"),
                flag(configuration, "IgnorePublicAcls"),
                flag(configuration, "BlockPublicPolicy"),
                flag(configuration, "RestrictPublicBuckets"));
    }

    private static boolean flag(JsonNode configuration, String name) {
        return Json.field(configuration, name).asBoolean(false);
    }

    /** Of bucket and account the stricter counts, setting by setting. */
    PublicAccessBlock strictest(PublicAccessBlock other) {
        return new PublicAccessBlock(
                either(blockAcls, other.blockAcls),
                either(ignoreAcls, other.ignoreAcls),
                either(blockPolicy, other.blockPolicy),
                either(restrictBuckets, other.restrictBuckets));
    }

    private static Boolean either(Boolean a, Boolean b) {
        if (Boolean.TRUE.equals(a) || Boolean.TRUE.equals(b)) {
            return true;
        }
        return a == null || b == null ? null : false;
    }
}
