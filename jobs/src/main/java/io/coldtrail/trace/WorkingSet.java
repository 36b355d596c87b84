package io.coldtrail.trace;

import io.coldtrail.lake.Case;
import io.coldtrail.lake.TableSchema;
import io.coldtrail.lake.Together;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A case while it is traced: a table that the trace writes is handed on while it is still being committed. Closing
 * waits for the commits.
 */
public final class WorkingSet implements AutoCloseable {
    private final Case kase;
    private final Map<String, Dataset<Row>> events = new ConcurrentHashMap<>();
    private final Map<String, Dataset<Row>> written = new ConcurrentHashMap<>();
    private final Map<String, List<Row>> onDriver = new ConcurrentHashMap<>();
    private final Together commits = new Together();

    public WorkingSet(Case kase) {
        this.kase = kase;
    }

    public Case kase() {
        return kase;
    }

    /** As {@link Case#events}, all but the bytes of the records. */
    public Dataset<Row> events(String log) {
        return events.computeIfAbsent(log, l -> kase.events(l).drop("raw"));
    }

    /** As {@link Case#table}; what the trace wrote, as it wrote it. */
    public Dataset<Row> table(String name) {
        Dataset<Row> rows = written.computeIfAbsent(name, this::local);
        return rows != null ? rows : kase.table(name);
    }

    private Dataset<Row> local(String name) {
        List<Row> rows = onDriver.get(name);
        return rows == null
                ? null
                : kase.spark().createDataFrame(rows, TableSchema.of(name).columns());
    }

    /** See {@link Case#keep}. */
    public Dataset<Row> keep(Dataset<Row> rows) {
        return kase.keep(rows);
    }

    /** Starts to replace a table: see {@link Case#replace}. */
    public void replace(String name, Dataset<Row> rows) {
        Dataset<Row> all = keep(rows);
        written.put(name, all);
        commits.start(() -> kase.replace(name, all));
    }

    /** As {@link #replace(String, Dataset)}, for rows that are on the driver, in the order of the table's columns. */
    public void replace(String name, List<Row> rows) {
        onDriver.put(name, rows);
        commits.start(() -> kase.replace(name, rows));
    }

    @Override
    public void close() {
        commits.end();
    }
}
