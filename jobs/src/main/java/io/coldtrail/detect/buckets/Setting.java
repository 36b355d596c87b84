package io.coldtrail.detect.buckets;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** Settings of a bucket that change apart from each other, by the end of the names of their calls. */
enum Setting {
    /** Whether there is a bucket. */
    EXISTENCE("Bucket"),
    GRANTS("BucketAcl"),
    POLICY("BucketPolicy"),
    OWNERSHIP("BucketOwnershipControls"),
    BLOCK("BucketPublicAccessBlock"),
    ENCRYPTION("BucketEncryption"),
    VERSIONING("BucketVersioning"),
    /** Of all buckets of the account. */
    ACCOUNT_BLOCK("AccountPublicAccessBlock");

    private final String call;

    Setting(String call) {
        this.call = call;
    }

    /** What a call tells; one that makes or deletes a bucket tells all of it. */
    static Set<Setting> toldBy(String name) {
        Set<Setting> told = EnumSet.noneOf(Setting.class);
        Arrays.stream(values()).filter(s -> name.endsWith(s.call)).forEach(told::add);
        return told.contains(EXISTENCE) ? EnumSet.complementOf(EnumSet.of(ACCOUNT_BLOCK)) : told;
    }
}
