package io.coldtrail.logs.source;

import io.coldtrail.lake.TableSchema;
import java.util.Map;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The Spark data source {@code coldtrail}: archived CloudTrail records as rows of table {@code cloudtrail}.
 * {@code spark.read().format("coldtrail").load("s3://bucket/AWSLogs")} reads an archive; a scan gives it a plan instead.
 */
public final class ArchiveSource implements TableProvider, DataSourceRegister {
    /** Archive to read: a local path, {@code file:} or {@code s3://}. */
    static final String PATH = "path";

    /** Plan to read, by the number that {@link ReadPlans} gave it. */
    public static final String PLAN = "plan";

    @Override
    public String shortName() {
        return "coldtrail";
    }

    @Override
    public StructType inferSchema(CaseInsensitiveStringMap options) {
        return TableSchema.of("cloudtrail").columns();
    }

    @Override
    public Table getTable(StructType schema, Transform[] partitioning, Map<String, String> properties) {
        CaseInsensitiveStringMap options = new CaseInsensitiveStringMap(properties);
        return options.containsKey(PLAN)
                ? new ArchiveTable(ReadPlans.get(options.get(PLAN)))
                : new ArchiveTable(ReadPlans.of(options.get(PATH)));
    }
}
