package io.coldtrail.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coldtrail.ask.Answer;
import io.coldtrail.ask.Question;
import io.coldtrail.ask.athena.AthenaSql;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The queries of the notebooks that Athena may answer: Trino takes them, and says what Spark says. */
class NotebookQueriesTest extends AskedQuestions {
    private static final Pattern QUERY =
            Pattern.compile("case\\.(?:show|rows)\\((\"\"\"|\")(.+?)\\1((?:, [a-z]+=[A-Z]+)*)", Pattern.DOTALL);
    private static final Pattern GIVEN = Pattern.compile("([a-z]+)=([A-Z]+)");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:]{8}(\\.\\d+)?Z");
    private static final int MOST = 100_000;

    @ParameterizedTest
    @CsvSource({"open-a-case, 12", "pivot, 11"})
    void trinoSaysWhatSparkSays(String notebook, int least) throws IOException {
        Map<String, Object> values = Map.of(
                "ABOUT", finding(),
                "KEY", truth("/incident/session/access_key_id"),
                "ADDRESS", attacker(),
                "BUCKET", truth("/incident/buckets/data"),
                "OBJECT", truth("/answers/objects/read_by_attacker/0/key"));
        int answered = 0;
        for (Matcher query = QUERY.matcher(code(notebook)); query.find(); answered++) {
            Map<String, Object> given = new HashMap<>();
            for (Matcher g = GIVEN.matcher(query.group(3)); g.find(); ) {
                given.put(g.group(1), values.get(g.group(2)));
            }
            Question question = new Question(notebook, "", "", List.of(), query.group(2));
            Answer answer = trino.query(AthenaSql.of(question, given), DATABASE);
            assertEquals(sorted(spark.answer(question.sql(), given, MOST)), sorted(answer), query.group(2));
            assertTrue(!answer.rows().isEmpty() || query.group(2).contains("FROM exposures"), query.group(2));
        }
        assertTrue(answered >= least, answered + " queries");
    }

    /** Sorted, for not every query says in which order; times rounded to milliseconds, as Athena has them. */
    private static List<String> sorted(Answer answer) {
        List<String> rows = new ArrayList<>(List.of(answer.columns().toString()));
        rows.addAll(answer.rows().stream()
                .map(row -> TIME.matcher(row.toString()).replaceAll(time -> rounded(time.group())))
                .sorted()
                .toList());
        return rows;
    }

    private static String rounded(String time) {
        return Instant.parse(time)
                .plusNanos(500_000)
                .truncatedTo(ChronoUnit.MILLIS)
                .toString();
    }

    private static String code(String notebook) throws IOException {
        StringBuilder code = new StringBuilder();
        for (JsonNode cell : new ObjectMapper()
                .readTree(Path.of("../notebooks", notebook + ".ipynb").toFile())
                .get("cells")) {
            if (cell.get("cell_type").asText().equals("code")) {
                cell.get("source").forEach(line -> code.append(line.asText()));
                code.append('\n');
            }
        }
        return code.toString();
    }
}
