package io.coldtrail.job;

import io.coldtrail.archive.ArchiveException;
import io.coldtrail.ask.athena.AthenaException;
import io.coldtrail.lake.CaseFormatException;
import io.coldtrail.lake.CaseInUseException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** All commands, and what they say when something is wrong. */
@Command(
        name = "coldtrail",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        subcommandsRepeatable = false,
        synopsisSubcommandLabel = "COMMAND",
        description =
                "From an archive of AWS logs to the story of a break-in: what the attacker did, in order, from where,"
                        + " with which credentials; and the record behind each claim.",
        footer = {
            "",
            "Begin here:",
            "  coldtrail demo                                          a made-up break-in, whole",
            "  coldtrail investigate s3://acme-logs/AWSLogs --case c1  yours",
            "  coldtrail COMMAND --help                                each command, with an example",
            "",
            "Exit codes: 0 done   1 the job failed   2 what you typed or pointed at is wrong",
            "            3 the answer is bad (--fail-on)   4 another run writes to the case   130 stopped"
        },
        subcommands = {
            Investigate.class,
            Hunt.class,
            Scan.class,
            Detect.class,
            Trace.class,
            Report.class,
            Demo.class,
            Estimate.class,
            Sql.class,
            Ask.class,
            Athena.class,
            Publish.class
        })
public final class Commands implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: a command is missing");
    }

    /** Runs a command line; its exit code. */
    public static int run(String... args) {
        CommandLine commands = new CommandLine(new Commands());
        commands.setUsageHelpWidth(100);
        commands.setUsageHelpAutoWidth(true);
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        commands.setExecutionStrategy(parsed -> {
            if (!parsed.unmatched().isEmpty()) { // picocli overlooks them where help is asked for
                throw new UnmatchedArgumentException(parsed.commandSpec().commandLine(), parsed.unmatched());
            }
            return new CommandLine.RunLast().execute(parsed);
        });
        commands.setParameterExceptionHandler((e, given) -> {
            PrintWriter err = e.getCommandLine().getErr();
            err.println("coldtrail: " + e.getMessage().lines().findFirst().orElse("") + "; see "
                    + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
            return CaseCommand.WRONG_INPUT;
        });
        commands.setExecutionExceptionHandler((e, command, parsed) -> {
            if (JobRun.isInterrupted()) {
                return CaseCommand.STOPPED;
            }
            command.getErr().println("coldtrail: " + e.getMessage());
            if (e instanceof CaseInUseException) {
                return CaseCommand.IN_USE;
            }
            return e instanceof UsageException
                            || e instanceof ArchiveException
                            || e instanceof AthenaException
                            || e instanceof CaseFormatException
                    ? CaseCommand.WRONG_INPUT
                    : CaseCommand.FAILED;
        });
        return commands.execute(args);
    }
}
