package io.coldtrail;

import com.holdenkarau.spark.testing.JavaDatasetSuiteBase;
import io.coldtrail.job.SparkSessions;
import io.coldtrail.lake.LocalFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;

/** A test with Spark: one session for all tests of the JVM, configured as coldtrail configures its own. */
public abstract class SparkTest {
    private static final Suite SUITE = new Suite();

    /**
     * spark-testing-base, held and not inherited: it is of JUnit 4, whose annotations Jupiter does not see, and its
     * assertions would hide Jupiter's. It is never torn down: the JVM ends with it.
     */
    private static final class Suite extends JavaDatasetSuiteBase {
        @Override
        public SparkConf conf() {
            SparkConf conf = super.conf()
                    .setMaster("local[2]")
                    .set("spark.sql.shuffle.partitions", "2")
                    .set("spark.ui.enabled", "false")
                    .set("spark.databricks.delta.snapshotPartitions", "1")
                    .set("spark.sql.warehouse.dir", warehouse());
            SparkSessions.common().forEach(conf::set);
            LocalFiles.CONF.forEach(conf::set);
            return conf;
        }

        @Override
        public boolean enableHiveSupport() {
            return false;
        }

        @Override
        public boolean enableIcebergSupport() {
            return false;
        }
    }

    @BeforeAll
    static void startSpark() {
        SUITE.runBefore();
        SparkSessions.FOR_FEW_RECORDS.forEach(session().conf()::set);
        // a command that ran before prints no plans, and some tests read them
        session().conf().set("spark.sql.maxPlanStringLength", 1_000_000);
        session().conf().set("spark.sql.debug.maxToStringFields", 100);
    }

    protected static SparkSession session() {
        return SparkSession.active();
    }

    /** Fails where two tables do not hold the same rows, whatever their order, and shows those that differ. */
    protected static void assertSameRows(Dataset<Row> expected, Dataset<Row> found) {
        SUITE.assertDataFrameNoOrderEquals(expected, found);
    }

    private static String warehouse() {
        try {
            return Files.createTempDirectory("coldtrail-warehouse").toUri().toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
