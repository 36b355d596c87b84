package io.coldtrail.evidence;

import io.coldtrail.lake.Severity;
import java.io.Serializable;

/**
 * What is known of a rule whose signals a finding rests on. Anything but the id may be null.
 *
 * @param description what it finds
 * @param remediation what to do
 * @param url where to read on
 */
record FindingRule(
        String id,
        String title,
        Severity severity,
        String tactic,
        String technique,
        String description,
        String remediation,
        String url)
        implements Serializable {

    /** A rule of which only the id is known. */
    static FindingRule unknown(String id) {
        return new FindingRule(id, null, null, null, null, null, null, null);
    }
}
