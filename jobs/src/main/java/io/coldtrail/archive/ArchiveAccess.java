package io.coldtrail.archive;

import java.io.Serializable;

/**
 * How and as whom archives in S3 are read. A case is always written as oneself.
 *
 * @param requesterPays whether requests are paid by who reads, which buckets of that kind ask
 * @param versions whether what was overwritten or deleted is listed too, where a bucket kept it
 * @param role ARN of a role that is taken on to read, as one of the archive's account; null for oneself
 * @param externalId what the role's trust policy asks for besides, null for nothing
 */
public record ArchiveAccess(boolean requesterPays, boolean versions, String role, String externalId)
        implements Serializable {
    /** What there is now, as oneself, who does not pay. */
    public static final ArchiveAccess OWN = new ArchiveAccess(false, false, null, null);
}
