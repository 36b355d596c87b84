package io.coldtrail.job;

import io.coldtrail.ask.athena.AthenaQueries;
import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a query runs on Athena, and how its answer is printed. */
final class AthenaOptions {
    @Option(
            names = "--database",
            paramLabel = "NAME",
            required = true,
            description = "The database that athena register made.")
    private String database;

    @Option(
            names = "--workgroup",
            paramLabel = "NAME",
            description = "Workgroup of Athena, of engine version 3; primary if not given.")
    private String workgroup;

    @Option(
            names = "--output",
            paramLabel = "URI",
            description = "Where Athena writes results, s3://bucket/prefix; where the workgroup says, if not given.")
    private String output;

    @Mixin
    private AnswerOptions answers;

    int run(String sql) {
        AthenaQueries.Result result = new AthenaQueries().run(sql, database, workgroup, output, answers.limit());
        answers.print(result.answer());
        System.err.printf(
                Locale.ROOT,
                "coldtrail: query %s scanned %s, $%.4f at $%.2f a TB%n",
                result.id(),
                Sizes.bytes(result.bytes()),
                result.dollars(),
                AthenaQueries.DOLLARS_A_TB);
        return CaseCommand.DONE;
    }
}
