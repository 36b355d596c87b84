package io.coldtrail.archive;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an object of an archive holds. Stored in lower case; of a log that is read, its word is the name of its table. */
public enum ObjectKind {
    /** CloudTrail management and data events. */
    CLOUDTRAIL,
    /** CloudTrail Insights events. */
    INSIGHTS,
    /** CloudTrail network activity events: they repeat calls that are logged as events. */
    NETWORK_ACTIVITY,
    /** VPC and transit gateway flow logs. */
    FLOW,
    /** S3 server access logs. */
    S3_ACCESS,
    /** Queries of the Route 53 resolver. */
    DNS,
    /** sshd and PAM messages of machines, from CloudWatch Logs. */
    HOST_AUTH,
    /** Findings that GuardDuty, Security Hub and others made. */
    IMPORTED_FINDINGS,
    /** AWS Config's history and snapshots. */
    CONFIG_ITEMS,
    /** CloudTrail digests: hashes of log files. */
    DIGESTS,
    /** CloudTrail aggregated data events: not read, each is counted elsewhere one by one. */
    AGGREGATED,
    /** Anything else: other logs, probe files, folder markers. */
    FOREIGN,
    /** Its key does not tell; its first bytes may. */
    UNKNOWN;

    /** The word in tables. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** True where it is a log with a table of its own. */
    public boolean isLog() {
        return compareTo(AGGREGATED) < 0;
    }

    /** The kind of a word that {@link #word} gave. */
    public static ObjectKind of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** The kind whose records make the rows of a table of events. */
    public static Optional<ObjectKind> ofTable(String table) {
        return Arrays.stream(values())
                .filter(kind -> kind.isLog() && kind.word().equals(table))
                .findFirst();
    }
}
