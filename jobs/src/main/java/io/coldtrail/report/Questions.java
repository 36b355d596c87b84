package io.coldtrail.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The questions of one incident, each with its answers. */
final class Questions {
    /** A question and its answers; none where nobody answered it. */
    record Asked(int number, String code, String question, List<Answer> answers) {}

    private Questions() {}

    /** All that are asked of every break-in, then those that only the table knows; empty where none is answered. */
    static List<Asked> of(List<Answer> answers) {
        if (answers.isEmpty()) {
            return List.of();
        }
        Map<String, List<Answer>> byQuestion = new LinkedHashMap<>();
        Arrays.stream(Question.values()).forEach(q -> byQuestion.put(q.word(), new ArrayList<>()));
        answers.forEach(a ->
                byQuestion.computeIfAbsent(a.question(), q -> new ArrayList<>()).add(a));
        List<Asked> asked = new ArrayList<>();
        byQuestion.forEach(
                (code, all) -> asked.add(new Asked(asked.size() + 1, code, Question.words(code), List.copyOf(all))));
        return asked;
    }
}
