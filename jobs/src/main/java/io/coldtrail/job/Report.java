package io.coldtrail.job;

import picocli.CommandLine.Command;

/** The last step alone: findings, evidence, report. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Writes findings, their evidence and the report from what is in the case.",
        footer = {"", "Example:", "  coldtrail report --case c1"})
final class Report extends CaseCommand {
    @Override
    int run(JobRun run) {
        Inquiry inquiry = new Inquiry(run.existingCase(), run.progress());
        inquiry.report(run.started()).written().forEach(System.out::println);
        return DONE;
    }
}
