package io.coldtrail.trace;

import io.coldtrail.lake.Severity;
import java.time.Instant;

/**
 * Signals of one rule on the same call by the same caller at the same address, counted.
 *
 * @param tactic ATT&CK tactic with hyphens: {@code initial-access}
 * @param listed the rule says that the address is on a threat list
 */
record Signal(
        String ruleId,
        Severity severity,
        String tactic,
        boolean listed,
        String uid,
        String arn,
        String key,
        String ip,
        Api api,
        String outcome,
        long n,
        EventRef first,
        Instant last) {
    boolean succeeded() {
        return "success".equals(outcome);
    }
}
