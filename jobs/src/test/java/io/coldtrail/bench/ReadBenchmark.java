package io.coldtrail.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.get_json_object;
import static org.apache.spark.sql.functions.to_timestamp;

import com.sun.management.OperatingSystemMXBean;
import io.coldtrail.archive.Archive;
import io.coldtrail.archive.ArchiveFilter;
import io.coldtrail.archive.ObjectKind;
import io.coldtrail.archive.ObjectRef;
import io.coldtrail.job.SparkSessions;
import io.coldtrail.lake.TableSchema;
import io.coldtrail.logs.Ledger;
import io.coldtrail.logs.source.ArchiveSource;
import io.coldtrail.logs.source.ReadPlans;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The reading path against Spark's own JSON source: the same columns of the same archive to a sink that drops them, in
 * turns in one JVM. Run by {@code jobs/bench}.
 */
public final class ReadBenchmark {
    private ReadBenchmark() {}

    /** Arguments: the archive's folder; rounds. */
    public static void main(String[] args) {
        String archive = args[0];
        int rounds = Integer.parseInt(args[1]);
        SparkSession.Builder builder = SparkSession.builder().master("local[2]").config("spark.ui.enabled", "false");
        SparkSessions.common().forEach(builder::config);
        SparkSession spark = builder.getOrCreate();

        Dataset<Row> all = spark.read().format("coldtrail").load(archive);
        List<Column> shared = new ArrayList<>();
        for (StructField field : paths()) {
            shared.add(col(field.name()));
        }
        Map<String, Dataset<Row>> readers = new TreeMap<>();
        readers.put("1 coldtrail, the columns that JSON paths fill", all.select(shared.toArray(new Column[0])));
        readers.put("2 coldtrail, every column with raw and lineage", all);
        readers.put("3 coldtrail, as 2, hashed and accounted for (scan)", scan(spark, archive, ObjectKind.CLOUDTRAIL));
        readers.put(
                "4 spark.read.json + explode, as 1",
                sparkJson(spark, archive + "/AWSLogs/*/CloudTrail/*/*/*/*/*.json.gz"));
        long records = all.count();
        System.out.printf(Locale.ROOT, "%,d records, %d columns in 1 and 4%n", records, shared.size());

        compare(readers, records, rounds);
    }

    /** Reads in turns; prints the least time of each, of all rounds but the first, which warms up. */
    static void compare(Map<String, Dataset<Row>> readers, long records, int rounds) {
        Map<String, double[]> best = new LinkedHashMap<>();
        for (int round = 0; round <= rounds; round++) {
            for (Map.Entry<String, Dataset<Row>> reader : readers.entrySet()) {
                double[] seconds = time(reader.getValue());
                if (round > 0) {
                    best.merge(reader.getKey(), seconds, (a, b) ->
                            new double[] {Math.min(a[0], b[0]), Math.min(a[1], b[1])});
                }
            }
        }
        double[] one = best.values().iterator().next();
        best.forEach((name, seconds) -> System.out.printf(
                Locale.ROOT,
                "%-50s %6.2f s wall   %6.2f s CPU   %5.2f us CPU a record   %5.1f x the first%n",
                name,
                seconds[0],
                seconds[1],
                seconds[1] / records * 1e6,
                seconds[1] / one[1]));
    }

    private static double[] time(Dataset<Row> rows) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long wall = System.nanoTime();
        rows.write().format("noop").mode("overwrite").save();
        return new double[] {(System.nanoTime() - wall) / 1e9, (system.getProcessCpuTime() - cpu) / 1e9};
    }

    /** What a scan does for each object beside making its rows. */
    static Dataset<Row> scan(SparkSession spark, String archive, ObjectKind kind) {
        Ledger ledger = new Ledger();
        spark.sparkContext().register(ledger);
        List<ObjectRef> objects = Archive.list(archive, ArchiveFilter.ALL).stream()
                .filter(o -> o.kind() == kind)
                .toList();
        String plan = ReadPlans.add(kind, objects, spark.sparkContext().defaultParallelism(), ledger);
        return spark.read().format("coldtrail").option(ArchiveSource.PLAN, plan).load();
    }

    /** Columns that a JSON path fills. */
    private static List<StructField> paths() {
        List<StructField> fields = new ArrayList<>();
        for (StructField field : TableSchema.of("cloudtrail").columns().fields()) {
            if (!TableSchema.sources(field.getComment().get()).isEmpty()) {
                fields.add(field);
            }
        }
        return fields;
    }

    /** How one reads CloudTrail in plain Spark: a schema for the fields, JSON without one as text, explode. */
    static Dataset<Row> sparkJson(SparkSession spark, String files) {
        Node record = new Node();
        for (StructField field : paths()) {
            record.want(TableSchema.sources(field.getComment().get()).get(0));
        }
        StructType schema = new StructType().add("Records", DataTypes.createArrayType(record.type()));
        Dataset<Row> records = spark.read()
                .schema(schema)
                .json(files)
                .select(explode(col("Records")).as("r"));
        List<Column> columns = new ArrayList<>();
        for (StructField field : paths()) {
            String path = TableSchema.sources(field.getComment().get()).get(0);
            int dot = path.indexOf('.');
            Column value = dot > 0 && Node.OPAQUE.contains(path.substring(0, dot))
                    ? get_json_object(col("r." + path.substring(0, dot)), "$" + path.substring(dot))
                    : col("r." + path);
            columns.add((field.dataType().equals(DataTypes.TimestampType)
                            ? to_timestamp(value)
                            : value.cast(field.dataType()))
                    .as(field.name()));
        }
        return records.select(columns.toArray(new Column[0]));
    }

    /** A JSON object of the schema. */
    private static final class Node {
        /** Objects without a schema of their own: they stay text. */
        static final List<String> OPAQUE =
                List.of("requestParameters", "responseElements", "additionalEventData", "resources");

        private final Map<String, Node> inside = new TreeMap<>();

        void want(String path) {
            int dot = path.indexOf('.');
            String name = dot < 0 ? path : path.substring(0, dot);
            Node node = inside.computeIfAbsent(name, n -> new Node());
            if (dot > 0 && !OPAQUE.contains(name)) {
                node.want(path.substring(dot + 1));
            }
        }

        DataType type() {
            if (inside.isEmpty()) {
                return DataTypes.StringType;
            }
            StructType type = new StructType();
            for (Map.Entry<String, Node> member : inside.entrySet()) {
                type = type.add(member.getKey(), member.getValue().type());
            }
            return type;
        }
    }
}
