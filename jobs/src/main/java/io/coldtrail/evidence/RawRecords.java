package io.coldtrail.evidence;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.coldtrail.archive.Archive;
import io.coldtrail.archive.ObjectKind;
import io.coldtrail.archive.ObjectRef;
import io.coldtrail.lake.Case;
import io.coldtrail.logs.source.ArchiveSource;
import io.coldtrail.logs.source.ReadPlans;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Brings back from the archive the raw text of records that a lean case ({@code --raw hits}) left out: their objects are
 * read again, as they were read. An object that has changed since, or is gone, gives none. Open while its rows are used.
 */
final class RawRecords implements AutoCloseable {
    private final SparkSession spark;
    private final Case investigation;
    private final List<String> plans = new ArrayList<>();

    RawRecords(Case investigation) {
        this.spark = investigation.spark();
        this.investigation = investigation;
        Archive.access(investigation.settings().access()); // a report by itself has not listed anything
    }

    /**
     * Raw texts; none where nothing was left out.
     *
     * @param wanted log and object of the records
     * @return log, object, record_index, raw
     */
    Optional<Dataset<Row>> of(Dataset<Row> wanted) {
        // bounded by the references that a claim has
        List<Row> objects = wanted.select("log", "object")
                .distinct()
                .join(investigation.table("objects"), new String[] {"object"})
                .orderBy("object")
                .collectAsList();
        Map<String, List<ObjectRef>> byLog = new TreeMap<>();
        objects.forEach(row -> byLog.computeIfAbsent(row.getAs("log"), log -> new ArrayList<>())
                .add(ref(row)));
        return byLog.entrySet().stream()
                .map(log -> read(log.getKey(), log.getValue()))
                .reduce(Dataset::unionByName);
    }

    private Dataset<Row> read(String log, List<ObjectRef> objects) {
        String plan =
                ReadPlans.add(ObjectKind.of(log), objects, spark.sparkContext().defaultParallelism(), null);
        plans.add(plan);
        return spark.read()
                .format("coldtrail")
                .option(ArchiveSource.PLAN, plan)
                .load()
                .select(lit(log).as("log"), col("object"), col("record_index"), col("raw"));
    }

    private static ObjectRef ref(Row row) {
        return new ObjectRef(
                row.getAs("object"),
                row.getAs("uri"),
                ObjectKind.of(row.getAs("log")),
                row.getAs("account_id"),
                row.getAs("aws_region"),
                instant(row.getAs("delivered")),
                row.<Long>getAs("size"),
                row.getAs("etag"),
                row.getAs("version_id"),
                instant(row.getAs("last_modified")),
                null);
    }

    private static Instant instant(Timestamp time) {
        return time == null ? null : time.toInstant();
    }

    @Override
    public void close() {
        plans.forEach(ReadPlans::remove);
    }
}
