package io.coldtrail.bench;

import io.coldtrail.job.SparkSessions;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * One read of CloudTrail in a process of its own, which is timed from outside: by coldtrail's source or by Spark's JSON
 * source, to a sink that drops the rows or to a Delta table. Run by {@code jobs/bench whole}.
 */
public final class OneRead {
    private OneRead() {}

    /** Arguments: coldtrail or spark; the archive's folder; noop, or the folder of the table. */
    public static void main(String[] args) {
        SparkSession.Builder builder = SparkSession.builder().master("local[2]").config("spark.ui.enabled", "false");
        SparkSessions.common().forEach(builder::config);
        SparkSession spark = builder.getOrCreate();
        Dataset<Row> rows = args[0].equals("coldtrail")
                ? ReadBenchmark.scan(spark, args[1])
                : ReadBenchmark.sparkJson(spark, args[1] + "/AWSLogs/*/CloudTrail/*/*/*/*/*.json.gz");
        if (args[2].equals("noop")) {
            rows.write().format("noop").mode("overwrite").save();
        } else {
            rows.write().format("delta").save(args[2]);
        }
    }
}
