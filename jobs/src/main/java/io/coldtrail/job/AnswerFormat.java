package io.coldtrail.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coldtrail.ask.Answer;
import io.coldtrail.report.Csv;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How rows are shown: for a terminal, for a spreadsheet, or for a program. */
enum AnswerFormat {
    TABLE {
        @Override
        String text(Answer answer) {
            List<String[]> rows = answer.rows().stream()
                    .map(row -> row.stream().map(AnswerFormat::shown).toArray(String[]::new))
                    .toList();
            return TextTable.of(answer.columns(), rows, 0);
        }
    },
    CSV {
        @Override
        String text(Answer answer) {
            StringBuilder text = new StringBuilder(Csv.line(answer.columns()));
            answer.rows()
                    .forEach(row -> text.append(
                            Csv.line(row.stream().map(AnswerFormat::shown).toList())));
            return text.toString();
        }
    },
    /** An array of objects, one a line, in the order of the rows. */
    JSON {
        @Override
        String text(Answer answer) {
            List<String> lines = new ArrayList<>();
            for (List<Object> row : answer.rows()) {
                Map<String, Object> object = new LinkedHashMap<>();
                for (int c = 0; c < row.size(); c++) {
                    object.put(answer.columns().get(c), row.get(c));
                }
                lines.add(json(object));
            }
            return lines.isEmpty() ? "[]\n" : "[\n" + String.join(",\n", lines) + "\n]\n";
        }
    };

    private static final ObjectMapper MAPPER = new ObjectMapper();

    abstract String text(Answer answer);

    private static String shown(Object cell) {
        return cell == null ? "" : cell.toString();
    }

    private static String json(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
