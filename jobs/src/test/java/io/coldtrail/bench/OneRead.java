package io.coldtrail.bench;

import io.coldtrail.archive.ObjectKind;
import io.coldtrail.job.SparkSessions;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * One read of a log in a process of its own, which is timed from outside: by coldtrail's source or by Spark's JSON or CSV
 * source, to a sink that drops the rows or to a Delta table. Run by {@code jobs/bench whole} and {@code flow}.
 */
public final class OneRead {
    private OneRead() {}

    /** Arguments: cloudtrail or flow; coldtrail or spark; the archive's folder; noop, or the folder of the table. */
    public static void main(String[] args) {
        SparkSession.Builder builder = SparkSession.builder().master("local[2]").config("spark.ui.enabled", "false");
        SparkSessions.common().forEach(builder::config);
        SparkSession spark = builder.getOrCreate();
        boolean flow = args[0].equals("flow");
        Dataset<Row> rows;
        if (args[1].equals("coldtrail")) {
            rows = ReadBenchmark.scan(spark, args[2], flow ? ObjectKind.FLOW : ObjectKind.CLOUDTRAIL);
        } else if (flow) {
            rows = FlowLines.csv(spark, args[2]);
        } else {
            rows = ReadBenchmark.sparkJson(spark, args[2] + "/AWSLogs/*/CloudTrail/*/*/*/*/*.json.gz");
        }
        if (args[3].equals("noop")) {
            rows.write().format("noop").mode("overwrite").save();
        } else {
            rows.write().format("delta").save(args[3]);
        }
    }
}
