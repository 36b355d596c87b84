package io.coldtrail.job;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coldtrail.lake.Case;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Row;

/**
 * A case held against the truth that a demo wrote.
 *
 * @param attacker events of the attacker
 * @param attributed of these, said to be the attacker's
 * @param others events of anyone else said to be the attacker's
 * @param missing findings that must be there and are not: type and resource
 * @param excess findings of high severity or above that the truth does not know
 */
record Score(int attacker, int attributed, Set<String> others, Set<String> missing, Set<String> excess) {
    static Score of(Case kase, Path truthFile) {
        JsonNode truth;
        try {
            truth = new ObjectMapper().readTree(truthFile.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the truth: " + e.getMessage(), e);
        }
        Set<String> attacker = new TreeSet<>();
        truth.at("/attacker/cloudtrail").forEach(id -> attacker.add(id.asText()));
        Set<String> blamed = new TreeSet<>();
        Iterator<Row> rows = kase.table("attribution")
                .where(col("actor").isin("attacker", "likely_attacker"))
                .select("event_id")
                .toLocalIterator();
        rows.forEachRemaining(row -> blamed.add(row.getString(0)));
        int attributed = (int) attacker.stream().filter(blamed::contains).count();
        Set<String> others = new TreeSet<>(blamed);
        others.removeAll(attacker);

        Set<String> found = new TreeSet<>();
        Set<String> grave = new TreeSet<>();
        for (Row row : kase.table("findings").collectAsList()) {
            String type = row.getAs("type");
            found.add(type);
            if (Set.of("high", "critical").contains(row.<String>getAs("severity"))) {
                grave.add(type);
            }
        }
        Set<String> missing = new TreeSet<>();
        for (JsonNode finding : truth.path("findings")) {
            String type = finding.path("type").asText();
            grave.remove(type);
            if (finding.path("must").asBoolean() && !found.contains(type)) {
                missing.add(type);
            }
        }
        return new Score(attacker.size(), attributed, others, missing, grave);
    }

    boolean perfect() {
        return attributed == attacker && others.isEmpty() && missing.isEmpty() && excess.isEmpty();
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "Score: %,d of %,d events of the attacker attributed, %,d of others; findings missing: %s; grave ones"
                        + " that the truth does not know: %s",
                attributed,
                attacker,
                others.size(),
                missing.isEmpty() ? "none" : String.join(", ", missing),
                excess.isEmpty() ? "none" : String.join(", ", excess));
    }
}
