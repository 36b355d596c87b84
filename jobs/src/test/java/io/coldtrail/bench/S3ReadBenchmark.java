package io.coldtrail.bench;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import com.sun.management.OperatingSystemMXBean;
import io.coldtrail.archive.ObjectKind;
import io.coldtrail.job.SparkSessions;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Small objects in S3, 30 ms away: what a scan reads against Spark's JSON source over S3A, to a sink that drops the rows,
 * on two cores that the server shares, each warmed up for as long as the other. Run by {@code jobs/bench s3}.
 */
public final class S3ReadBenchmark {
    private static final int OBJECTS = 4000;
    private static final int CORES = 2;

    private S3ReadBenchmark() {}

    private record Cost(double wall, double cpu, double serverCpu, long records) {}

    /** Arguments: the bucket's folder; key store of the server's certificate; seconds for each reader. */
    public static void main(String[] args) throws Exception {
        try (SlowS3.Running s3 = SlowS3.start(args[0], args[1])) {
            SparkSession.Builder builder = SparkSession.builder()
                    .master("local[" + CORES + "]")
                    .config("spark.ui.enabled", "false")
                    .config("spark.hadoop.fs.s3.impl", "org.apache.hadoop.fs.s3a.S3AFileSystem")
                    .config("spark.hadoop.fs.s3a.access.key", "test")
                    .config("spark.hadoop.fs.s3a.secret.key", "test");
            SparkSessions.common().forEach(builder::config);
            SparkSession spark = builder.getOrCreate();
            Map<String, Dataset<Row>> readers = new LinkedHashMap<>();
            readers.put(
                    "coldtrail, as a scan reads",
                    ReadBenchmark.scan(spark, "s3://" + SlowS3.BUCKET, ObjectKind.CLOUDTRAIL));
            readers.put(
                    "spark.read.json + explode, S3A",
                    ReadBenchmark.sparkJson(spark, "s3a://" + SlowS3.BUCKET + "/AWSLogs/*/CloudTrail/*/*/*/*"));
            Map<String, Cost> costs = new LinkedHashMap<>();
            for (Map.Entry<String, Dataset<Row>> reader : readers.entrySet()) {
                costs.put(reader.getKey(), read(reader.getValue(), s3, Integer.parseInt(args[2])));
            }
            print(costs);
        }
    }

    /** Reads again and again for some seconds, twice at least; the median of the later half, which the first warmed up. */
    private static Cost read(Dataset<Row> rows, SlowS3.Running s3, int seconds) throws InterruptedException {
        List<Cost> costs = new ArrayList<>();
        double spent = 0;
        while (spent < seconds || costs.size() < 2) {
            costs.add(read(rows, s3));
            spent += costs.get(costs.size() - 1).wall();
        }
        return costs.subList(costs.size() / 2, costs.size()).stream()
                .sorted(Comparator.comparingDouble(Cost::wall))
                .toList()
                .get((costs.size() - costs.size() / 2) / 2);
    }

    private static Cost read(Dataset<Row> rows, SlowS3.Running s3) throws InterruptedException {
        Observation observation = new Observation();
        Dataset<Row> counted = rows.observe(observation, count(lit(1)).as("records"));
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        double server = s3.cpu();
        long cpu = system.getProcessCpuTime();
        long wall = System.nanoTime();
        counted.write().format("noop").mode("overwrite").save();
        return new Cost(
                (System.nanoTime() - wall) / 1e9, (system.getProcessCpuTime() - cpu) / 1e9, s3.cpu() - server, (Long)
                        observation.getAsJava().get("records"));
    }

    private static void print(Map<String, Cost> costs) {
        double slowest = costs.values().stream().mapToDouble(Cost::wall).max().orElseThrow();
        costs.forEach((name, c) -> System.out.printf(
                Locale.ROOT,
                "%-32s %6.2f s wall   %5.0f objects/s   %5.1f x   %5.2f s CPU, %3.0f %% of %d cores (server: %.2f s)   "
                        + "%.2f ms CPU an object   %,d records%n",
                name,
                c.wall(),
                OBJECTS / c.wall(),
                slowest / c.wall(),
                c.cpu(),
                100 * c.cpu() / c.wall() / CORES,
                CORES,
                c.serverCpu(),
                1e3 * c.cpu() / OBJECTS,
                c.records()));
        if (costs.values().stream().mapToLong(Cost::records).distinct().count() != 1) {
            throw new IllegalStateException("they did not read the same records");
        }
    }
}
