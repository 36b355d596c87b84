package io.coldtrail.logs.source;

import io.coldtrail.lake.TableSchema;
import io.coldtrail.logs.source.ReadPlans.ReadPlan;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** A read plan as a table. */
final class ArchiveTable implements SupportsRead {
    private final ReadPlan plan;

    ArchiveTable(ReadPlan plan) {
        this.plan = plan;
    }

    @Override
    public String name() {
        return "coldtrail " + plan.kind().word();
    }

    @Override
    @SuppressWarnings("deprecation") // its successor is called by this one; Spark 3.5 asks for both
    public StructType schema() {
        return TableSchema.of(plan.kind().word()).columns();
    }

    @Override
    public Set<TableCapability> capabilities() {
        return Set.of(TableCapability.BATCH_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
        return new ArchiveScanBuilder(plan, TableSchema.of(plan.kind().word()).columns());
    }
}
