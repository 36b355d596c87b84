package io.coldtrail.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.coldtrail.S3Server;
import io.coldtrail.SparkTest;
import io.coldtrail.archive.Archive;
import io.coldtrail.lake.Case;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** Somebody took records out of an archive: one by overwriting its object, one with its object. The bucket kept both. */
class VersionedArchiveTest extends SparkTest {
    private static final String BUCKET = "versioned";

    @TempDir
    static Path dir;

    private static S3Client s3;

    @BeforeAll
    static void archive() throws Exception {
        S3Server server = S3Server.start();
        server.configure(session().sparkContext().hadoopConfiguration());
        s3 = server.client();
        s3.createBucket(b -> b.bucket(BUCKET));
        s3.putBucketVersioning(
                b -> b.bucket(BUCKET).versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
        put("1.json", event(1));
        put("2.json", event(2) + "," + event(3));
        put("2.json", event(3));
        put("3.json", event(4));
        s3.deleteObject(b -> b.bucket(BUCKET).key("logs/3.json"));
    }

    @Test
    void whatWasTakenOutIsReadWhereVersionsAreAskedFor() {
        assertEquals(0, Commands.run("scan", "s3://versioned/logs", "--versions", "--case", kase("all")));
        assertEquals(List.of("id-1", "id-2", "id-3", "id-3", "id-4"), ids("all"));
        assertEquals(1, new Case(session(), kase("all")).table("duplicates").count());

        put("1.json", event(5)); // which was read before; that versions are asked for, the case remembers
        assertEquals(0, Commands.run("scan", "--case", kase("all")));
        assertEquals(List.of("id-1", "id-2", "id-3", "id-3", "id-4", "id-5"), ids("all"));
    }

    @Test
    void itIsGoneWhereTheyAreNot() {
        assertEquals(0, Commands.run("scan", "s3://versioned/logs", "--case", kase("now")));
        assertEquals(0, takenOut("now"));

        assertEquals(0, Commands.run("scan", "--versions", "--case", kase("now")));
        assertEquals(2, takenOut("now"));
        Dataset<Row> objects = new Case(session(), kase("now")).table("objects").where("status = 'read'");
        assertEquals(
                objects.count(), objects.select("uri", "version_id").distinct().count(), "each version once");
    }

    /** A rule that was mended in a bucket with versions is one rule. */
    @Test
    void whatIsNoArchiveIsWhatItIsNow() throws Exception {
        s3.putObject(b -> b.bucket(BUCKET).key("rules/a.yml"), RequestBody.fromString("title: wrong"));
        s3.putObject(b -> b.bucket(BUCKET).key("rules/a.yml"), RequestBody.fromString("title: right"));
        assertEquals(0, Commands.run("scan", "s3://versioned/logs", "--versions", "--case", kase("rules")));
        Path copy = Archive.copy("s3://versioned/rules", Files.createDirectory(dir.resolve("copy")));
        try (Stream<Path> files = Files.walk(copy)) {
            List<Path> copied = files.filter(Files::isRegularFile).toList();
            assertEquals(List.of(copy.resolve("a.yml")), copied);
            assertEquals("title: right", Files.readString(copied.get(0)));
        }
    }

    private static long takenOut(String name) {
        return ids(name).stream().filter(List.of("id-2", "id-4")::contains).count();
    }

    private static void put(String name, String events) {
        s3.putObject(b -> b.bucket(BUCKET).key("logs/" + name), RequestBody.fromString("[" + events + "]"));
    }

    private static List<String> ids(String name) {
        return new Case(session(), kase(name))
                .table("cloudtrail").orderBy("event_id").select("event_id").collectAsList().stream()
                        .map((Row row) -> row.getString(0))
                        .toList();
    }

    private static String kase(String name) {
        return dir.resolve(name).toString();
    }

    private static String event(int n) {
        return "{\"eventVersion\":\"1.08\",\"eventTime\":\"2023-07-10T11:42:36Z\",\"eventSource\":\"s3.amazonaws.com\","
                + "\"eventName\":\"GetObject\",\"recipientAccountId\":\"111122223333\",\"eventID\":\"id-" + n + "\"}";
    }
}
