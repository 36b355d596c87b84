package io.coldtrail.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.coldtrail.S3Server;
import io.coldtrail.SparkTest;
import io.coldtrail.StandaloneCluster;
import io.coldtrail.lake.Case;
import io.coldtrail.lake.TableSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job jar on a real cluster, archive and case in a real S3: the reference incident gives what it gives on one
 * machine, be it that executors are lost on the way, and tasks run twice.
 */
@Tag("variations")
class ClusterIT extends SparkTest {
    private static final Duration MOST = Duration.ofMinutes(15);

    /** What only an archive in a bucket is told, of files that it lacks. */
    private static final String OF_A_BUCKET =
            " Where the bucket keeps versions, coldtrail investigate --versions reads what was deleted.";

    /** What names the place and not the content. */
    private static final List<String> OF_THE_PLACE = List.of("uri", "etag", "version_id", "last_modified");

    @TempDir
    static Path dir;

    private static DemoCase demo;
    private static S3Server server;
    private static StandaloneCluster cluster;

    @BeforeAll
    static void start() throws IOException {
        demo = DemoCase.write("--with-guardduty");
        leaveTheAttacksDayOnly();
        server = S3Server.start();
        server.configure(session().sparkContext().hadoopConfiguration());
        server.upload(demo.dir.resolve("archive"), "estate", "logs/");
        server.client().createBucket(b -> b.bucket("cluster-cases"));
        server.client().createBucket(b -> b.bucket("given"));
        for (String file : List.of("threat-list.txt", "facts.yml")) {
            server.client().putObject(b -> b.bucket("given").key(file), demo.dir.resolve(file));
        }
        cluster = StandaloneCluster.start(dir.resolve("spark"));
    }

    @AfterAll
    static void stop() throws IOException {
        if (cluster != null) {
            cluster.close();
        }
        demo.close();
    }

    @Test
    void givesWhatOneMachineGives() throws Exception {
        Process driver = cluster.submit(
                Map.of(
                        "AWS_ENDPOINT_URL", server.endpoint(),
                        "AWS_REGION", "us-east-1",
                        "AWS_ACCESS_KEY_ID", "test",
                        "AWS_SECRET_ACCESS_KEY", "test"),
                List.of(
                        // machines that agree in nothing
                        "spark.executor.extraJavaOptions=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
                                + " -Duser.timezone=Asia/Tokyo -Duser.language=tr -Dfile.encoding=US-ASCII",
                        // what takes a moment is begun a second time elsewhere
                        "spark.speculation=true",
                        "spark.speculation.task.duration.threshold=200ms",
                        "spark.speculation.interval=50ms"),
                List.of(
                        "investigate",
                        "s3://estate/logs",
                        "--case",
                        "s3://cluster-cases/one",
                        "--threat-list",
                        "s3://given/threat-list.txt",
                        "--facts",
                        "s3://given/facts.yml",
                        "--now",
                        DemoCase.NOW));
        await(driver, () -> phase("scan") && cluster.finished(1) > 0 && cluster.began(1) > cluster.finished(1));
        cluster.killExecutor(1);
        await(driver, () -> phase("trace"));
        long before = cluster.finished(2);
        await(driver, () -> cluster.finished(2) > before + 20);
        cluster.killExecutor(2);
        assertTrue(driver.waitFor(MOST.toSeconds(), TimeUnit.SECONDS), "the driver did not end: " + cluster.output());
        assertEquals(0, driver.exitValue(), cluster.output());
        for (int worker = 1; worker <= 2; worker++) {
            assertTrue(cluster.finished(worker) > 20, "worker " + worker + " did hardly anything");
            assertTrue(cluster.executors(worker) > 1, "worker " + worker + " lost no executor");
        }

        assertTrue(cluster.outrun() > 0, "no task was outrun by its second attempt, or the other way round");

        assertEquals(0, demo.investigate("case"));
        Case local = demo.kase("case");
        Case remote = new Case(session(), "s3://cluster-cases/one");
        for (String table : TableSchema.NAMES) {
            if (!table.equals("runs")) {
                assertSame(table, rows(local, table), rows(remote, table));
            }
        }
        assertEquals("done", remote.table("runs").select("status").first().getString(0));
        assertFalse(remote.isEmpty("findings"));
        assertEquals(local.files().list("report"), remote.files().list("report"));
        for (String file : local.files().list("report")) {
            if (file.contains(".asff.")) {
                assertEquals(
                        local.files().readText("report/" + file), remote.files().readText("report/" + file), file);
            }
        }
        assertEquals(List.of(), remote.files().list("work"), "what was kept for the run alone");
    }

    /** Half of the archive is as good for this. */
    private static void leaveTheAttacksDayOnly() throws IOException {
        try (Stream<Path> files = Files.walk(demo.dir.resolve("archive"))) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(f -> f.toString().matches(".*2022[-/]?11[-/]?09.*"))
                    .toList()) {
                Files.delete(file);
            }
        }
    }

    private static boolean phase(String name) {
        return cluster.output().contains("Z " + name + " ");
    }

    private static void await(Process driver, BooleanSupplier sign) {
        long deadline = System.nanoTime() + MOST.toNanos();
        while (!sign.getAsBoolean()) {
            if (!driver.isAlive() || System.nanoTime() > deadline) {
                fail("the driver ended too early, or never came so far: " + cluster.output());
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private static List<String> rows(Case kase, String table) {
        Dataset<Row> rows = kase.table(table);
        Column[] columns = Arrays.stream(rows.columns())
                .filter(column -> !OF_THE_PLACE.contains(column))
                .map(functions::col)
                .toArray(Column[]::new);
        return rows.select(functions.to_json(functions.struct(columns))).collectAsList().stream()
                .map(row -> row.getString(0).replace(OF_A_BUCKET, ""))
                .sorted()
                .toList();
    }

    private static void assertSame(String table, List<String> expected, List<String> found) {
        for (int i = 0; i < Math.min(expected.size(), found.size()); i++) {
            assertEquals(expected.get(i), found.get(i), table);
        }
        assertEquals(expected.size(), found.size(), table);
    }
}
