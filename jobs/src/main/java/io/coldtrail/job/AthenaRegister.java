package io.coldtrail.job;

import io.coldtrail.ask.athena.CaseTables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a case known to Athena. */
@Command(
        name = "register",
        mixinStandardHelpOptions = true,
        description = "Makes the tables of a case in S3 known to Athena, in a database of the Glue Data Catalog."
                + " Once: as the case grows, Athena sees it.",
        footer = {"", "Example:", "  coldtrail athena register --case s3://acme-cases/c1 --database c1"})
final class AthenaRegister implements Callable<Integer> {
    @Option(names = "--case", paramLabel = "URI", required = true, description = "The case: s3://bucket/prefix.")
    private String caseUri;

    @Option(
            names = "--database",
            paramLabel = "NAME",
            required = true,
            description = "Database, one a case; made where it is not there.")
    private String database;

    @Option(names = "--replace", description = "Take over tables of the database that are of another case.")
    private boolean replace;

    @Option(names = "--print", description = "Print the statements, to be run in Athena, and register nothing.")
    private boolean print;

    @Override
    public Integer call() {
        if (!database.matches("[a-z0-9_]+")) {
            throw new UsageException(
                    "--database " + database + " is no name that Athena takes: write small letters, digits and _");
        }
        quietSpark(); // which says something already when a schema is read
        CaseTables tables = new CaseTables(caseUri);
        if (print) {
            System.out.print(tables.ddl(database));
            return CaseCommand.DONE;
        }
        CaseTables.Registered done = tables.register(database, replace);
        System.out.println("Database " + database + ": " + done.made() + " tables made, " + done.renewed()
                + " were there. Ask: coldtrail athena ask NAME --database " + database);
        return CaseCommand.DONE;
    }

    private static void quietSpark() {
        try {
            SparkSessions.logTo(Files.createTempFile("coldtrail-", ".log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
