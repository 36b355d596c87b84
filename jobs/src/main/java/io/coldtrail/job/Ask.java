package io.coldtrail.job;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** Asks a case a saved question. */
@Command(
        name = "ask",
        mixinStandardHelpOptions = true,
        customSynopsis =
                "coldtrail ask [--case URI] [--format table|csv|json] [--limit N] [NAME [--PARAMETER VALUE]...]",
        description = "Asks a case a saved question. Without a name: lists the questions. Without a case: shows one.",
        footer = {
            "",
            "Examples:",
            "  coldtrail ask",
            "  coldtrail ask who-used-key",
            "  coldtrail ask --case c1 who-used-key --key ASIA7ESTDCXK6MJ4FM3H",
            "",
            "All questions: schemas/queries/README.md"
        })
final class Ask implements Callable<Integer> {
    @Option(names = "--case", paramLabel = "URI", description = "The case: a folder, or s3://bucket/prefix.")
    private String caseUri;

    @Mixin
    private AnswerOptions options;

    @Unmatched
    private List<String> words = new ArrayList<>();

    @Override
    public Integer call() {
        AskedQuestion asked = AskedQuestion.read(words);
        if (asked == null) {
            System.out.print(AskedQuestion.list());
            return CaseCommand.DONE;
        }
        if (caseUri == null && asked.given().isEmpty()) {
            System.out.print(asked.help());
            return CaseCommand.DONE;
        }
        if (caseUri == null) {
            throw new UsageException("which case is to answer? Add --case URI");
        }
        return new CaseAnswer(caseUri, asked.question().sql(), asked.values(), options).call();
    }
}
