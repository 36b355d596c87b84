package io.coldtrail.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coldtrail.S3Server;
import io.coldtrail.SparkTest;
import io.coldtrail.lake.Case;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/** One archive on disk and in S3, the case beside it: the tables are the same. */
class ArchiveInS3Test extends SparkTest {
    private static final String DIGEST = "AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2023/07/10/"
            + "111122223333_CloudTrail-Digest_us-east-1_trail_us-east-1_20230710T150000Z.json.gz";

    @TempDir
    Path dir;

    @Test
    void givesTheTablesThatTheArchiveOnDiskGives() throws Exception {
        Path archive = dir.resolve("archive");
        write(
                archive,
                "AWSLogs/111122223333/CloudTrail/us-east-1/2023/07/10/"
                        + "111122223333_CloudTrail_us-east-1_20230710T1145Z_7xgocspSowgK0Gto.json.gz",
                events(0, 40));
        write(
                archive,
                "AWSLogs/111122223333/CloudTrail/us-east-1/2023/07/10/"
                        + "111122223333_CloudTrail_us-east-1_20230710T1150Z_odd name+%2F&=.json.gz",
                events(30, 60));
        write(archive, "AWSLogs/111122223333/CloudTrail/us-east-1/2023/07/10/empty.json.gz", "");
        write(archive, "told/by-its-content", "start dstaddr\n1668092100 10.0.0.15\n");
        write(archive, DIGEST, "{\"digestEndTime\":\"2023-07-10T15:00:00Z\",\"logFiles\":[]}");
        S3Server server = S3Server.start();
        server.configure(session().sparkContext().hadoopConfiguration());
        server.upload(archive, "archive", "some/prefix/");
        server.client()
                .putObject(
                        b -> b.bucket("archive").key("some/prefix/" + DIGEST).metadata(Map.of("signature", "ab12")),
                        archive.resolve(DIGEST));
        // a copy on disk has the object's metadata beside it
        write(archive, DIGEST + ".metadata.json", "{\"signature\":\"ab12\"}");
        server.client().createBucket(b -> b.bucket("cases"));

        assertEquals(
                0,
                Commands.run(
                        "scan",
                        archive.toString(),
                        "--case",
                        dir.resolve("case").toString()));
        assertEquals(0, Commands.run("scan", "s3://archive/some/prefix", "--case", "s3://cases/one"));

        Case local = new Case(session(), dir.resolve("case").toString());
        Case remote = new Case(session(), "s3://cases/one");
        assertEquals(70, local.table("cloudtrail").count());
        assertEquals(10, local.table("duplicates").count());
        assertEquals("ab12", remote.table("digests").select("signature").first().getString(0));
        assertEquals(1, remote.table("flow").count());
        for (String table : List.of("cloudtrail", "flow", "digests", "objects", "rejects", "duplicates")) {
            assertSameRows(comparable(local.table(table)), comparable(remote.table(table)));
        }

        // the machine on which it fails may be gone when somebody asks why
        assertEquals(2, Commands.run("scan", "s3://no-such-bucket/logs", "--case", "s3://cases/one"));
        Case later = new Case(session(), "s3://cases/one");
        assertEquals(
                List.of("done", "failed"),
                later.table("runs").orderBy("run_id").select("status").collectAsList().stream()
                        .map(row -> row.getString(0))
                        .toList());
        assertTrue(later.files().readText("log/r-0002.log").contains("there is no bucket no-such-bucket"));
    }

    @Test
    void aKeyThatClimbsIsAName() throws Exception {
        S3Server server = S3Server.start();
        server.configure(session().sparkContext().hadoopConfiguration());
        server.client().createBucket(b -> b.bucket("climbing"));
        server.client()
                .putObject(b -> b.bucket("climbing").key("logs/a..b/..c.json"), RequestBody.fromString(events(0, 2)));
        assertEquals(
                0,
                Commands.run(
                        "scan",
                        "s3://climbing/logs",
                        "--case",
                        dir.resolve("case").toString()));
        Case kase = new Case(session(), dir.resolve("case").toString());
        assertEquals(
                2, kase.table("cloudtrail").where("object = 'a..b/..c.json'").count());
    }

    @Test
    void filesThatOptionsNameMayLieThereToo() throws Exception {
        S3Server server = S3Server.start();
        server.client().createBucket(b -> b.bucket("given"));
        for (String key : List.of("rules/a.yml", "rules/mine/b.sql", "rules-old/c.yml", "list.txt", "list.txt.old")) {
            server.client().putObject(b -> b.bucket("given").key(key), RequestBody.fromString("of " + key));
        }
        GivenFile given = new GivenFile();
        Path list = given.convert("s3://given/list.txt");
        assertEquals("list.txt", list.getFileName().toString());
        assertEquals("of list.txt", Files.readString(list));
        Path rules = given.convert("s3://given/rules");
        try (Stream<Path> files = Files.walk(rules)) {
            assertEquals(
                    List.of("a.yml", "mine/b.sql"),
                    files.filter(Files::isRegularFile)
                            .map(file -> rules.relativize(file).toString())
                            .sorted()
                            .toList());
        }
        assertEquals(
                2, Commands.run("trace", "--case", dir.resolve("case").toString(), "--facts", "s3://given/none.yml"));
        assertEquals(dir.resolve("x"), given.convert(dir.resolve("x").toString()));
    }

    @Test
    void whatCannotBeListedIsToldInOneLine() throws Exception {
        S3Server server = S3Server.start();
        server.configure(session().sparkContext().hadoopConfiguration());
        assertEquals(
                2,
                Commands.run(
                        "scan",
                        "s3://no-such-bucket/logs",
                        "--case",
                        dir.resolve("case").toString()));
        assertFalse(Files.exists(dir.resolve("case")), "no case came of it: nothing is left, no lock either");
    }

    private static Dataset<Row> comparable(Dataset<Row> rows) {
        return rows.drop("uri", "etag", "version_id", "last_modified");
    }

    private static void write(Path archive, String key, String content) throws Exception {
        Path file = archive.resolve(key);
        Files.createDirectories(file.getParent());
        Files.write(file, content.getBytes(StandardCharsets.UTF_8));
    }

    private static String events(int from, int to) {
        StringBuilder text = new StringBuilder("{\"Records\":[");
        for (int i = from; i < to; i++) {
            text.append(i == from ? "" : ",")
                    .append("{\"eventVersion\":\"1.08\",\"eventTime\":\"2023-07-10T11:42:36Z\",")
                    .append("\"eventSource\":\"s3.amazonaws.com\",\"eventName\":\"GetObject\",")
                    .append("\"recipientAccountId\":\"111122223333\",\"eventID\":\"id-")
                    .append(i)
                    .append("\"}");
        }
        return text.append("]}").toString();
    }
}
