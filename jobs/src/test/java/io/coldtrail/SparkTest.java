package io.coldtrail;

import com.holdenkarau.spark.testing.JavaDatasetSuiteBase;
import io.coldtrail.job.SparkSessions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;

/**
 * A test with Spark: one session for all tests of the JVM, configured as coldtrail configures its own. The base class is
 * of JUnit 4, whose annotations Jupiter does not see, so its set-up is called from here. It is never torn down: the JVM
 * ends with it.
 */
public abstract class SparkTest extends JavaDatasetSuiteBase {
    @BeforeEach
    void startSpark() {
        runBefore();
    }

    protected SparkSession session() {
        return sqlContext().sparkSession();
    }

    @Override
    public SparkConf conf() {
        SparkConf conf = super.conf().setMaster("local[2]");
        for (Map.Entry<String, String> entry : SparkSessions.common().entrySet()) {
            conf.set(entry.getKey(), entry.getValue());
        }
        return conf.set("spark.sql.shuffle.partitions", "2")
                .set("spark.ui.enabled", "false")
                .set("spark.databricks.delta.snapshotPartitions", "1")
                .set("spark.sql.warehouse.dir", temporary("warehouse").toUri().toString());
    }

    @Override
    public boolean enableHiveSupport() {
        return false;
    }

    @Override
    public boolean enableIcebergSupport() {
        return false;
    }

    private static Path temporary(String name) {
        try {
            return Files.createTempDirectory("coldtrail-" + name);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
