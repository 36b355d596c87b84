package io.coldtrail.evidence.securityhub;

import io.coldtrail.evidence.AwsPlace;
import io.coldtrail.lake.Severity;
import java.util.List;

/**
 * Which findings are published.
 *
 * @param least the mildest
 * @param accounts none for all
 * @param regions none for all
 */
public record Selection(Severity least, List<String> accounts, List<String> regions) {
    boolean hasPlace(AwsPlace place) {
        return (accounts.isEmpty() || accounts.contains(place.accountId()))
                && (regions.isEmpty() || regions.contains(place.region()));
    }

    /** A finding that Security Hub has is kept up to date, however mild it became: else it would stand there as it was. */
    boolean isGraveEnough(Outgoing finding) {
        return finding.change() != Change.NEW || finding.severity().compareTo(least) >= 0;
    }
}
