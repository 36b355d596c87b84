package io.coldtrail.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.coldtrail.lake.Actor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Reads the story: incidents, their timeline, their spread. */
final class StoryTables {
    static final Column ATTACKERS = col("actor").isin(Actor.ATTACKER.word(), Actor.LIKELY_ATTACKER.word());

    private final CaseTables source;

    StoryTables(CaseTables source) {
        this.source = source;
    }

    /** Worst first. */
    List<Incident> incidents() {
        return rows(source.table("incidents"), Incident::of).stream()
                .sorted(Incident.WORST_FIRST)
                .toList();
    }

    /** Steps of the incidents, each incident's in order. */
    Map<String, List<Step>> steps(List<Incident> incidents) {
        return rows(of("timeline", incidents), Step::of).stream()
                .sorted(Step.IN_ORDER)
                .collect(Collectors.groupingBy(Step::incident));
    }

    /** Spread of the incidents, each incident's from its seeds on. */
    Map<String, List<Fall>> spread(List<Incident> incidents) {
        return rows(of("spread", incidents), Fall::of).stream()
                .sorted(Fall.IN_ORDER)
                .collect(Collectors.groupingBy(Fall::incident));
    }

    /** Calls of the attacker after the last that succeeded. */
    Map<String, Long> sinceSuccess(List<Incident> incidents) {
        Dataset<Row> last = source.table("incidents").select("incident_id", "last_success");
        Map<String, Long> since = new HashMap<>();
        for (Row row : of("attribution", incidents)
                .where(ATTACKERS)
                .join(last, "incident_id")
                .where(col("event_time").gt(col("last_success")))
                .groupBy("incident_id")
                .agg(count(lit(1)).as("n"))
                .collectAsList()) {
            since.put(row.getString(0), row.getLong(1));
        }
        return Map.copyOf(since);
    }

    private Dataset<Row> of(String table, List<Incident> incidents) {
        return source.table(table)
                .where(col("incident_id")
                        .isin(incidents.stream().map(Incident::id).toArray()));
    }

    static <T> List<T> rows(Dataset<Row> rows, Function<Row, T> make) {
        List<T> made = new ArrayList<>();
        rows.collectAsList().forEach(row -> made.add(make.apply(row)));
        return made;
    }
}
