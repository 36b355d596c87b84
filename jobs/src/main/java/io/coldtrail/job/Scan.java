package io.coldtrail.job;

import io.coldtrail.lake.Case;
import io.coldtrail.lake.Settings;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Reads an archive into a case. */
@Command(
        name = "scan",
        mixinStandardHelpOptions = true,
        description =
                "Reads what the case does not have yet from the archive into its tables: events, objects, rejects.",
        footer = {
            "",
            "Example:",
            "  coldtrail scan s3://acme-logs/AWSLogs --case c1 --from 2026-03-13 --to 2026-03-15",
            "",
            "Without URI the archives of the case are read again, for what came since."
        })
final class Scan extends CaseCommand {
    @Parameters(
            paramLabel = "URI",
            arity = "0..*",
            description = "Archives: local folders or files, s3://bucket/prefix.")
    private List<String> archives = new ArrayList<>();

    @Mixin
    private WindowOptions window;

    @Override
    void check() {
        window.check();
    }

    @Override
    int run(JobRun run) {
        Case kase = run.kase();
        new ScanStep(kase, run.progress()).run(settings(kase.settings(), archives, window));
        new Panel(kase, System.out).scanned(run.endProgress());
        return DONE;
    }

    /** What the case is asked from now on: what it was asked, but for what is given now. */
    static Settings settings(Settings before, List<String> archives, WindowOptions window) {
        Set<String> all = new LinkedHashSet<>(before.archives());
        all.addAll(archives);
        if (all.isEmpty()) {
            throw new UsageException(
                    "say what to read: coldtrail scan URI --case ...; a new case knows no archive yet");
        }
        boolean given = window.given();
        return new Settings(
                List.copyOf(all),
                given ? window.from() : before.from(),
                given ? window.to() : before.to(),
                given ? window.accounts() : before.accounts(),
                given ? window.regions() : before.regions(),
                before.builtinRules(),
                before.rules(),
                before.threatLists());
    }
}
