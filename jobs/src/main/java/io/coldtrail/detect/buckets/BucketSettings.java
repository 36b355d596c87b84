package io.coldtrail.detect.buckets;

import java.io.Serializable;
import java.util.SortedSet;

/**
 * How a bucket is set, and what that adds up to. What is not known is null, and unknown is not private.
 *
 * @param grants what the ACL grants to everyone
 * @param policy what the policy allows to everyone
 * @param ownership BucketOwnerEnforced makes ACLs void
 * @param own Block Public Access of the bucket
 * @param account Block Public Access of the account
 * @param grantAccepted S3 took a public ACL under the settings that hold: they do not void it. With ACLs off, or
 *     BlockPublicAcls on, it would have refused
 * @param policyAccepted as {@code grantAccepted}, of a public policy
 */
record BucketSettings(
        SortedSet<String> grants,
        SortedSet<String> policy,
        String ownership,
        PublicAccessBlock own,
        PublicAccessBlock account,
        String encryption,
        String kmsKey,
        String versioning,
        boolean grantAccepted,
        boolean policyAccepted)
        implements Serializable {
    static final String ENFORCED = "BucketOwnerEnforced";
    static final BucketSettings UNKNOWN = new BucketSettings(
            null, null, null, PublicAccessBlock.UNKNOWN, PublicAccessBlock.UNKNOWN, null, null, null, false, false);

    BucketSettings withGrants(SortedSet<String> value, boolean accepted) {
        return new BucketSettings(
                value,
                policy,
                ownership,
                own,
                account,
                encryption,
                kmsKey,
                versioning,
                accepted && !value.isEmpty(),
                policyAccepted);
    }

    BucketSettings withPolicy(SortedSet<String> value, boolean accepted) {
        return new BucketSettings(
                grants,
                value,
                ownership,
                own,
                account,
                encryption,
                kmsKey,
                versioning,
                grantAccepted,
                accepted && !value.isEmpty());
    }

    BucketSettings withOwnership(String value) {
        return new BucketSettings(
                grants, policy, value, own, account, encryption, kmsKey, versioning, grantAccepted, policyAccepted);
    }

    BucketSettings withOwnBlock(PublicAccessBlock value) {
        return new BucketSettings(
                grants,
                policy,
                ownership,
                value,
                account,
                encryption,
                kmsKey,
                versioning,
                grantAccepted,
                policyAccepted);
    }

    BucketSettings withAccountBlock(PublicAccessBlock value) {
        return new BucketSettings(
                grants, policy, ownership, own, value, encryption, kmsKey, versioning, grantAccepted, policyAccepted);
    }

    BucketSettings withEncryption(String value, String key) {
        return new BucketSettings(
                grants, policy, ownership, own, account, value, key, versioning, grantAccepted, policyAccepted);
    }

    BucketSettings withVersioning(String value) {
        return new BucketSettings(
                grants, policy, ownership, own, account, encryption, kmsKey, value, grantAccepted, policyAccepted);
    }

    /** Of bucket and account. */
    PublicAccessBlock block() {
        return own.strictest(account);
    }

    /** READ of a bucket is the right to list it, not to get its objects. */
    String publicList() {
        return either(byAcl("READ"), byPolicy(BucketPolicy.LIST));
    }

    /** A bucket's ACL lets nobody get objects; the objects' own ACLs are not seen here. */
    String publicGet() {
        return byPolicy(BucketPolicy.GET);
    }

    String publicPut() {
        return either(byAcl("WRITE"), byPolicy(BucketPolicy.PUT));
    }

    private String byAcl(String permission) {
        Boolean ignored = block().ignoreAcls();
        if (ENFORCED.equals(ownership)
                || Boolean.TRUE.equals(ignored)
                || grants != null && !grants.contains(permission)) {
            return NO;
        }
        boolean known = ownership != null && ignored != null;
        return grants != null && (known || grantAccepted) ? YES : MAYBE;
    }

    private String byPolicy(String action) {
        Boolean restricted = block().restrictBuckets();
        if (Boolean.TRUE.equals(restricted) || policy != null && !policy.contains(action)) {
            return NO;
        }
        return policy != null && (restricted != null || policyAccepted) ? YES : MAYBE;
    }

    private static final String YES = "yes";
    private static final String NO = "no";
    private static final String MAYBE = "unknown";

    private static String either(String a, String b) {
        if (a.equals(YES) || b.equals(YES)) {
            return YES;
        }
        return a.equals(NO) && b.equals(NO) ? NO : MAYBE;
    }
}
