package io.coldtrail.job;

import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Asks a case in SQL. */
@Command(
        name = "sql",
        mixinStandardHelpOptions = true,
        description = "Asks the tables of a case in SQL, here and now. Athena reads the same tables.",
        footer = {
            "",
            "Example:",
            "  coldtrail sql --case c1 \"SELECT event_name, count(*) AS n FROM cloudtrail GROUP BY 1 ORDER BY n DESC\"",
            "",
            "Tables and columns: schemas/README.md, or  DESCRIBE cloudtrail"
        })
final class Sql extends CaseCommand {
    @Parameters(paramLabel = "QUERY", description = "One SELECT.")
    private String query;

    @Mixin
    private AnswerOptions options;

    private static final Pattern READS =
            Pattern.compile("\\s*(SELECT|WITH|DESCRIBE|DESC|SHOW|VALUES|EXPLAIN)\\b", Pattern.CASE_INSENSITIVE);

    @Override
    boolean writes() {
        return false;
    }

    @Override
    int run(JobRun run) {
        if (!READS.matcher(query).lookingAt()) {
            throw new UsageException(
                    "the query must read and nothing else: begin it with SELECT, WITH, DESCRIBE or SHOW");
        }
        return CaseAnswer.answer(run, query, Map.of(), options);
    }
}
