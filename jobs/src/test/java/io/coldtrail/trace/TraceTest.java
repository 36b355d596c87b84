package io.coldtrail.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coldtrail.SparkTest;
import io.coldtrail.lake.Case;
import io.coldtrail.lake.TableSchema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceTest extends SparkTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private Case store;

    @BeforeEach
    void open() {
        store = new Case(session(), folder.toString());
    }

    @Test
    void everyAttackersEventIsInExactlyOneStep() throws IOException {
        List<JsonNode> records = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            records.add(call(
                    "198.51.100.7",
                    "Boto3/1.26",
                    "s3",
                    "PutObject",
                    "2026-03-0" + (1 + i / 5) + "T0" + i % 5 + ":00:00Z",
                    null));
        }
        records.add(call("203.0.113.5", "aws-cli/2.9", "sts", "GetCallerIdentity", "2026-03-09T10:00:00Z", null));
        for (int i = 10; i < 40; i++) {
            records.add(call("203.0.113.5", "aws-cli/2.9", "s3", "GetObject", "2026-03-09T10:" + i + ":00Z", null));
            records.add(call(
                    "203.0.113.5", "aws-cli/2.9", "iam", "CreateUser", "2026-03-09T10:" + i + ":01Z", "AccessDenied"));
            records.add(call("203.0.113.5", "aws-cli/2.9", "s3", "ListBuckets", "2026-03-09T10:" + i + ":02Z", null));
        }
        store.replace("cloudtrail", CloudTrailRows.of(records, "object"));
        store.replace("facts", List.of(fact("suspect", "ip", "203.0.113.5")));

        TraceSummary summary = Trace.run(store);

        assertEquals(1, summary.incidents().size());
        assertEquals(91, summary.incidents().get(0).events());
        assertEquals(91, attribution("actor = 'attacker'"));
        assertEquals(20, attribution("actor = 'victim' AND step_id IS NULL"));
        partitionLaw();
        List<Row> before = everything();
        Trace.run(store);
        assertEquals(before, everything());
    }

    @Test
    void nothingThereIsNoError() {
        TraceSummary summary = Trace.run(store);

        assertEquals(List.of(), summary.incidents());
        assertEquals(0, store.table("timeline").count());
    }

    @Test
    void theRealArchive() throws IOException {
        Path data = Stream.of("shared/data", "../shared/data", "../../shared/data", "../../../shared/data")
                .map(p -> Path.of(System.getProperty("coldtrail.data", p)).resolve("invictus"))
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(null);
        assumeTrue(data != null, "no real archive beside the project");
        List<Row> rows = new ArrayList<>();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".gz")).sorted().toList()) {
                List<JsonNode> records = new ArrayList<>();
                try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
                    JSON.readTree(in).path("Records").forEach(records::add);
                }
                rows.addAll(CloudTrailRows.of(records, data.relativize(file).toString()));
            }
        }
        assertEquals(2_900, rows.size());
        store.replace("cloudtrail", rows);

        Trace.run(store);

        // facts of the records themselves: 130 temporary keys, 8 with their issuing event, 18 sessions
        Dataset<Row> keys = store.table("session_keys").where("access_key_id LIKE 'ASIA%'");
        assertEquals(130, keys.count());
        assertEquals(8, keys.where("issued_by_event_id IS NOT NULL").count());
        assertEquals(18, keys.select("session_id").distinct().count());
        assertEquals(
                21,
                keys.groupBy("session_id")
                        .count()
                        .agg(org.apache.spark.sql.functions.max("count"))
                        .first()
                        .getLong(0));
        // a machine's credentials, used from where a person works: the machine's own NAT gateway is known
        assertTrue(store.table("spread")
                        .where("rule = 'S3' AND node LIKE '%@192.168.10.20%'")
                        .count()
                > 0);
        assertEquals(
                0,
                store.table("addresses")
                        .where("ip = '3.225.16.109' AND state = 'USED'")
                        .count());
        assertEquals(1, store.table("incidents").count());
        partitionLaw();
    }

    private long attribution(String where) {
        return store.table("attribution").where(where).count();
    }

    private void partitionLaw() {
        Dataset<Row> steps = store.table("timeline");
        Dataset<Row> events = store.table("attribution").where("actor <> 'victim'");
        assertEquals(
                0,
                events.join(steps, "step_id")
                        .groupBy("step_id", "n")
                        .count()
                        .where("n <> count")
                        .count());
        assertEquals(0, events.where("step_id IS NULL").count());
        assertEquals(events.count(), events.join(steps, "step_id").count());
        assertEquals(steps.count(), steps.select("step_id").distinct().count());
        assertEquals(0, steps.where("n <> n_success + n_denied + n_failed").count());
        assertEquals(
                store.table("attribution").count(),
                store.table("attribution")
                        .select("object", "record_index")
                        .distinct()
                        .count());
    }

    private List<Row> everything() {
        List<Row> rows = new ArrayList<>();
        for (String table : List.of("sessions", "addresses", "spread", "incidents", "timeline", "attribution")) {
            Dataset<Row> t = store.table(table);
            rows.addAll(t.orderBy(
                            t.columns()[0],
                            Stream.of(t.columns()).skip(1).limit(4).toArray(String[]::new))
                    .collectAsList());
        }
        return rows;
    }

    private static Row fact(String kind, String what, String value) {
        Timestamp given = Timestamp.from(Instant.parse("2026-03-10T00:00:00Z"));
        Object[] values = {"f1", kind, what, value, null, null, "test", given, null};
        assertEquals(TableSchema.of("facts").columns().size(), values.length);
        return RowFactory.create(values);
    }

    private static JsonNode call(String ip, String agent, String service, String name, String time, String error)
            throws IOException {
        return JSON.readTree(
                """
                {"eventTime": "%s", "eventSource": "%s.amazonaws.com", "eventName": "%s", "awsRegion": "us-east-1",
                 "sourceIPAddress": "%s", "userAgent": "%s", "eventID": "%s-%s", "recipientAccountId": "111122223333",
                 "userIdentity": {"type": "IAMUser", "principalId": "AIDAEXAMPLE", "accountId": "111122223333",
                   "arn": "arn:aws:iam::111122223333:user/ci", "accessKeyId": "AKIAEXAMPLE", "userName": "ci"},
                 "requestParameters": {"bucketName": "data", "key": "config.py\\n<script>", "userName": "Superman"}%s}
                """
                        .formatted(
                                time,
                                service,
                                name,
                                ip,
                                agent,
                                name,
                                time,
                                error == null ? "" : ", \"errorCode\": \"" + error + "\""));
    }
}
