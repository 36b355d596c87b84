package io.coldtrail.job;

import io.coldtrail.ask.Answer;
import io.coldtrail.ask.QuestionException;
import io.coldtrail.ask.SparkAnswers;
import java.util.Map;

/** Answers a query from a case, by Spark. */
final class CaseAnswer extends CaseCommand {
    private final String sql;
    private final Map<String, Object> values;
    private final AnswerOptions options;

    CaseAnswer(String caseUri, String sql, Map<String, Object> values, AnswerOptions options) {
        caseUri(caseUri);
        this.sql = sql;
        this.values = values;
        this.options = options;
    }

    @Override
    boolean writes() {
        return false;
    }

    @Override
    int run(JobRun run) {
        return answer(run, sql, values, options);
    }

    static int answer(JobRun run, String sql, Map<String, Object> values, AnswerOptions options) {
        try (SparkAnswers tables = new SparkAnswers(run.existingCase())) {
            Answer answer = tables.answer(sql, values, options.limit());
            run.endProgress();
            options.print(answer);
            return DONE;
        } catch (QuestionException e) {
            throw new UsageException(e.getMessage());
        }
    }
}
