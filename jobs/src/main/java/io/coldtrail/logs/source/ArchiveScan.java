package io.coldtrail.logs.source;

import io.coldtrail.archive.ObjectRef;
import io.coldtrail.logs.source.ReadPlans.ReadPlan;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.types.StructType;

/** One read of a plan. */
final class ArchiveScan implements Batch, SupportsReportStatistics {
    private final ReadPlan plan;
    private final StructType columns;
    private final TimeRange times;

    ArchiveScan(ReadPlan plan, StructType columns, TimeRange times) {
        this.plan = plan;
        this.columns = columns;
        this.times = times;
    }

    @Override
    public StructType readSchema() {
        return columns;
    }

    @Override
    public String description() {
        return "coldtrail " + plan.kind().word() + ", "
                + plan.tasks().stream().mapToInt(List::size).sum() + " objects, columns "
                + String.join(",", columns.fieldNames());
    }

    @Override
    public Batch toBatch() {
        return this;
    }

    @Override
    public InputPartition[] planInputPartitions() {
        return plan.tasks().stream().map(ArchivePartition::new).toArray(InputPartition[]::new);
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        return new ArchiveReaderFactory(plan.kind(), columns, times, plan.ledger());
    }

    @Override
    public Statistics estimateStatistics() {
        long stored = plan.tasks().stream()
                .flatMap(List::stream)
                .mapToLong(ObjectRef::size)
                .sum();
        return new Statistics() {
            @Override
            public OptionalLong sizeInBytes() {
                return OptionalLong.of(stored * GZIP_RATIO);
            }

            @Override
            public OptionalLong numRows() {
                return OptionalLong.empty();
            }
        };
    }

    /** CloudTrail's JSON shrinks to an eighth; other logs shrink less. */
    private static final long GZIP_RATIO = 8;
}
