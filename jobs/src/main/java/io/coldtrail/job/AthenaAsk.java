package io.coldtrail.job;

import io.coldtrail.ask.athena.AthenaSql;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** Asks Athena a saved question. */
@Command(
        name = "ask",
        mixinStandardHelpOptions = true,
        customSynopsis = "coldtrail athena ask --database NAME [--workgroup NAME] [--output URI] [--print]"
                + " [--format table|csv|json] [--limit N] NAME [--PARAMETER VALUE]...",
        description = "Asks a saved question by Athena; coldtrail ask lists them.",
        footer = {"", "Example:", "  coldtrail athena ask who-used-key --key ASIA7ESTDCXK6MJ4FM3H --database c1"})
final class AthenaAsk implements Callable<Integer> {
    @Mixin
    private AthenaOptions athena;

    @Option(names = "--print", description = "Print the SQL, to be pasted into Athena, and run nothing.")
    private boolean print;

    @Unmatched
    private List<String> words = new ArrayList<>();

    @Override
    public Integer call() {
        AskedQuestion asked = AskedQuestion.read(words);
        if (asked == null) {
            throw new UsageException("which question? coldtrail ask lists them");
        }
        String sql = AthenaSql.of(asked.question(), asked.values());
        if (print) {
            System.out.print(sql);
            return CaseCommand.DONE;
        }
        return athena.run(sql);
    }
}
