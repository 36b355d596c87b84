package io.coldtrail.logs.source;

import io.coldtrail.archive.Archive;
import io.coldtrail.archive.ArchiveAccess;
import io.coldtrail.archive.ObjectKind;
import io.coldtrail.logs.Ledger;
import io.coldtrail.logs.RecordsReader;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.types.StructType;

/** Travels to the executors and makes a task's reader there. */
final class ArchiveReaderFactory implements PartitionReaderFactory {
    private final ObjectKind kind;
    private final StructType columns;
    private final TimeRange times;
    private final Ledger ledger;
    private final ArchiveAccess access = Archive.access();

    ArchiveReaderFactory(ObjectKind kind, StructType columns, TimeRange times, Ledger ledger) {
        this.kind = kind;
        this.columns = columns;
        this.times = times;
        this.ledger = ledger;
    }

    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
        Archive.access(access); // an executor was told nothing
        return new RecordsReader(
                kind, ((ArchivePartition) partition).objects(), columns, times.from(), times.to(), ledger);
    }
}
