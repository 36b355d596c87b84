package io.coldtrail.job;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The second step alone: rules over the events of a case. */
@Command(
        name = "detect",
        mixinStandardHelpOptions = true,
        description = "Holds every event against rules, hunts and threat lists: writes tables signals, hits and rules.",
        footer = {"", "Example:", "  coldtrail detect --case c1 --rules my-rules/"})
final class Detect extends CaseCommand {
    @Mixin
    private RuleOptions rules = new RuleOptions();

    @Override
    void check() {
        rules.check();
    }

    @Override
    int run(JobRun run) {
        Inquiry inquiry = new Inquiry(run.existingCase(), run.progress());
        inquiry.take(rules, new FactOptions(), run.started());
        inquiry.detect();
        return DONE;
    }
}
