package io.coldtrail.detect.sigma;

import io.coldtrail.lake.Severity;
import java.util.List;

/**
 * What a rule or hunt says of itself.
 *
 * @param id its id
 * @param title one line
 * @param description what it finds and why that matters; may be null
 * @param severity its level
 * @param tactic first ATT&amp;CK tactic among its tags, as in {@code attack.initial-access}; null where it has none
 * @param technique first ATT&amp;CK technique among its tags, as T1078.004; null where it has none
 * @param references where to read on
 * @param findingType {@code custom.finding_type}: type of the finding that a match makes; null for none
 * @param remediation {@code custom.remediation}: what to do; may be null
 * @param remediationUrl {@code custom.remediation_url}: where that is described; may be null
 * @param file where it stands
 */
public record RuleHead(
        String id,
        String title,
        String description,
        Severity severity,
        String tactic,
        String technique,
        List<String> references,
        String findingType,
        String remediation,
        String remediationUrl,
        String file) {}
