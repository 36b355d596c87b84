package io.coldtrail.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.timestamp_seconds;

import io.coldtrail.lake.TableSchema;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Flow logs of the default format, and how Spark's CSV source reads them. */
public final class FlowLines {
    static final int IN_A_FILE = 100_000;

    private static final String FIELDS = "version account-id interface-id srcaddr dstaddr srcport dstport protocol"
            + " packets bytes start end action log-status";

    private FlowLines() {}

    /** Arguments: the folder to write; files, of 100,000 lines each. */
    public static void main(String[] args) throws IOException {
        write(Path.of(args[0]), Integer.parseInt(args[1]));
    }

    /** Writes them, as VPC delivers them to S3: a file an hour. */
    static void write(Path folder, int files) throws IOException {
        Files.createDirectories(folder);
        Random random = new Random(1);
        for (int file = 0; file < files; file++) {
            String name = String.format(
                    "111122223333_vpcflowlogs_us-west-2_fl-01_202211%02dT%02d00Z_a1.log.gz", 10 + file / 24, file % 24);
            try (BufferedWriter out = writer(new GZIPOutputStream(Files.newOutputStream(folder.resolve(name))))) {
                out.write(FIELDS + "\n");
                for (int i = 0; i < IN_A_FILE; i++) {
                    long start = 1668038400L + file * 3600L + i / 30;
                    out.write(String.format(
                            Locale.ROOT,
                            "2 111122223333 eni-0%07x %s 10.0.0.%d %d %d 6 %d %d %d %d %s OK\n",
                            random.nextInt(50),
                            address(random),
                            random.nextInt(250),
                            32768 + random.nextInt(28000),
                            random.nextInt(3) == 0 ? 22 : 443,
                            1 + random.nextInt(40),
                            40 + random.nextInt(60_000),
                            start,
                            start + random.nextInt(60),
                            random.nextInt(5) == 0 ? "REJECT" : "ACCEPT"));
                }
            }
        }
    }

    /** The columns that these fields fill. */
    static Column[] columns() {
        return Arrays.stream(TableSchema.of("flow").columns().fields())
                .filter(f -> TableSchema.sources(f.getComment().get()).stream()
                        .anyMatch(List.of(FIELDS.split(" "))::contains))
                .map(f -> col(f.name()))
                .toArray(Column[]::new);
    }

    /** How one reads them in plain Spark. */
    static Dataset<Row> csv(SparkSession spark, String folder) {
        StructType schema = new StructType();
        for (String field : FIELDS.split(" ")) {
            schema = schema.add(
                    field,
                    switch (field) {
                        case "version", "srcport", "dstport", "protocol" -> DataTypes.IntegerType;
                        case "packets", "bytes", "start", "end" -> DataTypes.LongType;
                        default -> DataTypes.StringType;
                    });
        }
        Column[] columns = Arrays.stream(schema.fieldNames())
                .map(f -> f.equals("start") || f.equals("end")
                        ? timestamp_seconds(col(f)).as(f)
                        : col("`" + f + "`"))
                .toArray(Column[]::new);
        return spark.read()
                .schema(schema)
                .option("sep", " ")
                .option("header", "true")
                .option("nullValue", "-")
                .csv(folder)
                .select(columns);
    }

    static String address(Random random) {
        return 1 + random.nextInt(220) + "." + random.nextInt(256) + "." + random.nextInt(256) + "."
                + random.nextInt(256);
    }

    static BufferedWriter writer(OutputStream out) {
        return new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.US_ASCII), 1 << 16);
    }
}
