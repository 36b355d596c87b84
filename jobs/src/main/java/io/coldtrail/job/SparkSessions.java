package io.coldtrail.job;

import io.coldtrail.detect.DetectCatalog;
import io.coldtrail.lake.DirectCommit;
import io.coldtrail.lake.LocalFiles;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Spark as coldtrail needs it: on a laptop by itself, under spark-submit with what was submitted. */
public final class SparkSessions {
    /** Spark's own floor is 450 MB; below this many shuffle partitions a laptop's cores idle. */
    private static final String LOCAL_SHUFFLE_PARTITIONS = "2";

    /**
     * For a small case: to compile a query to bytecode, and to plan it anew after each of its stages, takes longer than
     * to run it.
     */
    public static final Map<String, String> FOR_FEW_RECORDS = Map.of(
            "spark.sql.codegen.wholeStage", "false",
            "spark.sql.codegen.factoryMode", "NO_CODEGEN",
            "spark.sql.adaptive.enabled", "false",
            // each plan is printed for Spark's UI, whether there is one or not: of code, here none, that costs nothing
            "spark.sql.ui.explainMode", "codegen",
            // a task for each, and a cluster has many unless told otherwise
            "spark.sql.shuffle.partitions", "1",
            // and Spark keeps such of kept rows as name columns that are gone
            "spark.sql.constraintPropagation.enabled", "false",
            "spark.databricks.delta.snapshotPartitions", "1");

    /** What tasks may send to the driver, for one query: 1 GB is Spark's own bound, whatever memory there is. */
    private static final String RESULTS = "spark.driver.maxResultSize";

    private static final long LEAST_RESULTS = 1L << 30;

    /** What tells the AWS SDK where S3 is and who asks: the tasks of a cluster are told what this JVM was told. */
    private static final List<String> AWS_VARIABLES = List.of(
            "AWS_ENDPOINT_URL",
            "AWS_ENDPOINT_URL_S3",
            "AWS_REGION",
            "AWS_DEFAULT_REGION",
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN");

    /** A dictionary of unique values is work thrown away. */
    private static final List<String> UNIQUE_COLUMNS = List.of(
            "raw",
            "event_id",
            "request_id",
            "request_parameters",
            "response_elements",
            "additional_event_data",
            "resources",
            "record_offset",
            "record_index",
            "record_sha256");

    private static volatile SparkSession opened;

    private SparkSessions() {}

    /** Sends what Spark and its libraries say to a file. To be called before the first of them is touched. */
    static void logTo(Path file) {
        System.setProperty("coldtrail.log", file.toString());
        try {
            URI config = SparkSessions.class
                    .getResource("/coldtrail-log4j2.properties")
                    .toURI();
            System.setProperty("log4j2.configurationFile", config.toString());
            Configurator.reconfigure(config);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The session: made on first use. */
    static SparkSession open() {
        SparkSession.Builder builder = SparkSession.builder().appName("coldtrail");
        if (System.getProperty("spark.master") == null) {
            local(builder);
        }
        if (onCluster()) {
            AWS_VARIABLES.stream()
                    .filter(name -> System.getenv(name) != null)
                    .map(name -> "spark.executorEnv." + name)
                    .filter(key -> System.getProperty(key) == null)
                    .forEach(key -> builder.config(key, System.getenv(key.substring(key.lastIndexOf('.') + 1))));
        }
        if (System.getProperty(RESULTS) == null) {
            builder.config(RESULTS, Math.max(LEAST_RESULTS, Runtime.getRuntime().maxMemory() / 4) + "b");
        }
        common().forEach(builder::config);
        opened = builder.getOrCreate();
        return opened;
    }

    /** Ends the session, where there is one. */
    public static void stop() {
        if (opened != null) {
            opened.stop();
        }
    }

    /** True where tasks run in other JVMs, on other machines: they see neither the memory nor the disk of this one. */
    public static boolean onCluster() {
        String master = System.getProperty("spark.master");
        return master != null && !master.startsWith("local");
    }

    private static void local(SparkSession.Builder builder) {
        LocalFiles.CONF.forEach(builder::config);
        builder.master("local[*]")
                .config("spark.ui.enabled", "false")
                // nobody looks at plans where there is no UI, and to print them took a seventh of a short run
                .config("spark.sql.ui.explainMode", "simple")
                .config("spark.sql.maxPlanStringLength", "0")
                .config("spark.sql.debug.maxToStringFields", "1")
                .config("spark.sql.ui.retainedExecutions", "1")
                .config("spark.ui.retainedJobs", "10")
                .config("spark.ui.retainedStages", "10")
                .config("spark.ui.retainedTasks", "100")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", LOCAL_SHUFFLE_PARTITIONS)
                .config("spark.default.parallelism", Runtime.getRuntime().availableProcessors())
                .config("spark.databricks.delta.snapshotPartitions", "1")
                .config(
                        "spark.sql.warehouse.dir",
                        Path.of(System.getProperty("java.io.tmpdir"), "coldtrail-warehouse")
                                .toUri()
                                .toString());
    }

    /** What every session of coldtrail has in common, that of the tests too. */
    public static Map<String, String> common() {
        Map<String, String> conf = new LinkedHashMap<>();
        conf.put("spark.ui.showConsoleProgress", "false");
        conf.put("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension");
        conf.put("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");
        conf.put("spark.sql.catalog.coldtrail", DetectCatalog.class.getName());
        conf.put("spark.sql.session.timeZone", "UTC");
        conf.put("spark.sql.ansi.enabled", "true");
        // INT96 has no statistics, and Athena no use for it
        conf.put("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");
        // rows that carry raw are dear to sort; a batch has few days
        conf.put("spark.sql.maxConcurrentOutputFileWriters", "16");
        conf.put(DirectCommit.CONF, DirectCommit.class.getName());
        conf.put("spark.databricks.delta.optimizeWrite.enabled", "false");
        conf.put("spark.databricks.delta.autoCompact.enabled", "false");
        // Delta reads none of them back, and outside of UTC checks them by a job after each commit
        conf.put("spark.databricks.delta.allFilesInCrc.enabled", "false");
        // the first file that a JVM writes fixes it
        conf.put("spark.hadoop.parquet.compression.codec.zstd.level", "1");
        conf.put("spark.sql.parquet.compression.codec", "zstd");
        for (String unique : UNIQUE_COLUMNS) {
            conf.put("spark.hadoop.parquet.enable.dictionary#" + unique, "false");
        }
        String endpoint = System.getenv("AWS_ENDPOINT_URL_S3") != null
                ? System.getenv("AWS_ENDPOINT_URL_S3")
                : System.getProperty("aws.endpointUrl", System.getenv("AWS_ENDPOINT_URL"));
        if (endpoint != null) {
            conf.put("spark.hadoop.fs.s3a.endpoint", endpoint);
            conf.put("spark.hadoop.fs.s3a.path.style.access", "true");
            conf.put("spark.hadoop.fs.s3a.connection.ssl.enabled", Boolean.toString(endpoint.startsWith("https")));
        }
        if (System.getenv("AWS_PROFILE") != null && !onCluster()) { // it names a file of this machine
            conf.put(
                    "spark.hadoop.fs.s3a.aws.credentials.provider",
                    "com.amazonaws.auth.DefaultAWSCredentialsProviderChain");
        }
        return conf;
    }

    /** Suits the session to how much there is to run on. */
    static void suit(boolean fewRecords, SparkSession spark) {
        if (fewRecords) {
            FOR_FEW_RECORDS.forEach(spark.conf()::set);
            return;
        }
        SparkConf given = spark.sparkContext().getConf();
        for (String key : FOR_FEW_RECORDS.keySet()) {
            if (given.contains(key)) {
                spark.conf().set(key, given.get(key)); // to unset it would forget what was submitted
            } else {
                spark.conf().unset(key);
            }
        }
    }
}
