package io.coldtrail.report;

import io.coldtrail.lake.EventHours;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The logs, as their tables are called and as people call them. */
enum Log {
    CLOUDTRAIL("cloudtrail", "CloudTrail"),
    FLOW("flow", "VPC flow logs"),
    S3_ACCESS("s3_access", "S3 access logs"),
    DNS("dns", "DNS query logs"),
    HOST_AUTH("host_auth", "SSH login logs"),
    CONFIG("config_items", "AWS Config"),
    IMPORTED("imported_findings", "imported findings"),
    DIGESTS("digests", "CloudTrail digests"),
    INSIGHTS("insights", "CloudTrail Insights"),
    NETWORK("network_activity", "CloudTrail network activity");

    /** See {@link EventHours#LOGS}. */
    static final List<Log> OF_EVENTS = Arrays.stream(values())
            .filter(l -> EventHours.LOGS.contains(l.table))
            .toList();

    private final String table;
    private final String words;

    Log(String table, String words) {
        this.table = table;
        this.words = words;
    }

    String table() {
        return table;
    }

    /** The log of a table in words; of a table not known its name. */
    static String words(String table) {
        return Arrays.stream(values())
                .filter(l -> l.table.equals(table))
                .findFirst()
                .map(l -> l.words)
                .orElse(table);
    }

    /** "VPC flow logs or sshd logs"; empty for none. */
    static String either(List<String> tables) {
        return tables.stream().map(Log::words).collect(Collectors.joining(" or "));
    }
}
