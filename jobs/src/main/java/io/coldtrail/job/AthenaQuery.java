package io.coldtrail.job;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Asks Athena in SQL. */
@Command(
        name = "query",
        mixinStandardHelpOptions = true,
        description = "Runs a query on Athena; prints the answer, and what was scanned and costs.",
        footer = {"", "Example:", "  coldtrail athena query \"SELECT count(*) FROM cloudtrail\" --database c1"})
final class AthenaQuery implements Callable<Integer> {
    @Parameters(paramLabel = "QUERY", description = "One statement, in Athena's SQL.")
    private String query;

    @Mixin
    private AthenaOptions athena;

    @Override
    public Integer call() {
        return athena.run(query);
    }
}
