package io.coldtrail.evidence.securityhub;

import io.coldtrail.evidence.AwsPlace;
import io.coldtrail.lake.Severity;
import java.util.EnumMap;
import java.util.Map;

/** Findings of one account and region, counted: what Security Hub took there, or, where nothing is sent, would be sent. */
public final class Tally {
    private final AwsPlace place;
    private final Map<Change, Integer> changes = new EnumMap<>(Change.class);
    private final Map<Severity, Integer> severities = new EnumMap<>(Severity.class);
    private int failed;
    private SecurityHubException refusal;

    Tally(AwsPlace place) {
        this.place = place;
    }

    public String accountId() {
        return place.accountId();
    }

    public String region() {
        return place.region();
    }

    /** Host and port that are called there. */
    public String endpoint() {
        return SecurityHub.endpoint(place.region()).getAuthority();
    }

    public int of(Change change) {
        return changes.getOrDefault(change, 0);
    }

    /** Of all but those that are the same. */
    public int of(Severity severity) {
        return severities.getOrDefault(severity, 0);
    }

    /** Findings that were sent and not taken. */
    public int failed() {
        return failed;
    }

    /** Why the rest was not sent; null where all was. */
    public SecurityHubException refusal() {
        return refusal;
    }

    void add(Outgoing finding) {
        changes.merge(finding.change(), 1, Integer::sum);
        if (finding.change() != Change.SAME) {
            severities.merge(finding.severity(), 1, Integer::sum);
        }
    }

    void fail() {
        failed++;
    }

    void refuse(SecurityHubException why) {
        refusal = why;
    }
}
