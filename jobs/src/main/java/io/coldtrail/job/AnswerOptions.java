package io.coldtrail.job;

import io.coldtrail.ask.Answer;
import picocli.CommandLine.Option;

/** How the rows of an answer are printed. */
final class AnswerOptions {
    @Option(
            names = "--format",
            paramLabel = "table|csv|json",
            description = "table, csv (for a spreadsheet) or json (an array of objects); table if not given.")
    private AnswerFormat format = AnswerFormat.TABLE;

    @Option(names = "--limit", paramLabel = "N", description = "Rows shown at most, ${DEFAULT-VALUE} if not given.")
    private int limit = 1000;

    int limit() {
        return limit;
    }

    void print(Answer answer) {
        System.out.print(format.text(answer));
        if (answer.more()) {
            System.err.println("coldtrail: the first " + limit + " rows; more with --limit N");
        }
    }
}
