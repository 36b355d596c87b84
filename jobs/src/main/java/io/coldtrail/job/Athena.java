package io.coldtrail.job;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** Asks cases in S3 by Athena. */
@Command(
        name = "athena",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Asks a case in S3 by Athena: makes its tables known there, and runs queries on them.",
        footer = {
            "",
            "Examples:",
            "  coldtrail athena register --case s3://acme-cases/c1 --database c1",
            "  coldtrail athena ask who-used-key --key ASIA7ESTDCXK6MJ4FM3H --database c1",
            "  coldtrail athena query \"SELECT count(*) FROM cloudtrail\" --database c1"
        },
        subcommands = {AthenaRegister.class, AthenaQuery.class, AthenaAsk.class})
final class Athena implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: register, query or ask");
    }
}
