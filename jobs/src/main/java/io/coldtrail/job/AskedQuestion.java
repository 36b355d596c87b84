package io.coldtrail.job;

import io.coldtrail.ask.Parameter;
import io.coldtrail.ask.Question;
import io.coldtrail.ask.QuestionException;
import io.coldtrail.ask.Questions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A question of the command line: {@code NAME --parameter VALUE}, in any order. */
record AskedQuestion(Question question, Map<String, String> given) {
    /** Reads what no option took; null where that is nothing. */
    static AskedQuestion read(List<String> words) {
        String name = null;
        Map<String, String> given = new LinkedHashMap<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!word.startsWith("--")) {
                if (name != null) {
                    throw new UsageException("one question at a time: there is " + name + ", and " + word);
                }
                name = word;
            } else if (word.contains("=")) {
                given.put(word.substring(2, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
            } else if (i + 1 < words.size()) {
                given.put(word.substring(2), words.get(++i));
            } else {
                throw new UsageException(word + " has no value: write " + word + " VALUE");
            }
        }
        if (name == null && !given.isEmpty()) {
            throw new UsageException("there is no option --"
                    + given.keySet().iterator().next() + " without a question: coldtrail ask lists them");
        }
        try {
            return name == null ? null : new AskedQuestion(Questions.of(name), given);
        } catch (QuestionException e) {
            throw new UsageException(e.getMessage());
        }
    }

    /** Values of the question's parameters. */
    Map<String, Object> values() {
        try {
            return question.values(given);
        } catch (QuestionException e) {
            throw new UsageException(e.getMessage());
        }
    }

    /** What it asks, its parameters, and its SQL. */
    String help() {
        StringBuilder help = new StringBuilder(question.title() + "\n" + question.answer() + "\n\n");
        for (Parameter p : question.parameters()) {
            help.append("  --" + p.name() + " " + p.example() + "   " + p.meaning()
                    + (p.otherwise() == null ? "" : "; " + p.otherwise() + " if not given") + "\n");
        }
        return help + (question.parameters().isEmpty() ? "" : "\n") + question.sql();
    }

    /** All questions, one a line. */
    static String list() {
        List<String[]> rows = new ArrayList<>();
        for (Question question : Questions.all()) {
            List<String> must = question.parameters().stream()
                    .filter(p -> p.otherwise() == null)
                    .map(p -> "--" + p.name())
                    .toList();
            rows.add(new String[] {question.name(), String.join(" ", must), question.title()});
        }
        return TextTable.of(List.of("name", "needs", "question"), rows, 0);
    }
}
