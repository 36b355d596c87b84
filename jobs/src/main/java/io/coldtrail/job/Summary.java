package io.coldtrail.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.coldtrail.lake.Case;
import java.sql.Timestamp;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What an investigation came to, for programs: the panel in JSON. Its words are those of the tables. */
final class Summary {
    private Summary() {}

    static ObjectNode of(Case kase, String caseUri, List<String> written, Map<String, Double> seconds) {
        ObjectNode summary = new ObjectMapper().createObjectNode().put("case", caseUri);
        ArrayNode incidents = summary.putArray("incidents");
        for (Row row :
                kase.table("incidents").orderBy("first_seen", "incident_id").collectAsList()) {
            ObjectNode incident = incidents.addObject();
            for (String text : List.of("incident_id", "title", "severity", "grade")) {
                incident.put(text, row.<String>getAs(text));
            }
            for (String time : List.of("first_seen", "last_seen")) {
                incident.put(time, row.<Timestamp>getAs(time).toInstant().toString());
            }
            for (String number : List.of("n_events", "n_success", "n_denied")) {
                incident.put(number, row.<Long>getAs(number));
            }
        }
        counts(
                summary.putObject("findings"),
                kase.table("findings").groupBy("severity").agg(count(lit(1))));
        Dataset<Row> objects = kase.table("objects");
        counts(summary.putObject("objects"), objects.groupBy("status").agg(count(lit(1))));
        counts(
                summary.putObject("records"),
                objects.where(col("records").gt(0)).groupBy("source").agg(sum("records")));
        ObjectNode took = summary.putObject("seconds");
        seconds.forEach((phase, s) -> took.put(phase, Math.round(s * 10) / 10.0));
        ArrayNode files = summary.putArray("written");
        written.forEach(files::add);
        return summary;
    }

    private static void counts(ObjectNode to, Dataset<Row> few) {
        few.collectAsList().stream()
                .sorted(Comparator.comparing(r -> r.getString(0)))
                .forEach(r -> to.put(r.getString(0), r.getLong(1)));
    }
}
