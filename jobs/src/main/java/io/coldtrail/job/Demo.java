package io.coldtrail.job;

import io.coldtrail.lake.Case;
import io.coldtrail.lake.CaseLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the reference incident as an archive, and investigates it. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Writes a made-up break-in as a real archive, with the truth about it beside, and investigates it.",
        footer = {
            "",
            "Examples:",
            "  coldtrail demo                       into demo/: archive/, truth.json, case/",
            "  coldtrail demo --score               and says how the case compares with the truth",
            "  coldtrail demo --scale 100 --out big over 400,000 records"
        })
final class Demo implements Callable<Integer> {
    @Option(names = "--out", paramLabel = "DIR", description = "Where to, ${DEFAULT-VALUE} if not given.")
    private Path out = Path.of("demo");

    @Option(names = "--seed", paramLabel = "N", description = "Another seed, another account: names, keys, times.")
    private long seed = io.coldtrail.demo.Demo.DEFAULT_SEED;

    @Option(names = "--days", paramLabel = "N", description = "Days, the last one of the attack; from 2.")
    private int days = io.coldtrail.demo.Demo.DEFAULT_DAYS;

    @Option(names = "--scale", paramLabel = "N", description = "Times the ordinary traffic; the attack stays as it is.")
    private int scale = io.coldtrail.demo.Demo.DEFAULT_SCALE;

    @Option(
            names = "--with-guardduty",
            description = "Archive what GuardDuty, Inspector and Macie said of it too; without, the logs must do.")
    private boolean withGuardDuty;

    @Option(names = "--score", description = "Hold the case against the truth; exit 3 where they differ.")
    private boolean score;

    @Option(names = "--archive-only", description = "Write the archive and the truth, and investigate nothing.")
    private boolean archiveOnly;

    @Override
    public Integer call() {
        io.coldtrail.demo.Demo.Summary written = write();
        System.err.printf(
                Locale.ROOT,
                "coldtrail demo: the reference incident as a real archive%n"
                        + "  archive   %s   %,d objects   %s%n"
                        + "  records   %s%n"
                        + "  truth     %s   read by nothing below but --score%n",
                written.archive(),
                written.objects(),
                Sizes.bytes(written.bytes()),
                written.records().entrySet().stream()
                        .map(log -> String.format(Locale.ROOT, "%s %,d", log.getKey(), log.getValue()))
                        .collect(Collectors.joining("   ")),
                written.truth());
        if (archiveOnly) {
            return CaseCommand.DONE;
        }
        List<String> investigate = new ArrayList<>(List.of(
                written.archive().toString(),
                "--case",
                out.resolve("case").toString(),
                "--threat-list",
                written.threatList().toString(),
                "--facts",
                written.facts().toString()));
        System.err.println("  From here on the same as\n    coldtrail investigate " + String.join(" ", investigate));
        investigate.add(0, "investigate");
        int code = Commands.run(investigate.toArray(new String[0]));
        if (code == CaseCommand.DONE && score) {
            Score held =
                    Score.of(new Case(SparkSessions.open(), out.resolve("case").toString()), written.truth());
            System.out.println(held.text());
            return held.perfect() ? CaseCommand.DONE : CaseCommand.BAD_ANSWER;
        }
        return code;
    }

    private io.coldtrail.demo.Demo.Summary write() {
        try {
            removeEarlier();
            return io.coldtrail.demo.Demo.write(out, seed, days, scale, withGuardDuty);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        } catch (IOException e) {
            throw new UsageException("--out " + out + " cannot be written: " + e.getMessage());
        }
    }

    /** An earlier demo gives way; a folder of anything else does not. */
    private void removeEarlier() throws IOException {
        if (!Files.exists(out)) {
            return;
        }
        try (Stream<Path> inside = Files.list(out)) {
            if (inside.findAny().isPresent() && !Files.exists(out.resolve("truth.json"))) {
                throw new UsageException("--out " + out + " holds something that is no demo: give another folder");
            }
        }
        if (Files.exists(out.resolve("case"))) {
            CaseLock.take(out.resolve("case").toString(), "demo").close(); // fails where a run writes to it
        }
        for (String part : List.of("archive", "case", "truth.json")) {
            if (Files.exists(out.resolve(part))) {
                try (Stream<Path> tree = Files.walk(out.resolve(part))) {
                    tree.sorted(Comparator.reverseOrder()).forEach(Demo::delete);
                }
            }
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
