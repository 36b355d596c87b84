package io.coldtrail.job;

import io.coldtrail.archive.ArchiveException;
import io.coldtrail.lake.CaseFormatException;
import io.coldtrail.lake.CaseInUseException;
import io.coldtrail.lake.Severity;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.functions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every job on a case has in common. */
abstract class CaseCommand implements Callable<Integer> {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int WRONG_INPUT = 2;
    static final int BAD_ANSWER = 3;
    static final int IN_USE = 4;
    static final int STOPPED = 130;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--case",
            paramLabel = "URI",
            required = true,
            description = "The case: a folder, or s3://bucket/prefix. Made where it is not there.")
    private String caseUri;

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            description = "Exit with 3 where there are findings this grave: low, medium, high or critical.")
    private String failOn;

    @Option(
            names = {"-q", "--quiet"},
            description = "Say nothing but errors, and what was asked for.")
    private boolean quiet;

    /** Does the job; returns the exit code, unless {@code --fail-on} says otherwise. */
    abstract int run(JobRun run);

    boolean quiet() {
        return quiet;
    }

    String caseUri() {
        return caseUri;
    }

    void caseUri(String uri) {
        caseUri = uri;
    }

    @Override
    public Integer call() {
        Severity limit = failOn == null
                ? null
                : Severity.of(failOn)
                        .orElseThrow(() -> new UsageException(
                                "--fail-on " + failOn + " is no severity: write low, medium, high or critical"));
        check();
        SharedPlace.check("--case", caseUri);
        String name = spec == null ? "investigate" : spec.name();
        List<String> arguments =
                spec == null ? List.of() : spec.commandLine().getParseResult().originalArgs();
        JobRun run = new JobRun(name, arguments, caseUri, writes(), quiet);
        try (run) {
            return answer(run, limit);
        } catch (UsageException | ArchiveException | CaseFormatException e) {
            run.forget();
            throw e;
        }
    }

    private int answer(JobRun run, Severity limit) {
        try {
            int code = run(run);
            return code == DONE && limit != null && isBad(run, words(limit)) ? BAD_ANSWER : code;
        } catch (UsageException | ArchiveException | CaseInUseException | CaseFormatException e) {
            run.failed(e);
            throw e;
        } catch (RuntimeException | OutOfMemoryError e) {
            run.failed(e);
            run.checkLock(); // where another run took the case, that is why
            throw new JobFailedException(e, run.log());
        }
    }

    /** False for a job that only reads the case: it needs no lock, and leaves no row in {@code runs}. */
    boolean writes() {
        return true;
    }

    /** Fails where what was typed is wrong, before anything is started. */
    void check() {}

    private static List<String> words(Severity limit) {
        return Arrays.stream(Severity.values())
                .filter(s -> s.compareTo(limit) >= 0)
                .map(Severity::word)
                .toList();
    }

    /** True where the answer is one that {@code --fail-on} is about: there are findings of these severities. */
    boolean isBad(JobRun run, List<String> severities) {
        return !run.kase()
                .table("findings")
                .where(functions.col("severity").isin(severities.toArray()))
                .isEmpty();
    }
}
