package io.coldtrail.report;

import static org.apache.spark.sql.functions.col;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/** Reads what the trace concluded: answers, what was taken, what holds, what cannot be seen. */
final class AnswerTables {
    /** What cannot be seen is told whole up to here; an organization has many regions. */
    private static final int MOST_BLIND = 2_000;

    private final CaseTables source;

    AnswerTables(CaseTables source) {
        this.source = source;
    }

    Conclusions conclusions(List<Incident> incidents) {
        return new Conclusions(
                of("claims", incidents, Answer::of, Answer.IN_ORDER, Answer::incident),
                of("exposures", incidents, Exposure::of, Exposure.WORST_FIRST, Exposure::incident),
                of("containment", incidents, Control::of, Control.BAD_FIRST, Control::incident),
                StoryTables.rows(
                                source.table("blind_spots")
                                        .drop("evidence")
                                        .orderBy("blind_spot_id")
                                        .limit(MOST_BLIND),
                                BlindSpot::of)
                        .stream()
                        .sorted(BlindSpot.WORST_FIRST)
                        .toList());
    }

    private <T> Map<String, List<T>> of(
            String table,
            List<Incident> incidents,
            Function<Row, T> make,
            Comparator<T> order,
            Function<T, String> incident) {
        return StoryTables.rows(
                        source.table(table)
                                .drop("evidence")
                                .where(col("incident_id")
                                        .isin(incidents.stream()
                                                .map(Incident::id)
                                                .toArray())),
                        make)
                .stream()
                .sorted(order)
                .collect(Collectors.groupingBy(incident));
    }
}
