package io.coldtrail.logs;

import io.coldtrail.logs.json.JsonShape;

/** Queries of the Route 53 resolver, table {@code dns}: JSON lines. */
final class Dns extends JsonFormat {
    Dns() {
        super("dns", JsonShape.of("query_timestamp", "query_name"));
    }

    static boolean begins(Head head) {
        return head.hasField("query_timestamp") && head.hasField("query_name");
    }
}
