package io.coldtrail.ask;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A saved question of an investigator, as {@code schemas/queries/<name>.sql} has it: in the SQL that Spark and Athena
 * have in common.
 *
 * @param name name, of words with - between
 * @param title the question, in one line
 * @param answer what a row of the answer is
 * @param sql one SELECT, with parameters as {@code :name}
 */
public record Question(String name, String title, String answer, List<Parameter> parameters, String sql) {
    /** Text in quotes, a comment, or the name of a parameter. */
    private static final Pattern PARTS = Pattern.compile("'[^']*'|--[^\n]*|:([a-z_]+)");

    /** Reads a file; one that has not the form is a bug, not the user's mistake. */
    static Question read(String name, String text) {
        List<String> head =
                text.lines().takeWhile(line -> line.startsWith("--")).toList();
        List<Parameter> parameters = new ArrayList<>();
        for (String line : head.subList(2, head.size())) {
            Parameter parameter = Parameter.read(line);
            if (parameter == null) {
                throw new IllegalStateException("schemas/queries/" + name + ".sql: no parameter in: " + line);
            }
            parameters.add(parameter);
        }
        String sql = text.lines().skip(head.size()).reduce("", (a, line) -> a + line + "\n");
        return new Question(name, head.get(0).substring(3), head.get(1).substring(3), List.copyOf(parameters), sql);
    }

    /**
     * Values for all parameters, in their order.
     *
     * @param given as the user wrote them, by the parameter's name
     * @throws QuestionException where one is missing, or is there and should not be, or cannot be read
     */
    public Map<String, Object> values(Map<String, String> given) {
        List<String> names = parameters.stream().map(Parameter::name).toList();
        given.keySet().stream().filter(n -> !names.contains(n)).findFirst().ifPresent(unknown -> {
            throw new QuestionException(name + " has no parameter --" + unknown + ": it has "
                    + (names.isEmpty() ? "none" : "--" + String.join(", --", names)));
        });
        Map<String, Object> values = new LinkedHashMap<>();
        parameters.forEach(p -> values.put(p.name(), p.value(given.get(p.name()), name)));
        return values;
    }

    /**
     * The SQL with values in place of its parameters.
     *
     * @param literal how an engine writes a value
     */
    public String sql(Map<String, Object> values, Function<Object, String> literal) {
        return PARTS.matcher(sql)
                .replaceAll(part -> Matcher.quoteReplacement(
                        part.group(1) == null ? part.group() : literal.apply(values.get(part.group(1)))));
    }
}
