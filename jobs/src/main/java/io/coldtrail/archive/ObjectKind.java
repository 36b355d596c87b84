package io.coldtrail.archive;

import java.util.Locale;

/** What an object of an archive holds, as its key tells. Stored in lower case. */
public enum ObjectKind {
    /** CloudTrail management and data events: the only kind that is read. */
    CLOUDTRAIL,
    /** CloudTrail digest: hashes of log files. */
    DIGEST,
    /** CloudTrail Insights events. */
    INSIGHT,
    /** CloudTrail network activity events: they repeat calls that are logged as events. */
    NETWORK,
    /** CloudTrail aggregated data events. */
    AGGREGATED,
    /** Anything else: other logs, probe files, folder markers. */
    FOREIGN;

    /** The word in tables. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
