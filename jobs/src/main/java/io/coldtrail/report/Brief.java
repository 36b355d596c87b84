package io.coldtrail.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the report says where there is room for a screen only. Its texts are the tables' own: who prints them makes them
 * harmless.
 *
 * @param incidents what is told of each incident, by its id
 * @param coverage when each log speaks
 */
public record Brief(Map<String, Told> incidents, Coverage coverage) {
    /**
     * What is told of an incident.
     *
     * @param records of the attacker in each log, by its table
     */
    public record Told(Map<String, Long> records, List<Said> questions, List<Order> orders) {}

    /**
     * The first answer to a question.
     *
     * @param verdict yes, no, partly, cannot_tell; empty where nobody answered
     * @param more answers besides
     */
    public record Said(int number, String question, String verdict, String statement, String grade, int more) {}

    /**
     * What to do.
     *
     * @param first what must be known before
     */
    public record Order(int number, String what, String first) {}

    static Brief of(CaseView view) {
        Map<String, Told> told = new HashMap<>();
        for (Incident incident : view.incidents()) {
            String id = incident.id();
            told.put(
                    id,
                    new Told(
                            view.byLog().getOrDefault(id, Map.of()),
                            Questions.of(view.conclusions().answers(id)).stream()
                                    .map(Brief::said)
                                    .toList(),
                            orders(view.conclusions(), id)));
        }
        return new Brief(told, view.coverage());
    }

    private static Said said(Questions.Asked asked) {
        if (asked.answers().isEmpty()) {
            return new Said(asked.number(), asked.code(), "", "", "", 0);
        }
        Answer first = asked.answers().get(0);
        return new Said(
                asked.number(),
                asked.code(),
                first.verdict(),
                (first.text() + " " + first.missing()).strip(),
                first.grade(),
                asked.answers().size() - 1);
    }

    private static List<Order> orders(Conclusions conclusions, String incident) {
        List<Order> orders = new ArrayList<>();
        DoFirst.controls(conclusions, incident).forEach(a -> orders.add(new Order(a.number(), a.head(), a.breaks())));
        return orders;
    }
}
