package io.coldtrail.job;

import io.coldtrail.lake.Case;
import io.coldtrail.lake.CaseInUseException;
import io.coldtrail.lake.CaseLock;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/** One run of a job on a case: its session, its progress line, its log, and its row in table {@code runs}. */
final class JobRun implements AutoCloseable {
    /** Of hooks at shutdown the greater number is first; Spark's are at 40 and more. */
    private static final int AFTER_SPARK = 20;

    private static volatile boolean interrupted;

    private final String command;
    private final List<String> arguments;
    private final String caseUri;
    private final CaseLock lock;
    private final Instant started = Instant.now();
    private final Path log;
    private final Progress progress;
    private final Thread onInterrupt = new Thread(this::interrupted, "coldtrail-interrupted");
    private final Runnable giveBack = this::giveBack;
    private Case kase;
    private String failure;
    private String keptLog;

    /**
     * Starts one.
     *
     * @param command the job
     * @param arguments what it was given
     * @param writes whether it is to change the case
     * @param quiet whether it says nothing of its progress
     * @throws CaseInUseException where it is, and another run does
     */
    JobRun(String command, List<String> arguments, String caseUri, boolean writes, boolean quiet) {
        this.command = command;
        this.arguments = List.copyOf(arguments);
        this.caseUri = caseUri;
        this.lock = writes ? CaseLock.take(address(), String.join(" ", arguments)) : null;
        this.log = logFile(caseUri);
        SparkSessions.logTo(log);
        this.progress = new Progress(
                quiet ? new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8) : System.err,
                System.getenv("COLDTRAIL_TERMINAL") != null && !quiet);
        Runtime.getRuntime().addShutdownHook(onInterrupt);
        if (writes) {
            ShutdownHookManager.get().addShutdownHook(giveBack, AFTER_SPARK);
        }
    }

    private static Path logFile(String caseUri) {
        try {
            if (isLocal(caseUri)) {
                Path folder = Files.createDirectories(localPath(caseUri).resolve("log"));
                try (var files = Files.list(folder)) {
                    return folder.resolve(String.format("%s.log", runId(files.count())));
                }
            }
            return Files.createTempFile("coldtrail-", ".log");
        } catch (IOException e) {
            throw new UsageException("--case " + caseUri + " cannot be made: " + e.getMessage()
                    + "; give a folder that can be written, or s3://bucket/prefix");
        }
    }

    private static String runId(long runsBefore) {
        return String.format("r-%04d", runsBefore + 1);
    }

    private static boolean isLocal(String uri) {
        return !uri.matches("[a-z0-9]+://.*");
    }

    private static Path localPath(String uri) {
        return Path.of(uri.replaceFirst("^file:/*", "/"));
    }

    private String address() {
        return isLocal(caseUri) && !SparkSessions.onCluster()
                ? localPath(caseUri).toAbsolutePath().toString()
                : caseUri;
    }

    /** The case; Spark starts when it is first asked for. */
    Case kase() {
        if (kase == null) {
            progress.phase("start", "Spark");
            SparkSession spark = SparkSessions.open();
            Case opened = new Case(spark, address(), lock);
            opened.checkFormat(); // before anything is written to it, a row in runs too
            kase = opened;
            if (lock != null) {
                lock.whenLost(spark.sparkContext()::cancelAllJobs);
                kase.tidy();
            }
        }
        return kase;
    }

    /** As {@link #kase}, where there must be one already. */
    Case existingCase() {
        if (!kase().has("objects")) {
            throw new UsageException(
                    "there is no case at " + caseUri + ": make one with coldtrail investigate URI --case " + caseUri);
        }
        SparkSessions.suit(kase.isSmall(), kase.spark());
        return kase;
    }

    /** Names it in table {@code runs}. */
    String id() {
        return runId(kase().has("runs") ? kase.table("runs").count() : 0);
    }

    Progress progress() {
        return progress;
    }

    Instant started() {
        return started;
    }

    /** Where to read on when it failed. */
    String log() {
        return keptLog == null ? log.toString() : keptLog;
    }

    /** Takes down why it fails, for the log and the table of runs. */
    void failed(Throwable cause) {
        failure = cause.toString();
        StringWriter trace = new StringWriter();
        cause.printStackTrace(new PrintWriter(trace));
        try {
            Files.writeString(log, trace.toString(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            System.err.println(trace); // nowhere else to say it
        }
    }

    /** Leaves nothing behind where there was no case and none came to be. */
    void forget() {
        if (!isLocal(caseUri) || Files.exists(localPath(caseUri).resolve("settings.json"))) {
            return;
        }
        try {
            Files.deleteIfExists(log);
            Files.deleteIfExists(log.getParent());
            Files.deleteIfExists(localPath(caseUri).resolve(CaseLock.FILE));
            Files.deleteIfExists(localPath(caseUri));
        } catch (IOException e) {
            return; // something else lies there: it stays
        }
    }

    /** Ends the progress line; seconds by phase. */
    Map<String, Double> endProgress() {
        return progress.end();
    }

    /** True once Ctrl-C was pressed: what fails from then on fails for that. */
    static boolean isInterrupted() {
        return interrupted;
    }

    private void interrupted() {
        interrupted = true;
        progress.clear();
        System.err.println("coldtrail: stopped. What is committed is kept; the same command goes on from there.");
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(onInterrupt);
        } catch (IllegalStateException e) {
            return; // Ctrl-C: Spark is going down already
        }
        progress.close();
        try {
            if (lock != null && kase != null && kase.has("objects")) {
                remember();
            }
        } finally {
            giveBack();
            ShutdownHookManager.get().removeShutdownHook(giveBack);
        }
    }

    private void remember() {
        String runId = id();
        kase.append(
                "runs",
                List.of(RowFactory.create(
                        runId,
                        command,
                        String.join(" ", arguments),
                        Version.text(),
                        Timestamp.from(started),
                        Timestamp.from(Instant.now()),
                        failure == null ? "done" : "failed",
                        failure)),
                runId);
        keepLog(runId);
        kase.tidy();
    }

    private void giveBack() {
        if (lock != null) {
            lock.close();
        }
    }

    /** Fails where another run writes to the case by now. */
    void checkLock() {
        if (lock != null) {
            lock.check();
        }
    }

    private void keepLog(String runId) {
        if (!isLocal(caseUri)) {
            try {
                String kept = "log/" + runId + ".log";
                kase.files().writeText(kept, Files.readString(log, StandardCharsets.UTF_8));
                keptLog = kase.path(kept);
            } catch (IOException e) {
                System.err.println("coldtrail: the log could not be kept in the case; it is in " + log);
            }
        }
    }
}
