package io.coldtrail.job;

import io.coldtrail.detect.Detection;
import io.coldtrail.evidence.Findings;
import io.coldtrail.lake.Case;
import io.coldtrail.lake.Settings;
import io.coldtrail.report.Brief;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * The steps behind the scan, one after the other. They meet only in tables; here stands their order, and what each
 * says of what it could not use.
 */
final class Inquiry {
    private final Case kase;
    private final Progress progress;

    Inquiry(Case kase, Progress progress) {
        this.kase = kase;
        this.progress = progress;
    }

    /** Replaces what the case was told by what is given now; what is not given stays. */
    void take(RuleOptions rules, FactOptions facts, Instant now) {
        Settings before = kase.settings();
        kase.remember(new Settings(
                before.archives(),
                before.sources(),
                before.from(),
                before.to(),
                before.accounts(),
                before.regions(),
                before.versions(),
                before.access(),
                rules.rulesGiven() ? rules.builtin() : before.builtinRules(),
                rules.rulesGiven() ? rules.copyRules(kase) : before.rules(),
                rules.threatListsGiven() ? rules.copyThreatLists(kase) : before.threatLists(),
                before.rawOfHitsOnly()));
        List<Row> rows = facts.rows(now);
        if (facts.given() || !kase.has("facts")) {
            kase.replace("facts", rows);
        }
    }

    /**
     * What it came to.
     *
     * @param written addresses, the report's first
     * @param brief what the report says, where there is room for a screen only
     */
    record Outcome(List<String> written, Brief brief) {}

    /** All steps. */
    Outcome answer(Instant now) {
        detect();
        trace();
        Outcome outcome = report(now);
        Answered.remember(kase);
        return outcome;
    }

    void detect() {
        progress.phase("detect", "rules and threat lists");
        Detection.Summary summary = Detection.run(kase);
        progress.note(summary.notLoaded(), "rule not used");
        progress.note(summary.badSample(), "threat list, line not used");
    }

    void trace() {
        progress.phase("trace", "sessions, spread of compromise, timeline");
        io.coldtrail.trace.Trace.run(kase);
    }

    /** Findings, evidence and the report. */
    Outcome report(Instant now) {
        progress.phase("findings", "findings and the records they rest on");
        Findings.Summary findings = Findings.run(kase, now);
        progress.phase("report", "the report");
        io.coldtrail.report.Report.Written report = io.coldtrail.report.Report.run(kase);
        List<String> written = new ArrayList<>();
        written.add(report.index());
        findings.files().forEach(file -> written.add(kase.path(file)));
        return new Outcome(written, report.brief());
    }
}
