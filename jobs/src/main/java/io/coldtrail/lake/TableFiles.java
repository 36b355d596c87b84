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
import org.apache.hadoop.conf.Configuration;

/**
 * The Parquet files that make up the newest version of a table, as its log tells without a Spark job.
 *
 * @param paths full addresses
 * @param bytes of all together
 */
record TableFiles(List<String> paths, long bytes) {
    static final TableFiles NONE = new TableFiles(List.of(), 0);

    static TableFiles of(Configuration hadoop, String table) {
        Engine engine = DefaultEngine.create(hadoop);
        Scan scan = Table.forPath(engine, table)
                .getLatestSnapshot(engine)
                .getScanBuilder(engine)
                .build();
        List<String> paths = new ArrayList<>();
        long bytes = 0;
        try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(engine)) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> files = batches.next().getRows()) {
                    while (files.hasNext()) {
                        FileStatus file = InternalScanFileUtils.getAddFileStatus(files.next());
                        paths.add(file.getPath());
                        bytes += file.getSize();
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the log of the table " + table + ": " + e.getMessage(), e);
        }
        return new TableFiles(List.copyOf(paths), bytes);
    }
}
