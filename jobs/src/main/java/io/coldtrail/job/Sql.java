package io.coldtrail.job;

import io.coldtrail.lake.Case;
import io.coldtrail.lake.TableSchema;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
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

    @Option(names = "--limit", paramLabel = "N", description = "Rows shown at most, ${DEFAULT-VALUE} if not given.")
    private int limit = 1000;

    private static final Pattern READS =
            Pattern.compile("\\s*(SELECT|WITH|DESCRIBE|DESC|SHOW|VALUES|EXPLAIN)\\b", Pattern.CASE_INSENSITIVE);

    @Override
    boolean writes() {
        return false;
    }

    @Override
    int run(JobRun run) {
        Case kase = run.existingCase();
        for (String table : TableSchema.NAMES) {
            kase.table(table).createOrReplaceTempView(table);
        }
        if (!READS.matcher(query).lookingAt()) {
            throw new UsageException(
                    "the query must read and nothing else: begin it with SELECT, WITH, DESCRIBE or SHOW");
        }
        Dataset<Row> answer;
        try {
            answer = kase.spark().sql(query);
        } catch (Exception e) {
            if (e instanceof AnalysisException || e instanceof org.apache.spark.sql.catalyst.parser.ParseException) {
                throw new UsageException("the query cannot be run: "
                        + e.getMessage().lines().findFirst().orElse("it is no SQL"));
            }
            throw e;
        }
        List<String[]> rows = new ArrayList<>();
        boolean more = false;
        for (Iterator<Row> found = answer.limit(limit + 1).toLocalIterator(); found.hasNext(); ) {
            Row row = found.next();
            if (rows.size() == limit) {
                more = true;
                break;
            }
            String[] cells = new String[row.size()];
            for (int c = 0; c < cells.length; c++) {
                cells[c] = text(row, c);
            }
            rows.add(cells);
        }
        run.endProgress();
        System.out.print(TextTable.of(List.of(answer.columns()), rows, 0));
        if (more) {
            System.err.println("coldtrail: the first " + limit + " rows; more with --limit N");
        }
        return DONE;
    }

    private static String text(Row row, int column) {
        if (row.isNullAt(column)) {
            return "";
        }
        if (row.schema().fields()[column].dataType() instanceof ArrayType) {
            return row.getList(column).toString();
        }
        Object value = row.get(column);
        return value instanceof Timestamp time ? time.toInstant().toString() : value.toString();
    }
}
