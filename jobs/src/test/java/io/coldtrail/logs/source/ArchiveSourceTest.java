package io.coldtrail.logs.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coldtrail.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive as a Spark source, as a user may read it without a case. */
class ArchiveSourceTest extends SparkTest {
    @TempDir
    Path dir;

    @Test
    void readsOnlyTheColumnsAndTimesThatAQueryUses() throws IOException {
        String records = IntStream.range(0, 60)
                .mapToObj(i -> String.format(
                        "{\"eventTime\":\"2023-07-10T11:%02d:00Z\",\"eventName\":\"E%d\",\"eventID\":\"%d\"}", i, i, i))
                .collect(Collectors.joining(
                        ",", "{\"Records\":[", ",{\"eventTime\":\"when?\",\"eventName\":\"E60\"}]}"));
        Files.writeString(dir.resolve("events.json"), records);

        Dataset<Row> all = session().read().format("coldtrail").load(dir.toString());
        assertEquals(61, all.count());
        Dataset<Row> some = all.where("event_time >= '2023-07-10T11:10:00Z' AND event_time < '2023-07-10T11:13:00Z'")
                .select("event_name");
        assertEquals(List.of("E10", "E11", "E12"), some.as(Encoders.STRING()).collectAsList());
        String plan = some.queryExecution().executedPlan().toString();
        assertTrue(plan.contains("event_name"), plan);
        assertTrue(!plan.contains("request_parameters"), "columns nobody asked for are not read: " + plan);
        assertEquals(
                List.of("E60"),
                all.where("event_time IS NULL")
                        .select("event_name")
                        .as(Encoders.STRING())
                        .collectAsList(),
                "an event whose time cannot be read is kept");
    }
}
