package io.coldtrail.report;

import io.coldtrail.lake.Severity;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Row;

/** A row of {@code findings}. */
record Finding(
        String id,
        String type,
        String title,
        String description,
        String severity,
        String grade,
        String account,
        String region,
        String role,
        String resourceType,
        String resource,
        String principal,
        List<String> addresses,
        Tactic tactic,
        String technique,
        Instant first,
        Instant last,
        long n,
        String actor,
        String incident,
        List<String> rules,
        String remediation,
        String remediationUrl) {
    static final Comparator<Finding> WORST_FIRST = Comparator.comparingInt(Finding::rank)
            .reversed()
            .thenComparing(Finding::first, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Finding::id);

    static Finding of(Row row) {
        Cells c = new Cells(row);
        return new Finding(
                c.word("finding_id"),
                c.word("type"),
                c.word("title"),
                c.word("description"),
                c.word("severity"),
                c.word("grade"),
                c.word("account_id"),
                c.word("aws_region"),
                c.word("role"),
                c.word("resource_type"),
                c.word("resource_id"),
                c.text("principal"),
                c.texts("addresses"),
                Tactic.of(c.text("tactic")),
                c.word("technique"),
                c.time("first_seen"),
                c.time("last_seen"),
                c.count("n"),
                c.word("actor"),
                c.text("incident_id"),
                c.texts("rules"),
                c.word("remediation"),
                c.word("remediation_url"));
    }

    /** 0 informational to 4 critical; a word not known counts as the mildest. */
    public int rank() {
        return Severity.of(severity).map(Severity::ordinal).orElse(0);
    }

    /** The resource without the arn around it; the arn stands where the finding unfolds. */
    public String shortResource() {
        return Names.resource(resource);
    }

    /** The page links only to what a browser opens as a page. */
    public boolean linked() {
        return remediationUrl.startsWith("https://");
    }
}
