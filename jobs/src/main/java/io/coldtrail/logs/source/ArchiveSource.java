package io.coldtrail.logs.source;

import io.coldtrail.archive.ObjectKind;
import io.coldtrail.lake.TableSchema;
import io.coldtrail.logs.LogFormats;
import java.util.Map;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The Spark data source {@code coldtrail}: the archived records of one log as rows of its table.
 * {@code spark.read().format("coldtrail").option("table", "flow").load("s3://bucket/AWSLogs")} reads an archive; a scan
 * gives it a plan instead.
 */
public final class ArchiveSource implements TableProvider, DataSourceRegister {
    /** Archive to read: a local path, {@code file:} or {@code s3://}. */
    static final String PATH = "path";

    /** Table whose rows are wanted; {@code cloudtrail} where none is named. */
    public static final String TABLE = "table";

    /** Plan to read, by the number that {@link ReadPlans} gave it. */
    public static final String PLAN = "plan";

    @Override
    public String shortName() {
        return "coldtrail";
    }

    @Override
    public StructType inferSchema(CaseInsensitiveStringMap options) {
        return TableSchema.of(kind(options).word()).columns();
    }

    @Override
    public Table getTable(StructType schema, Transform[] partitioning, Map<String, String> properties) {
        CaseInsensitiveStringMap options = new CaseInsensitiveStringMap(properties);
        return options.containsKey(PLAN)
                ? new ArchiveTable(ReadPlans.get(options.get(PLAN)))
                : new ArchiveTable(ReadPlans.of(options.get(PATH), kind(options)));
    }

    private static ObjectKind kind(CaseInsensitiveStringMap options) {
        String table = options.getOrDefault(TABLE, ObjectKind.CLOUDTRAIL.word());
        return ObjectKind.ofTable(table)
                .filter(LogFormats::reads)
                .orElseThrow(() -> new IllegalArgumentException("no table " + table + " is read from an archive"));
    }
}
