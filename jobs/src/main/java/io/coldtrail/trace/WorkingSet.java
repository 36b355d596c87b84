package io.coldtrail.trace;

import io.coldtrail.lake.Case;
import io.coldtrail.lake.TableSchema;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * A case while it is traced: a log is opened once, and kept in memory where it is small; one without records costs no
 * query; a table that the trace writes is handed on while it is still being committed. Closing waits for the commits.
 */
public final class WorkingSet implements AutoCloseable {
    /** Parquet of a log that is kept, some ten times as much in memory; of a larger one, each query reads its columns. */
    private static final long SMALL = 16L << 20;

    private final Case kase;
    private final Map<String, Dataset<Row>> events = new ConcurrentHashMap<>();
    private final Map<String, Dataset<Row>> written = new ConcurrentHashMap<>();
    private final Queue<Dataset<Row>> kept = new ConcurrentLinkedQueue<>();
    private final Together commits = new Together();

    public WorkingSet(Case kase) {
        this.kase = kase;
    }

    public Case kase() {
        return kase;
    }

    /** As {@link Case#events}, all but the bytes of the records. */
    public Dataset<Row> events(String log) {
        return events.computeIfAbsent(log, this::open);
    }

    private Dataset<Row> open(String log) {
        long size = kase.size(log);
        Dataset<Row> all = size == 0 ? none(log) : kase.events(log);
        return size == 0 || size > SMALL ? all.drop("raw") : keep(all.drop("raw"));
    }

    /** The optimizer leaves out all that is made of it. */
    private Dataset<Row> none(String log) {
        return kase.spark().createDataFrame(List.of(), TableSchema.of(log).columns());
    }

    /** As {@link Case#table}; what the trace wrote, as it wrote it. */
    public Dataset<Row> table(String name) {
        Dataset<Row> rows = written.get(name);
        return rows != null ? rows : kase.table(name);
    }

    /** Keeps rows that several queries read until the trace ends. */
    public Dataset<Row> keep(Dataset<Row> rows) {
        kept.add(rows);
        return rows.persist(StorageLevel.MEMORY_AND_DISK());
    }

    /** Starts to replace a table: see {@link Case#replace}. */
    public void replace(String name, Dataset<Row> rows) {
        written.put(name, keep(rows));
        commits.start(() -> kase.replace(name, rows));
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
