package io.coldtrail.evidence;

/**
 * What Security Hub accepts, in code points unless said otherwise. Source: BatchImportFindings and the ASFF syntax page,
 * https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format-syntax.html; as JSON Schema in
 * {@code schemas/asff/finding.schema.json}.
 */
public final class AsffLimits {
    static final int ID = 512;
    static final int TITLE = 256;
    static final int DESCRIPTION = 1024;
    static final int REMEDIATION = 512;
    static final int RESOURCES = 32;
    static final int PRODUCT_FIELD = 2048;
    static final int API = 128;
    static final int DOMAIN = 128;
    static final int INDICATORS = 5;

    /** The longest ARN that AWS makes; a resource's Id and a URL have no limit of their own. */
    static final int ARN = 2048;

    /** Room for any type's name; Security Hub names no limit. */
    static final int CLASSIFIER = 256;

    /** Bytes of one finding: 240 KB, a KB taken at its least. */
    public static final int FINDING_BYTES = 240_000;

    /** Findings in one call. */
    public static final int CALL_FINDINGS = 100;

    /** Bytes of one call: 6 MB, an MB taken at its least. */
    public static final int CALL_BYTES = 6_000_000;

    private AsffLimits() {}
}
