package io.coldtrail.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coldtrail.SparkTest;
import io.coldtrail.lake.Case;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What {@code event_hours} says of the demo is what its events say, asked in SQL one by one. */
class EventHoursTest extends SparkTest {
    @BeforeAll
    static void open() throws IOException {
        Case kase =
                new Case(session(), DemoCase.investigated().dir.resolve("case").toString());
        for (String table : List.of("cloudtrail", "flow", "host_auth", "duplicates", "event_hours")) {
            kase.table(table).createOrReplaceTempView("eh_" + table);
        }
    }

    private static List<Row> rows(String sql) {
        return session().sql(sql).collectAsList();
    }

    @Test
    void countsEachEventOnce() {
        for (String log : List.of("cloudtrail", "flow", "host_auth")) {
            List<Row> told = rows(
                    "SELECT sum(n), min(time_first), max(time_last) FROM eh_event_hours WHERE log = '" + log + "'");
            assertTrue(told.get(0).getLong(0) > 0, log);
            assertEquals(
                    rows("SELECT count(*), min(event_time), max(event_time) FROM eh_" + log + " e LEFT ANTI JOIN"
                            + " eh_duplicates d ON d.log = '" + log
                            + "' AND d.object = e.object AND d.record_index = e.record_index"),
                    told,
                    log);
        }
    }

    @Test
    void tellsKindsOfCallsByHourAndPlace() {
        String calls = "SELECT account_id, aws_region, date_trunc('hour', event_time) AS hour, count(*) AS n, "
                + "count(CASE WHEN event_category = 'Data' THEN 1 END) AS n_data, "
                + "count(CASE WHEN event_category = 'Management' AND read_only THEN 1 END) AS n_reads, "
                + "count(CASE WHEN event_category = 'Management' AND NOT read_only THEN 1 END) AS n_writes, "
                + "min(CASE WHEN event_category = 'Data' AND event_source = 's3.amazonaws.com' THEN event_time END) "
                + "FROM eh_cloudtrail e LEFT ANTI JOIN eh_duplicates d "
                + "ON d.log = 'cloudtrail' AND d.object = e.object AND d.record_index = e.record_index "
                + "GROUP BY 1, 2, 3 ORDER BY 1, 2, 3";
        List<Row> told = rows("SELECT account_id, aws_region, hour, n, n_data, n_reads, n_writes, first_object_event "
                + "FROM eh_event_hours WHERE log = 'cloudtrail' ORDER BY 1, 2, 3");
        assertTrue(told.size() > 20, told.size() + " hours");
        assertEquals(rows(calls), told);
        assertEquals(
                List.of(),
                rows("SELECT * FROM eh_event_hours WHERE event_date <> to_date(hour) OR time_first < hour"
                        + " OR time_last >= hour + INTERVAL 1 HOUR OR (log <> 'cloudtrail' AND n_data > 0)"));
    }
}
