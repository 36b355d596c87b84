package io.coldtrail.job;

import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The third step alone: signals to the story. */
@Command(
        name = "trace",
        mixinStandardHelpOptions = true,
        description =
                "Works out sessions, who fell to the attacker, and the timeline, from the signals and what you know.",
        footer = {"", "Example:", "  coldtrail trace --case c1 --suspect ip=198.51.100.7 --trust cidr=203.0.113.0/24"})
final class Trace extends CaseCommand {
    @Mixin
    private FactOptions facts = new FactOptions();

    @Override
    void check() {
        facts.rows(Instant.EPOCH);
    }

    @Override
    int run(JobRun run) {
        Inquiry inquiry = new Inquiry(run.existingCase(), run.progress());
        inquiry.take(new RuleOptions(), facts, run.started());
        inquiry.trace();
        return DONE;
    }
}
