package io.coldtrail.job;

import io.coldtrail.lake.Case;
import io.coldtrail.lake.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
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
    private SourceOptions sources;

    @Mixin
    private WindowOptions window;

    @Mixin
    private RawOption raw;

    @Override
    void check() {
        window.check();
        sources.sources();
        raw.check();
    }

    @Override
    int run(JobRun run) {
        Case kase = run.kase();
        new ScanStep(kase, run.progress())
                .run(settings(kase.settings(), archives, sources, window, raw), sources.inventories(), () -> {});
        if (!quiet()) {
            new Panel(kase, System.out).scanned(run.endProgress());
        }
        return DONE;
    }

    /** What the case is asked from now on: what it was asked, but for what is given now. */
    static Settings settings(
            Settings before, List<String> archives, SourceOptions sources, WindowOptions window, RawOption raw) {
        Set<String> all = new LinkedHashSet<>(before.archives());
        all.addAll(archives);
        Map<String, Settings.Source> said = new LinkedHashMap<>();
        Stream.concat(before.sources().stream(), sources.sources().stream()).forEach(s -> said.put(s.uri(), s));
        all.addAll(said.keySet());
        if (all.isEmpty()) {
            throw new UsageException(
                    "say what to read: coldtrail scan URI --case ...; a new case knows no archive yet");
        }
        boolean given = window.given();
        return new Settings(
                List.copyOf(all),
                List.copyOf(said.values()),
                given ? window.from() : before.from(),
                given ? window.to() : before.to(),
                given ? window.accounts() : before.accounts(),
                given ? window.regions() : before.regions(),
                before.versions() || sources.versions(),
                sources.access(before.access()),
                before.builtinRules(),
                before.rules(),
                before.threatLists(),
                raw.ofHitsOnly(before.rawOfHitsOnly()));
    }
}
