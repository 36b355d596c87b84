package io.coldtrail.trace;

import io.coldtrail.lake.Case;
import io.coldtrail.lake.TableSchema;
import io.coldtrail.lake.Together;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * A case while it is traced: a log is opened once; one without records costs no query; what several queries read is
 * kept; a table that the trace writes is handed on while it is still being committed. Closing waits for the commits.
 */
public final class WorkingSet implements AutoCloseable {
    private static final List<String> LOGS = List.of(
            "cloudtrail", "flow", "s3_access", "dns", "host_auth", "config_items", "digests", "imported_findings");

    /**
     * Parquet of all logs of a case in which planning takes longer than running. Its logs are kept, some ten times as
     * much in memory; of a larger one each query reads the columns that it needs.
     */
    private static final long SMALL = 16L << 20;

    private final Case kase;
    private final Map<String, Long> sizes = new TreeMap<>();
    private final boolean small;
    private final Map<String, Dataset<Row>> events = new ConcurrentHashMap<>();
    private final Map<String, Dataset<Row>> written = new ConcurrentHashMap<>();
    private final Queue<Dataset<Row>> kept = new ConcurrentLinkedQueue<>();
    private final Together commits = new Together();

    public WorkingSet(Case kase) {
        this.kase = kase;
        List<Long> bytes = Together.all(
                LOGS.stream().map(log -> (Callable<Long>) () -> kase.size(log)).toList());
        for (int i = 0; i < LOGS.size(); i++) {
            sizes.put(LOGS.get(i), bytes.get(i));
        }
        this.small = bytes.stream().mapToLong(b -> b).sum() <= SMALL;
    }

    public Case kase() {
        return kase;
    }

    /** As {@link Case#events}, all but the bytes of the records. */
    public Dataset<Row> events(String log) {
        return events.computeIfAbsent(log, this::open);
    }

    private Dataset<Row> open(String log) {
        if (sizes.get(log) == 0) {
            // the optimizer leaves out all that is made of it
            return kase.spark()
                    .createDataFrame(List.of(), TableSchema.of(log).columns())
                    .drop("raw");
        }
        Dataset<Row> all = kase.events(log).drop("raw");
        return small ? keep(all) : all;
    }

    /** As {@link Case#table}; what the trace wrote, as it wrote it. */
    public Dataset<Row> table(String name) {
        Dataset<Row> rows = written.get(name);
        return rows != null ? rows : kase.table(name);
    }

    /**
     * Keeps rows that several queries read, until the trace ends. In a small case their plan ends here too: each query
     * would analyse it anew. In a large one it must not, for a lost executor is made good by it.
     */
    public Dataset<Row> keep(Dataset<Row> rows) {
        if (small) {
            return rows.localCheckpoint(false);
        }
        kept.add(rows);
        return rows.persist(StorageLevel.MEMORY_AND_DISK());
    }

    /** Starts to replace a table: see {@link Case#replace}. */
    public void replace(String name, Dataset<Row> rows) {
        Dataset<Row> all = keep(rows);
        written.put(name, all);
        commits.start(() -> kase.replace(name, all));
    }

    /** As {@link #replace(String, Dataset)}, for rows that are on the driver, in the order of the table's columns. */
    public void replace(String name, List<Row> rows) {
        written.put(
                name, kase.spark().createDataFrame(rows, TableSchema.of(name).columns()));
        commits.start(() -> kase.replace(name, rows));
    }

    @Override
    public void close() {
        try {
            commits.end();
        } finally {
            kept.forEach(Dataset::unpersist);
        }
    }
}
