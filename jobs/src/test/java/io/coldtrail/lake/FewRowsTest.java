package io.coldtrail.lake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.coldtrail.SparkTest;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class FewRowsTest extends SparkTest {
    @Test
    void rowsAreThoseThatSparkCollects() {
        Dataset<Row> rows = session()
                .sql("SELECT * FROM VALUES (1, 'a', timestamp'2022-11-09 01:02:03.000456', array(struct('x', 7))),"
                        + " (2, null, null, array()), (3, '\u00e9\uD83D\uDE00', timestamp'1969-12-31 23:59:59.999', null)"
                        + " AS t(id, name, at, refs)")
                .repartition(3)
                .localCheckpoint();

        assertEquals(rows.collectAsList(), FewRows.of(rows));
    }

    @Test
    void noRowsAreFewOfThem() {
        assertEquals(List.of(), FewRows.of(session().range(0).toDF().localCheckpoint()));
    }

    @Test
    void ofTooManyThereAreNone() {
        assertEquals(FewRows.MOST, FewRows.of(numbers(FewRows.MOST)).size());
        assertNull(FewRows.of(numbers(FewRows.MOST + 1)));
    }

    @Test
    void ofTooLongOnesThereAreNone() {
        // each partition within bounds, and all of them not; then one row by itself
        assertNull(FewRows.of(session()
                .range(0, 6, 1, 3)
                .selectExpr("repeat('a', 1000000) AS text")
                .localCheckpoint()));
        assertNull(FewRows.of(
                session().range(1).selectExpr("repeat('a', 5000000) AS text").localCheckpoint()));
    }

    private static Dataset<Row> numbers(int count) {
        return session().range(0, count, 1, 2).toDF().localCheckpoint();
    }
}
