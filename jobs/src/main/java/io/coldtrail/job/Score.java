package io.coldtrail.job;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coldtrail.lake.Case;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/**
 * A case held against the truth that a demo wrote.
 *
 * @param logs what is said of the records of each log of the truth
 * @param missing findings that must be there and are not: type, and role where the truth has one
 * @param excess findings of high severity or above that the truth does not know
 */
record Score(List<Held> logs, Set<String> missing, Set<String> excess) {
    /**
     * A log's records.
     *
     * @param log table of the log
     * @param attacker records of what the attacker did
     * @param attributed of these, said to be the attacker's
     * @param others records of anyone else said to be the attacker's
     */
    record Held(String log, int attacker, int attributed, Set<String> others) {
        private boolean perfect() {
            return attributed == attacker && others.isEmpty();
        }

        private String text() {
            return String.format(Locale.ROOT, "%s %,d of %,d, %,d of others", log, attributed, attacker, others.size());
        }
    }

    static Score of(Case kase, Path truthFile) {
        JsonNode truth;
        try {
            truth = new ObjectMapper().readTree(truthFile.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the truth: " + e.getMessage(), e);
        }
        Map<String, Set<String>> blamed = blamed(kase);
        truth.path("attacker").fieldNames().forEachRemaining(log -> blamed.putIfAbsent(log, new TreeSet<>()));
        List<Held> logs = new ArrayList<>();
        blamed.forEach((log, said) -> logs.add(held(log, truth.path("attacker").path(log), said)));

        Set<String> found = new TreeSet<>();
        Set<String> grave = new TreeSet<>();
        for (Row row : kase.table("findings").collectAsList()) {
            String type = row.getAs("type");
            found.add(name(type, row.getAs("role")));
            found.add(type);
            if (Set.of("high", "critical").contains(row.<String>getAs("severity"))) {
                grave.add(type);
            }
        }
        for (Row row : kase.table("imported_findings")
                .select("type", "resource_role")
                .distinct()
                .collectAsList()) {
            found.add(imported(name(row.getString(0), row.getString(1))));
        }
        Set<String> missing = new TreeSet<>();
        for (JsonNode finding : truth.path("findings")) {
            String type = finding.path("type").asText();
            String name = name(type, finding.path("role").asText(null));
            grave.remove(type);
            String wanted = finding.path("source").asText().equals("archive") ? name : imported(name);
            if (finding.path("must").asBoolean() && !found.contains(wanted)) {
                missing.add(wanted);
            }
        }
        return new Score(logs, missing, grave);
    }

    private static Map<String, Set<String>> blamed(Case kase) {
        Map<String, Set<String>> blamed = new TreeMap<>();
        Iterator<Row> rows = kase.table("attribution")
                .where(col("actor").isin("attacker", "likely_attacker"))
                .select("log", "event_id")
                .toLocalIterator();
        rows.forEachRemaining(row ->
                blamed.computeIfAbsent(row.getString(0), log -> new TreeSet<>()).add(row.getString(1)));
        return blamed;
    }

    private static Held held(String log, JsonNode truth, Set<String> said) {
        Set<String> attacker = new TreeSet<>();
        truth.forEach(id -> attacker.add(id.asText()));
        Set<String> others = new TreeSet<>(said);
        others.removeAll(attacker);
        int attributed = (int) attacker.stream().filter(said::contains).count();
        return new Held(log, attacker.size(), attributed, others);
    }

    private static String name(String type, String role) {
        return role == null ? type : type + " (" + role.toUpperCase(Locale.ROOT) + ")";
    }

    /** What another service said. */
    private static String imported(String name) {
        return "imported " + name;
    }

    boolean perfect() {
        return logs.stream().allMatch(Held::perfect) && missing.isEmpty() && excess.isEmpty();
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "Score: records of the attacker attributed: %s; findings missing: %s; grave ones that the truth does"
                        + " not know: %s",
                logs.stream().map(Held::text).collect(Collectors.joining("; ")),
                missing.isEmpty() ? "none" : String.join(", ", missing),
                excess.isEmpty() ? "none" : String.join(", ", excess));
    }
}
