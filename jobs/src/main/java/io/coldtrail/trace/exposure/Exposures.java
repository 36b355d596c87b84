package io.coldtrail.trace.exposure;

import io.coldtrail.lake.Together;
import io.coldtrail.trace.incident.CaseRecords;
import io.coldtrail.trace.incident.IncidentView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Table {@code exposures}: objects, buckets, credentials, passwords, secrets. Requests are counted in Spark; of an
 * incident's objects at most a thousand have a row, the rest is counted with their bucket.
 */
public final class Exposures {
    private Exposures() {}

    /** Replaces the table. */
    public static void write(CaseRecords records) {
        List<Row> rows = new ArrayList<>();
        if (!records.incidents().isEmpty()) {
            Together.<List<Row>>all(List.of(
                            () -> new CredentialExposures(records).rows(),
                            () -> TakenByCall.rows(records),
                            () -> inBuckets(records)))
                    .forEach(rows::addAll);
        }
        records.replace("exposures", rows);
    }

    private static List<Row> inBuckets(CaseRecords records) {
        Dataset<Row> touched = records.keep(S3Requests.touched(records));
        List<Row> rows = new ArrayList<>();
        if (touched.isEmpty()) {
            return rows;
        }
        BucketHistory history = new BucketHistory(records, touched);
        Dataset<Row> requests = records.keep(S3Requests.of(records, touched));
        Dataset<Row> known = records.keep(ObjectExposures.known(requests, touched));
        rows.addAll(BucketExposures.rows(requests, known, touched, history, records.incidents()));
        rows.addAll(ObjectExposures.rows(known, history, open(history, records.incidents()), records.incidents()));
        return rows;
    }

    private static Set<String> open(BucketHistory history, List<IncidentView> incidents) {
        Set<String> open = new TreeSet<>();
        incidents.forEach(i -> history.buckets().stream()
                .filter(b -> !history.open(b, i.first()).isEmpty())
                .forEach(open::add));
        return open;
    }
}
