package io.coldtrail.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.coldtrail.S3Server;
import io.coldtrail.SparkTest;
import io.coldtrail.archive.InventoryFiles;
import io.coldtrail.archive.InventoryFiles.Entry;
import io.coldtrail.lake.Case;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.S3Object;

/** An archive in S3 of which an inventory tells, in place of a listing: the tables are those of the listed archive. */
class InventoriedScanTest extends SparkTest {
    private static final int OBJECTS = 5;

    @TempDir
    static Path dir;

    private static S3Server server;
    private static List<String> listed;

    @BeforeAll
    static void listed() throws Exception {
        Path archive = Files.createDirectory(dir.resolve("archive"));
        for (int i = 0; i < OBJECTS; i++) { // a record, one that is broken, and one that each object has
            Files.writeString(archive.resolve(i + ".json"), "[" + event(i) + ",{broken}," + event(99) + "]");
        }
        server = S3Server.start();
        server.configure(session().sparkContext().hadoopConfiguration());
        server.upload(archive, "inventoried", "logs/");
        assertEquals(0, Commands.run("scan", "s3://inventoried/logs", "--case", kase("listed")));
        listed = rows("listed");
        assertEquals(
                2 * OBJECTS,
                listed.stream().filter(row -> row.startsWith("cloudtrail")).count());
    }

    @Test
    void aScanByInventoryGivesWhatAScanByListingGives() throws Exception {
        scan("one-batch", 0);
        assertEquals(List.of((long) OBJECTS), batches("one-batch"));
        assertEquals(listed, rows("one-batch"));
    }

    /** By its sizes each object fills a batch: work is cut by what the inventory says. */
    @Test
    void aScanOfManyBatchesGivesWhatOneBatchGives() throws Exception {
        scan("many-batches", 4L << 30);
        assertEquals(List.of(1L, 1L, 1L, 1L, 1L), batches("many-batches"));
        assertEquals(listed, rows("many-batches"));
    }

    /** In no batch, which only the last one shows. */
    @Test
    void anArchiveWithoutALogIsOneLine() throws Exception {
        Path archive = Files.createDirectory(dir.resolve("pictures"));
        Files.writeString(archive.resolve("1.png"), "\u0089PNG");
        Files.writeString(archive.resolve("2.png"), "\u0089PNG");
        server.upload(archive, "pictures", "logs/");
        assertEquals(2, scan("pictures", "no-log", 4L << 30));
    }

    private static void scan(String name, long more) throws Exception {
        assertEquals(0, scan("inventoried", name, more));
    }

    private static int scan(String bucket, String name, long more) throws Exception {
        List<Entry> entries = new ArrayList<>();
        for (S3Object object :
                server.client().listObjectsV2(b -> b.bucket(bucket)).contents()) {
            entries.add(
                    Entry.of(object.key(), object.size() + more, object.eTag().replace("\"", "")));
        }
        Path manifest = InventoryFiles.write(
                Files.createDirectory(dir.resolve("inventory-" + name)), bucket, "CSV", entries, "");
        return Commands.run(
                "scan", "s3://" + bucket + "/logs", "--inventory", manifest.toString(), "--case", kase(name));
    }

    private static String kase(String name) {
        return dir.resolve(name).toString();
    }

    /** How many objects each batch had. */
    private static List<Long> batches(String name) {
        return new Case(session(), kase(name))
                .table("objects").groupBy("batch").count().select("count").collectAsList().stream()
                        .map(row -> row.getLong(0))
                        .toList();
    }

    private static List<String> rows(String name) {
        Case kase = new Case(session(), kase(name));
        List<String> rows = new ArrayList<>();
        for (String table : List.of("cloudtrail", "objects", "rejects", "duplicates")) {
            kase.table(table)
                    .drop("size", "last_modified", "batch") // these are as the inventory has them
                    .collectAsList()
                    .forEach(row -> rows.add(table + row));
        }
        rows.sort(null);
        return rows;
    }

    private static String event(int n) {
        return "{\"eventVersion\":\"1.08\",\"eventTime\":\"2023-07-10T11:42:36Z\",\"eventSource\":\"s3.amazonaws.com\","
                + "\"eventName\":\"GetObject\",\"recipientAccountId\":\"111122223333\",\"eventID\":\"id-" + n + "\"}";
    }
}
