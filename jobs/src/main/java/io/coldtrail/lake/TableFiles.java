package io.coldtrail.lake;

import io.delta.kernel.Scan;
import io.delta.kernel.Table;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/**
 * The Parquet files that make up the newest version of a table, as its log tells without a Spark job.
 *
 * @param all every one
 */
record TableFiles(List<Stored> all) {
    static final TableFiles NONE = new TableFiles(List.of());

    /** The folder of rows without a value: Hive's name for it, which Spark took over. */
    static final String NO_VALUE = "__HIVE_DEFAULT_PARTITION__";

    /**
     * A file.
     *
     * @param path full address
     * @param logged its path as the log of the table has it
     * @param bytes its size
     */
    record Stored(String path, String logged, long bytes) {}

    static TableFiles of(Configuration hadoop, String table) {
        Engine engine = DefaultEngine.create(hadoop);
        Scan scan = Table.forPath(engine, table)
                .getLatestSnapshot(engine)
                .getScanBuilder(engine)
                .build();
        List<Stored> all = new ArrayList<>();
        try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(engine)) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> files = batches.next().getRows()) {
                    while (files.hasNext()) {
                        Row file = files.next();
                        FileStatus status = InternalScanFileUtils.getAddFileStatus(file);
                        Row added = file.getStruct(InternalScanFileUtils.ADD_FILE_ORDINAL);
                        String logged = added.getString(added.getSchema().indexOf("path"));
                        all.add(new Stored(status.getPath(), logged, status.getSize()));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the log of the table " + table + ": " + e.getMessage(), e);
        }
        return new TableFiles(List.copyOf(all));
    }

    /** Those of such names, as the log of the table has them. */
    TableFiles only(Set<String> logged) {
        return new TableFiles(
                all.stream().filter(file -> logged.contains(file.logged())).toList());
    }

    String[] patterns() {
        return all.stream().map(file -> pattern(file.path())).toArray(String[]::new);
    }

    /** What Spark takes as paths are patterns: a case may lie in a folder named {@code a[1]}. */
    static String pattern(String path) {
        return path.replaceAll("[{}\\[\\]*?\\\\]", "\\\\$0");
    }

    /** Of all together. */
    long bytes() {
        return all.stream().mapToLong(Stored::bytes).sum();
    }
}
