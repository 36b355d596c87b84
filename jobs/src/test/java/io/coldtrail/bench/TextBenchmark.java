package io.coldtrail.bench;

import io.coldtrail.job.SparkSessions;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Logs of lines against what Spark has for them: flow logs against its CSV source, S3 access logs against its text source
 * and the regular expression that AWS documents. Run by {@code jobs/bench}.
 */
public final class TextBenchmark {
    private static final int FILES = 20;
    private static final int REQUESTS_A_FILE = 25_000;

    /** Groups of https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-s3-access-logs-to-identify-requests.html. */
    private static final Pattern ACCESS = Pattern.compile("([^ ]*) ([^ ]*) \\[(.*?)\\] ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*)"
            + " ([^ ]*) (\"[^\"]*\"|-) (-|[0-9]*) ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) (\"[^\"]*\"|-) ([^ ]*)"
            + "(?: ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*))?.*$");

    /** Columns that these groups fill as they stand. */
    private static final List<String> ACCESS_COLUMNS = List.of(
            "bucket_owner",
            "bucket_name",
            "event_time",
            "source_ip",
            "requester",
            "request_id",
            "operation",
            "key_as_logged",
            "request_uri",
            "http_status",
            "error_code",
            "bytes_sent",
            "object_size",
            "total_time",
            "turn_around_time",
            "referer",
            "user_agent",
            "version_id",
            "host_id",
            "signature_version",
            "cipher_suite",
            "auth_type",
            "host_header",
            "tls_version");

    private TextBenchmark() {}

    /** Arguments: the folder for the input; rounds. */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        int rounds = Integer.parseInt(args[1]);
        if (Files.notExists(folder)) {
            FlowLines.write(folder.resolve("flow"), FILES);
            writeRequests(Files.createDirectories(folder.resolve("s3-access")));
        }
        SparkSession.Builder builder = SparkSession.builder().master("local[2]").config("spark.ui.enabled", "false");
        SparkSessions.common().forEach(builder::config);
        SparkSession spark = builder.getOrCreate();

        Dataset<Row> flows = table(spark, "flow", folder.resolve("flow"));
        Map<String, Dataset<Row>> flowReaders = new LinkedHashMap<>();
        flowReaders.put("coldtrail flow, the 14 columns", flows.select(FlowLines.columns()));
        flowReaders.put("coldtrail flow, every column, raw, id", flows);
        flowReaders.put(
                "spark.read.csv, the 14 columns",
                FlowLines.csv(spark, folder.resolve("flow").toString()));
        ReadBenchmark.compare(flowReaders, (long) FILES * FlowLines.IN_A_FILE, rounds);

        Dataset<Row> requests = table(spark, "s3_access", folder.resolve("s3-access"));
        Map<String, Dataset<Row>> requestReaders = new LinkedHashMap<>();
        requestReaders.put(
                "coldtrail s3_access, the 24 columns",
                requests.select(ACCESS_COLUMNS.stream()
                        .map(org.apache.spark.sql.functions::col)
                        .toArray(Column[]::new)));
        requestReaders.put("coldtrail s3_access, every column, raw, id", requests);
        requestReaders.put("spark.read.text and a regex, as strings", regex(spark, folder.resolve("s3-access")));
        ReadBenchmark.compare(requestReaders, (long) FILES * REQUESTS_A_FILE, rounds);
    }

    private static Dataset<Row> table(SparkSession spark, String table, Path folder) {
        return spark.read().format("coldtrail").option("table", table).load(folder.toString());
    }

    private static Dataset<Row> regex(SparkSession spark, Path folder) {
        StructType schema = new StructType();
        for (String column : ACCESS_COLUMNS) {
            schema = schema.add(column, DataTypes.StringType);
        }
        return spark.read()
                .text(folder.toString())
                .as(Encoders.STRING())
                .map((MapFunction<String, Row>) TextBenchmark::match, Encoders.row(schema));
    }

    private static Row match(String line) {
        Matcher m = ACCESS.matcher(line);
        boolean matches = m.matches();
        return RowFactory.create(IntStream.rangeClosed(1, ACCESS_COLUMNS.size())
                .mapToObj(group -> matches ? m.group(group) : null)
                .toArray());
    }

    private static void writeRequests(Path folder) throws IOException {
        Random random = new Random(2);
        for (int file = 0; file < FILES; file++) {
            String name = String.format("2022-11-10-%02d-00-00-%016X", file, file);
            try (BufferedWriter out = FlowLines.writer(Files.newOutputStream(folder.resolve(name)))) {
                for (int i = 0; i < REQUESTS_A_FILE; i++) {
                    String key = "reports/2022/part-" + random.nextInt(100_000) + ".csv";
                    out.write(String.format(
                            Locale.ROOT,
                            "%064x acme-data [10/Nov/2022:%02d:%02d:%02d +0000] %s"
                                    + " arn:aws:sts::111122223333:assumed-role/web/i-0ff2467004cdadd9a %016X"
                                    + " REST.GET.OBJECT %s \"GET /%s HTTP/1.1\" 200 - %d %d %d %d \"-\""
                                    + " \"aws-sdk-java/2.17 Linux/5.10 OpenJDK/17\" - %s= SigV4"
                                    + " ECDHE-RSA-AES128-GCM-SHA256 AuthHeader acme-data.s3.us-west-2.amazonaws.com"
                                    + " TLSv1.2 - -\n",
                            79,
                            file,
                            i / 600 % 60,
                            i / 10 % 60,
                            FlowLines.address(random),
                            random.nextLong(),
                            key,
                            key,
                            random.nextInt(100_000),
                            random.nextInt(100_000),
                            random.nextInt(300),
                            random.nextInt(100),
                            "s9lzHYrFp76ZVxRcpX9+5cjAnEH2ROuNkd2BHfIa6UkFVdtjf5mKR3/eTPFvsiP/XV/VLi31234"));
                }
            }
        }
    }
}
