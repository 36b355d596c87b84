package io.coldtrail.lake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coldtrail.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the driver writes without Spark, as Delta's own source for Spark reads it. */
class DriverTableTest extends SparkTest {
    /** Delta writes a checkpoint each ten commits. */
    private static final int COMMITS = 12;

    private static final String TABLE = "claims";

    @TempDir
    Path folder;

    @Test
    void everyKindOfValueComesBack() {
        Timestamp time = Timestamp.valueOf("2022-11-09 01:02:03.000456");
        List<Row> evidence = List.of(
                RowFactory.create("cloudtrail", "s3://b/k\u00e9y\uD83D\uDE00", 7),
                RowFactory.create("flow", null, null));
        Row full = RowFactory.create(
                "1",
                "i",
                "actions",
                3,
                "<b>",
                "a\nb",
                "yes",
                "A",
                Arrays.asList("flow", null, ""),
                0.1,
                time,
                new Timestamp(-1),
                evidence);
        Row empty = RowFactory.create(Collections.nCopies(13, null).toArray());
        Case kase = new Case(session(), folder.toString());

        kase.replace(TABLE, List.of(full, empty));

        List<Row> read = read().orderBy("claim_id").collectAsList();
        assertEquals(empty.toString(), read.get(0).toString());
        Row row = read.get(1);
        assertEquals("[1,i,actions,3,<b>,a\nb,yes,A]", head(row, 8));
        assertEquals(Arrays.asList("flow", null, ""), row.getList(8));
        assertEquals(0.1, row.getDouble(9));
        assertEquals(time, row.getTimestamp(10));
        assertEquals(new Timestamp(-1), row.getTimestamp(11));
        assertEquals(evidence.toString(), row.getList(12).toString());
        assertEquals(
                TableSchema.of(TABLE).columns().json(),
                read().schema().json(),
                "columns, with what each is said to be");
    }

    @Test
    void whatIsReplacedIsGoneHoweverOften() {
        Case kase = new Case(session(), folder.toString());
        for (int i = 0; i < COMMITS; i++) {
            kase.replace(TABLE, rows("of " + i + " a", "of " + i + " b"));
            assertEquals(List.of("of " + i + " a", "of " + i + " b"), ids());
        }
        assertTrue(Files.exists(folder.resolve("tables/claims/_delta_log/_last_checkpoint")));

        kase.replace(TABLE, List.of());
        assertEquals(List.of(), ids());
        assertEquals(0, new Case(session(), folder.toString()).size(TABLE));
    }

    /** Queries replace what the driver wrote, and the driver what queries wrote. */
    @Test
    void sparkAndTheDriverTakeTurns() {
        Case kase = new Case(session(), folder.toString());
        kase.replace(TABLE, rows("driver"));
        kase.replace(
                TABLE,
                session().createDataFrame(rows("spark"), TableSchema.of(TABLE).columns()));
        assertEquals(List.of("spark"), ids());
        kase.replace(TABLE, rows("driver again"));
        assertEquals(List.of("driver again"), ids());
    }

    @Test
    void oneTransactionAddsOnce() {
        Case kase = new Case(session(), folder.toString());
        kase.append(TABLE, rows("a"), "batch 1");
        kase.append(TABLE, rows("not again"), "batch 1");
        kase.append(TABLE, rows("b"), "batch 2");
        assertEquals(List.of("a", "b"), ids());

        kase.append(
                TABLE,
                session()
                        .createDataFrame(
                                rows("nor by Spark"), TableSchema.of(TABLE).columns()),
                "batch 2");
        assertEquals(List.of("a", "b"), ids());
    }

    @Test
    void aCaseWithAnyNameIsMovedWhole() throws IOException {
        Path odd = folder.resolve("my case [1] %20 {x}");
        Case kase = new Case(session(), odd.toString());
        kase.append(TABLE, rows("a"), "batch 1");
        kase.append(TABLE, rows("b"), "batch 2");
        List<Row> all = kase.table(TABLE).orderBy("claim_id").collectAsList();
        assertEquals(List.of("a", "b"), all.stream().map(r -> r.getString(0)).toList());
        Files.move(odd.resolve("tables"), folder.resolve("tables"));
        assertEquals(List.of("a", "b"), ids());
    }

    private static String head(Row row, int columns) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            values.add(row.get(i));
        }
        return RowFactory.create(values.toArray()).toString();
    }

    private static List<Row> rows(String... ids) {
        return Arrays.stream(ids)
                .map(id -> {
                    Object[] values = new Object[TableSchema.of(TABLE).columns().size()];
                    values[0] = id;
                    return RowFactory.create(values);
                })
                .toList();
    }

    private Dataset<Row> read() {
        return session()
                .read()
                .format("delta")
                .load(folder.resolve("tables/" + TABLE).toString());
    }

    private List<String> ids() {
        return read().orderBy("claim_id").collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();
    }
}
