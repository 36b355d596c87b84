package io.coldtrail.demo;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which fields the records of a flow log have, in which order.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */
record FlowFormat(List<String> fields) {
    /** What a flow log has if nothing else is asked for. */
    static final FlowFormat DEFAULT = of("version account-id interface-id srcaddr dstaddr srcport dstport protocol "
            + "packets bytes start end action log-status");

    /** Fields up to version 5, in an order of the company's own. */
    static final FlowFormat CUSTOM = of("version vpc-id subnet-id instance-id interface-id account-id type srcaddr "
            + "dstaddr srcport dstport pkt-srcaddr pkt-dstaddr protocol bytes packets start end action tcp-flags "
            + "log-status flow-direction traffic-path pkt-src-aws-service pkt-dst-aws-service region az-id");

    private static FlowFormat of(String fields) {
        return new FlowFormat(List.of(fields.split(" ")));
    }

    /** Highest version among the fields. */
    int version() {
        return fields.contains("flow-direction") ? 5 : 2;
    }

    String header() {
        return String.join(" ", fields);
    }

    /** A record; what it does not have is a dash. */
    String line(Map<String, ?> values) {
        return fields.stream()
                .map(field -> String.valueOf(values.containsKey(field) ? values.get(field) : "-"))
                .collect(Collectors.joining(" "));
    }
}
