package io.coldtrail.job;

import io.coldtrail.detect.Detection;
import io.coldtrail.evidence.Findings;
import io.coldtrail.lake.Case;
import io.coldtrail.lake.Settings;
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

    /** All steps; what was written, the report first. */
    List<String> answer(Instant now) {
        detect();
        trace();
        List<String> written = report(now);
        Answered.remember(kase);
        return written;
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

    /** Findings, evidence and the report; what was written, the report first. */
    List<String> report(Instant now) {
        progress.phase("findings", "findings and the records they rest on");
        Findings.Summary findings = Findings.run(kase, now);
        progress.phase("report", "the report");
        List<String> written = new ArrayList<>();
        written.add(io.coldtrail.report.Report.run(kase));
        findings.files().forEach(file -> written.add(kase.path(file)));
        return written;
    }
}
