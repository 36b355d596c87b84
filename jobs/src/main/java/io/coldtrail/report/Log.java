package io.coldtrail.report;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The logs, as their tables are called and as people call them. */
enum Log {
    CLOUDTRAIL("cloudtrail", "CloudTrail", true),
    FLOW("flow", "VPC flow logs", true),
    S3_ACCESS("s3_access", "S3 access logs", true),
    DNS("dns", "DNS query logs", true),
    HOST_AUTH("host_auth", "SSH login logs", true),
    CONFIG("config_items", "AWS Config", false),
    IMPORTED("imported_findings", "imported findings", false),
    DIGESTS("digests", "CloudTrail digests", false),
    INSIGHTS("insights", "CloudTrail Insights", false),
    NETWORK("network_activity", "CloudTrail network activity", false);

    /** Logs whose records are what somebody did; the others say how things stood, or what was thought of it. */
    static final List<Log> OF_EVENTS =
            Arrays.stream(values()).filter(l -> l.events).toList();

    private final String table;
    private final String words;
    private final boolean events;

    Log(String table, String words, boolean events) {
        this.table = table;
        this.words = words;
        this.events = events;
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
