package io.coldtrail.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.coldtrail.lake.Actor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Reads the story: incidents, their timeline, their spread. */
final class StoryTables {
    static final Column ATTACKERS = col("actor").isin(Actor.ATTACKER.word(), Actor.LIKELY_ATTACKER.word());

    /** Records of one log in one step. */
    record Share(String incident, String step, String log, boolean attackers, long n) {}

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
    Map<String, List<Step>> steps(List<Incident> incidents, List<Share> shares) {
        Map<String, Set<String>> logs = new HashMap<>();
        shares.forEach(s -> logs.computeIfAbsent(s.step, k -> new TreeSet<>()).add(s.log));
        return rows(
                        of("timeline", incidents),
                        row -> Step.of(row, List.copyOf(logs.getOrDefault(row.<String>getAs("step_id"), Set.of()))))
                .stream()
                .sorted(Step.IN_ORDER)
                .collect(Collectors.groupingBy(Step::incident));
    }

    /** Spread of the incidents, each incident's from its seeds on. */
    Map<String, List<Fall>> spread(List<Incident> incidents) {
        return rows(of("spread", incidents), Fall::of).stream()
                .sorted(Fall.IN_ORDER)
                .collect(Collectors.groupingBy(Fall::incident));
    }

    /** How many records of which log are in each step. */
    List<Share> shares(List<Incident> incidents) {
        return rows(
                of("attribution", incidents)
                        .groupBy(col("incident_id"), col("step_id"), col("log"), ATTACKERS.as("attackers"))
                        .agg(count(lit(1)).as("n")),
                row -> {
                    Cells c = new Cells(row);
                    return new Share(
                            c.word("incident_id"),
                            c.word("step_id"),
                            c.word("log"),
                            Boolean.TRUE.equals(row.getAs("attackers")),
                            c.count("n"));
                });
    }

    /** Records of the attacker in each log, by incident; logs in the order of their names. */
    static Map<String, Map<String, Long>> byLog(List<Share> shares) {
        Map<String, Map<String, Long>> byLog = new HashMap<>();
        shares.stream().filter(Share::attackers).forEach(s -> byLog.computeIfAbsent(s.incident, k -> new TreeMap<>())
                .merge(s.log, s.n, Long::sum));
        return Map.copyOf(byLog);
    }

    /** Calls of the attacker after the last that succeeded. */
    Map<String, Long> sinceSuccess(List<Incident> incidents) {
        Dataset<Row> last = source.table("incidents").select("incident_id", "last_success");
        Map<String, Long> since = new HashMap<>();
        for (Row row : of("attribution", incidents)
                .where(ATTACKERS.and(col("log").equalTo(Log.CLOUDTRAIL.table())))
                .join(last, "incident_id")
                .where(col("event_time").gt(col("last_success")))
                .groupBy("incident_id")
                .agg(count(lit(1)).as("n"))
                .collectAsList()) {
            since.put(row.getString(0), row.getLong(1));
        }
        return Map.copyOf(since);
    }

    /** From the first step of all to the last; null where none has a time. */
    static TimeAxis.Span span(Map<String, List<Step>> steps) {
        List<Instant> times = steps.values().stream()
                .flatMap(List::stream)
                .flatMap(s -> Stream.of(s.first(), s.last() == null ? s.first() : s.last()))
                .filter(Objects::nonNull)
                .sorted()
                .toList();
        return times.isEmpty() ? null : new TimeAxis.Span(times.get(0), times.get(times.size() - 1));
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
