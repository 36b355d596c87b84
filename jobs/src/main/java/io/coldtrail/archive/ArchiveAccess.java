package io.coldtrail.archive;

import java.io.Serializable;

/**
 * As whom archives in S3 are read. A case is always written as oneself.
 *
 * @param requesterPays whether requests are paid by who reads, which buckets of that kind ask
 * @param role ARN of a role that is taken on to read, as one of the archive's account; null for oneself
 * @param externalId what the role's trust policy asks for besides, null for nothing
 */
public record ArchiveAccess(boolean requesterPays, String role, String externalId) implements Serializable {
    /** As oneself, who does not pay. */
    public static final ArchiveAccess OWN = new ArchiveAccess(false, null, null);
}
