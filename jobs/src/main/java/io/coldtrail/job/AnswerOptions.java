package io.coldtrail.job;

import io.coldtrail.ask.Answer;
import java.time.ZoneId;
import java.time.ZoneOffset;
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

    @Option(
            names = "--tz",
            paramLabel = "ZONE",
            description =
                    "Times as the clocks of a zone show them, with their offset: Europe/Vienna, +02:00. UTC if not"
                            + " given. Sentences tell UTC.")
    private ZoneId zone = ZoneOffset.UTC;

    int limit() {
        return limit;
    }

    void print(Answer answer) {
        System.out.print(format.text(answer.in(zone)));
        if (answer.more()) {
            System.err.println("coldtrail: the first " + limit + " rows; more with --limit N");
        }
    }
}
