package io.coldtrail.lake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.input_file_name;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.raise_error;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coldtrail.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.execution.datasources.SQLHadoopMapReduceCommitProtocol;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is committed without Delta's own source for Spark, as that source reads it. */
class TableLogTest extends SparkTest {
    /** Delta writes a checkpoint each ten commits. */
    private static final int COMMITS = 12;

    private static final String TABLE = "claims";

    /** What tasks of this JVM can reach. */
    private static final Map<String, CaseLock> LOCKS = new ConcurrentHashMap<>();

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

    /** A reader that skips files believes what the log says of them. */
    @Test
    void theLogTellsOfEachFileWhatIsInIt() throws IOException {
        Case kase = new Case(session(), folder.toString());
        Dataset<Row> events = session()
                .range(0, 50, 1, 4)
                .selectExpr(
                        "timestamp_millis(1667955600000 + id * 7200000) AS event_time",
                        "if(id % 10 = 0, NULL, to_date(timestamp_millis(1667955600000 + id * 7200000))) AS event_date",
                        "if(id < 40, concat('10.0.0.', id), NULL) AS source_ip",
                        "concat('<', id, '>') AS raw");
        for (StructField column : TableSchema.of("cloudtrail").columns().fields()) {
            if (!Arrays.asList(events.columns()).contains(column.name())) {
                events = events.withColumn(column.name(), lit(null).cast(column.dataType()));
            }
        }

        kase.append("cloudtrail", events, "batch 1");

        List<Row> truth = read("cloudtrail")
                .groupBy(input_file_name())
                .agg(
                        count("*"),
                        min("event_time"),
                        max("event_time"),
                        min("source_ip"),
                        max("source_ip"),
                        first("event_date"))
                .collectAsList();
        Map<String, Row> byFile = new TreeMap<>();
        truth.forEach(row -> byFile.put(row.getString(0).replaceFirst(".*/part-", "part-"), row));
        List<JsonNode> added = added("cloudtrail");
        assertEquals(byFile.size(), added.size(), "files");
        assertTrue(added.size() > 5, "a day has a folder");
        assertEquals(50, truth.stream().mapToLong(row -> row.getLong(1)).sum());
        for (JsonNode add : added) {
            String path = add.get("path").asText();
            Row row = byFile.get(path.replaceFirst(".*/", ""));
            JsonNode statistics = new ObjectMapper().readTree(add.get("stats").asText());
            assertEquals(row.getLong(1), statistics.get("numRecords").asLong());
            assertEquals(row.getTimestamp(2).toInstant(), time(statistics, "minValues"));
            assertEquals(row.getTimestamp(3).toInstant(), time(statistics, "maxValues"));
            assertEquals(row.getString(4), statistics.at("/minValues/source_ip").textValue());
            assertEquals(row.getString(5), statistics.at("/maxValues/source_ip").textValue());
            assertTrue(statistics.at("/minValues/raw").isMissingNode(), "nobody seeks by it, and it is long");
            String day = row.get(6) == null ? null : row.get(6).toString();
            assertEquals(day, add.at("/partitionValues/event_date").textValue());
            assertEquals(
                    Files.size(folder.resolve("tables/cloudtrail/" + path)),
                    add.get("size").asLong());
        }
        assertEquals(5, read("cloudtrail").where("event_date IS NULL").count());
        assertEquals(
                List.of("<20>"),
                read("cloudtrail")
                        .where("source_ip = '10.0.0.20'")
                        .select("raw")
                        .as(Encoders.STRING())
                        .collectAsList());
    }

    @Test
    void aWriteThatFailsLeavesTheTableAsItWas() {
        Case kase = new Case(session(), folder.toString());
        kase.replace(TABLE, rows("before"));
        Dataset<Row> half = session()
                .createDataFrame(rows("a", "b"), TableSchema.of(TABLE).columns())
                .repartition(2, col("claim_id"))
                .withColumn(
                        "claim_id",
                        when(col("claim_id").equalTo("b"), raise_error(lit("no")))
                                .otherwise(col("claim_id")));

        assertThrows(Exception.class, () -> kase.replace(TABLE, half));

        assertEquals(List.of("before"), ids());
        kase.replace(
                TABLE,
                session().createDataFrame(rows("after"), TableSchema.of(TABLE).columns()));
        assertEquals(List.of("after"), ids());
    }

    /** Files that nobody was told of would be rows that are lost silently. */
    @Test
    void whereSparkWritesInItsOwnWayNothingIsCommitted() {
        Case kase = new Case(session(), folder.toString());
        kase.replace(TABLE, rows("before"));
        String ours = session().conf().get(DirectCommit.CONF);
        session().conf().set(DirectCommit.CONF, SQLHadoopMapReduceCommitProtocol.class.getName());
        try {
            Dataset<Row> after = session()
                    .createDataFrame(rows("after"), TableSchema.of(TABLE).columns());
            assertThrows(IllegalStateException.class, () -> kase.replace(TABLE, after));
        } finally {
            session().conf().set(DirectCommit.CONF, ours);
        }
        assertEquals(List.of("before"), ids());
    }

    /** To write may take longer than a run that sleeps keeps its right to. */
    @Test
    void whoLosesTheLockWhileTasksWriteCommitsNothing() {
        CaseLock lock = CaseLock.take(folder.toString(), "investigate");
        Case kase = new Case(session(), folder.toString(), lock);
        kase.replace(TABLE, rows("before"));
        LOCKS.put(folder.toString(), lock);
        UserDefinedFunction losing = udf(
                (UDF1<String, String>) folder -> {
                    LOCKS.get(folder).close();
                    return folder;
                },
                DataTypes.StringType);
        Dataset<Row> rows = session()
                .createDataFrame(rows("after"), TableSchema.of(TABLE).columns())
                .withColumn("claim_id", losing.apply(lit(folder.toString())));

        assertThrows(CaseInUseException.class, () -> kase.append(TABLE, rows, "batch 1"));

        assertEquals(List.of("before"), ids());
    }

    private List<JsonNode> added(String table) throws IOException {
        List<JsonNode> added = new ArrayList<>();
        try (Stream<Path> commits = Files.list(folder.resolve("tables/" + table + "/_delta_log"))) {
            for (Path commit :
                    commits.filter(c -> c.toString().endsWith(".json")).toList()) {
                for (String line : Files.readAllLines(commit)) {
                    JsonNode add = new ObjectMapper().readTree(line).get("add");
                    if (add != null && !add.isNull()) {
                        added.add(add);
                    }
                }
            }
        }
        return added;
    }

    private static Instant time(JsonNode statistics, String which) {
        return OffsetDateTime.parse(statistics.at("/" + which + "/event_time").asText())
                .toInstant();
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
        return read(TABLE);
    }

    private Dataset<Row> read(String table) {
        return session()
                .read()
                .format("delta")
                .load(folder.resolve("tables/" + table).toString());
    }

    private List<String> ids() {
        return read().orderBy("claim_id").collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();
    }
}
