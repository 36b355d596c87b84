package io.coldtrail.job;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** From an archive to the report: all steps. */
@Command(
        name = "investigate",
        mixinStandardHelpOptions = true,
        description = "Reads an archive, finds what the attacker did, and writes the report: scan, detect, trace and"
                + " report in one go. Run again on the same case it reads only what is new.",
        footer = {
            "",
            "Examples:",
            "  coldtrail investigate s3://acme-logs/AWSLogs --case c1 --from 2026-03-13 --to 2026-03-15",
            "  coldtrail investigate ./logs --case c1 --threat-list bad.txt --suspect key=ASIA5EXAMPLE7NKD4WVR",
            "",
            "Reading S3 needs s3:ListBucket and s3:GetObject, and kms:Decrypt where the bucket is encrypted so."
        })
class Investigate extends CaseCommand {
    @Parameters(
            paramLabel = "URI",
            arity = "0..*",
            description = "Archives: local folders or files, s3://bucket/prefix.")
    private List<String> archives = new ArrayList<>();

    @Mixin
    private SourceOptions sources = new SourceOptions();

    @Mixin
    private WindowOptions window = new WindowOptions();

    @Mixin
    private RawOption raw = new RawOption();

    @Mixin
    private RuleOptions rules = new RuleOptions();

    @Mixin
    private FactOptions facts = new FactOptions();

    @Option(names = "--json", description = "Print what came of it as JSON, in place of text.")
    private boolean json;

    @Option(names = "--now", hidden = true, description = "The time of this run, for tests.")
    private String now;

    @Override
    void check() {
        window.check();
        sources.sources();
        raw.check();
        rules.check();
        facts.rows(Instant.EPOCH);
    }

    @Override
    int run(JobRun run) {
        Instant time = time(run);
        Inquiry inquiry = new Inquiry(run.kase(), run.progress());
        scan(run, inquiry, time);
        Inquiry.Outcome outcome = inquiry.answer(time);
        Map<String, Double> seconds = run.endProgress();
        if (json) {
            System.out.println(Summary.of(run.kase(), caseUri(), outcome.written(), seconds));
        } else if (quiet()) {
            System.out.println(outcome.written().get(0));
        } else {
            new Panel(run.kase(), System.out).investigated(seconds, caseUri(), outcome);
        }
        return DONE;
    }

    boolean json() {
        return json;
    }

    Instant time(JobRun run) {
        return now == null ? run.started() : Moment.parse("--now", now);
    }

    /** Reads what is new, and remembers what was asked. */
    ScanStep scan(JobRun run, Inquiry inquiry, Instant time) {
        ScanStep scan = new ScanStep(run.kase(), run.progress());
        scan.run(
                Scan.settings(run.kase().settings(), archives, sources, window, raw),
                sources.inventories(),
                () -> inquiry.take(rules, facts, time));
        return scan;
    }
}
