package io.coldtrail.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coldtrail.S3Server;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** An inventory in the documented form gives what a listing gives, and says in a line what is wrong with it. */
class InventoryTest {
    private static final String CSV_COLUMNS =
            "Bucket, Key, VersionId, IsLatest, IsDeleteMarker, Size, LastModifiedDate, ETag, StorageClass";

    /** As the user guide has it, cut to what is asked for. */
    private static final MessageType PARQUET = MessageTypeParser.parseMessageType(
            "message s3.inventory { required binary bucket (UTF8); required binary key (UTF8); "
                    + "optional binary version_id (UTF8); optional boolean is_latest; optional boolean is_delete_marker; "
                    + "optional int64 size; optional int64 last_modified_date (TIMESTAMP_MILLIS); "
                    + "optional binary e_tag (UTF8); optional binary storage_class (UTF8); }");

    private static final String TRAIL = "logs/AWSLogs/111122223333/CloudTrail/us-east-1/2023/07/10/";

    @TempDir
    Path dir;

    private record Entry(
            String key, String version, boolean latest, boolean marker, String size, String etag, String storage) {}

    private static final List<Entry> ENTRIES = List.of(
            entry(TRAIL + "111122223333_CloudTrail_us-east-1_20230710T1145Z_a.json.gz"),
            entry(TRAIL + "odd name+%2F&=\u00e9\"',.json.gz"),
            entry("logs/x/..y/z.json"),
            entry("logs/AWSLogs/111122223333/CloudTrail/us-east-1/2022/01/01/old.json.gz"),
            entry("elsewhere/x.json"),
            entry("logs"),
            new Entry("logs/overwritten.json", "v2", true, false, "12", "e2", "GLACIER"),
            new Entry("logs/overwritten.json", "v1", false, false, "10", "e1", "STANDARD"),
            new Entry("logs/deleted.json", "v3", true, true, null, null, null),
            new Entry("logs/deleted.json", "v2", false, false, "10", "e3", "STANDARD"));

    private static Entry entry(String key) {
        return new Entry(key, null, true, false, "7", "9b2cf535f27731c974343645a3985328", "STANDARD");
    }

    private static final List<String> CURRENT = List.of(
            "AWSLogs/111122223333/CloudTrail/us-east-1/2022/01/01/old.json.gz",
            TRAIL.substring(5) + "111122223333_CloudTrail_us-east-1_20230710T1145Z_a.json.gz",
            TRAIL.substring(5) + "odd name+%2F&=\u00e9\"',.json.gz",
            "logs",
            "overwritten.json",
            "x/..y/z.json");

    @Test
    void givesTheCurrentVersionsInEitherFormat() throws Exception {
        for (String format : List.of("CSV", "Parquet")) {
            List<ObjectRef> listed = list(manifest(format, ENTRIES, ""), "s3://source/logs", ArchiveFilter.ALL);
            assertEquals(CURRENT, listed.stream().map(ObjectRef::object).toList(), format);
            ObjectRef trail = listed.get(1);
            assertEquals("s3://source/logs/" + trail.object(), trail.location());
            assertEquals(ObjectKind.CLOUDTRAIL, trail.kind());
            assertEquals(Instant.parse("2023-07-10T11:45:00Z"), trail.delivered());
            assertEquals(7, trail.size());
            assertEquals("\"9b2cf535f27731c974343645a3985328\"", trail.etag());
            assertEquals(null, trail.versionId());
            assertEquals(Instant.parse("2023-07-10T12:00:01.500Z"), trail.lastModified());
            ObjectRef overwritten = listed.get(4);
            assertEquals("v2", overwritten.versionId());
            assertEquals(12, overwritten.size());
            assertEquals("GLACIER", overwritten.storageClass());
        }
    }

    @Test
    void theWindowChoosesFromItToo() throws Exception {
        ArchiveFilter window = new ArchiveFilter(Instant.parse("2023-07-01T00:00:00Z"), null, Set.of(), Set.of());
        assertEquals(
                CURRENT.subList(1, CURRENT.size()),
                list(manifest("CSV", ENTRIES, ""), "s3://source/logs", window).stream()
                        .map(ObjectRef::object)
                        .toList());
    }

    @Test
    void saysWhatIsWrongInALine() throws Exception {
        assertTold("is not as the manifest says", manifest("CSV", ENTRIES, "00"));
        assertTold("is in ORC, which is not read", manifest("ORC", ENTRIES, ""));
        assertTold(
                "does not tell the size",
                manifest("CSV", List.of(new Entry("logs/a", null, true, false, null, null, null)), ""));
        assertTold("is not JSON", text("broken.json", "{\"files\":"));
        assertTold("has no sourceBucket", text("other.json", "{\"a\":1}"));
        assertTold("give the address of its manifest.json", dir.toString());
        assertTold("not there", dir.resolve("no.json").toString());
        ArchiveException told = assertThrows(
                ArchiveException.class,
                () -> list(manifest("CSV", ENTRIES, ""), "s3://another/logs", ArchiveFilter.ALL));
        assertTrue(told.getMessage().contains("is of bucket source"), told.getMessage());
    }

    /** In place of listing a bucket: what the inventory does not have is not met, all else is as it is listed. */
    @Test
    void standsInForTheListingOfABucket() throws Exception {
        S3Server server = S3Server.start();
        server.client().createBucket(b -> b.bucket("source"));
        server.client().createBucket(b -> b.bucket("inventories"));
        List<Entry> entries = new ArrayList<>();
        for (Entry entry : ENTRIES) {
            if (entry.version() == null && !entry.key().equals("logs")) {
                PutObjectResponse put = server.client()
                        .putObject(b -> b.bucket("source").key(entry.key()), RequestBody.fromString("1234567"));
                entries.add(new Entry(
                        entry.key(), null, true, false, "7", put.eTag().replace("\"", ""), "STANDARD"));
            }
        }
        List<ObjectRef> listed = list(null, "s3://source/logs", ArchiveFilter.ALL);
        assertEquals(4, listed.size());
        server.client().putObject(b -> b.bucket("source").key("logs/later.json"), RequestBody.fromString("{}"));

        Path manifest = Path.of(manifest("CSV", entries, ""));
        Path data = manifest.resolveSibling("../data/1").normalize();
        server.client().putObject(b -> b.bucket("inventories").key("source/all/data/1"), data);
        server.client()
                .putObject(b -> b.bucket("inventories").key("source/all/2023-07-11T00-00Z/manifest.json"), manifest);
        List<ObjectRef> told = list(
                "s3://inventories/source/all/2023-07-11T00-00Z/manifest.json", "s3://source/logs", ArchiveFilter.ALL);
        assertEquals(stripped(listed), stripped(told));
    }

    private static List<String> stripped(List<ObjectRef> refs) {
        return refs.stream()
                .map(r -> r.object() + r.location() + r.kind() + r.delivered() + r.size() + r.etag())
                .toList();
    }

    private void assertTold(String what, String manifest) {
        ArchiveException told =
                assertThrows(ArchiveException.class, () -> list(manifest, "s3://source/logs", ArchiveFilter.ALL));
        assertTrue(told.getMessage().contains(what), told.getMessage());
        assertEquals(1, told.getMessage().lines().count());
    }

    private static List<ObjectRef> list(String manifest, String archive, ArchiveFilter filter) {
        List<ObjectRef> objects = new ArrayList<>();
        Archive.list(
                List.of(archive), manifest == null ? List.of() : List.of(manifest), Map.of(), filter, objects::add);
        objects.sort(Comparator.comparing(ObjectRef::object));
        return objects;
    }

    private String text(String name, String content) throws Exception {
        return Files.writeString(dir.resolve(name), content).toString();
    }

    /** Writes an inventory, and returns where its manifest is. */
    private String manifest(String format, List<Entry> entries, String spoilt) throws Exception {
        Path all = Files.createTempDirectory(dir, "all");
        Path data = Files.createDirectories(all.resolve("data")).resolve("1");
        if (format.equals("Parquet")) {
            parquet(data, entries);
        } else {
            Files.write(data, csv(entries));
        }
        String md5 = HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(Files.readAllBytes(data)));
        Path manifest =
                Files.createDirectories(all.resolve("2023-07-11T00-00Z")).resolve("manifest.json");
        Files.writeString(
                manifest,
                "{\"sourceBucket\":\"source\",\"destinationBucket\":\"arn:aws:s3:::inventories\",\"version\":\"2016-11-30\","
                        + "\"creationTimestamp\":\"1689033600000\",\"fileFormat\":\"" + format + "\",\"fileSchema\":\""
                        + (format.equals("Parquet") ? PARQUET.toString().replace("\n", " ") : CSV_COLUMNS)
                        + "\",\"files\":[{\"key\":\"source/all/data/1\",\"size\":" + Files.size(data)
                        + ",\"MD5checksum\":\"" + spoilt + md5.substring(spoilt.length()) + "\"}]}");
        return manifest.toString();
    }

    private static byte[] csv(List<Entry> entries) throws Exception {
        StringBuilder lines = new StringBuilder();
        for (Entry e : entries) {
            List<String> values =
                    new ArrayList<>(List.of("source", URLEncoder.encode(e.key(), StandardCharsets.UTF_8)));
            for (String value : new String[] {
                e.version(),
                "" + e.latest(),
                "" + e.marker(),
                e.size(),
                "2023-07-10T12:00:01.500Z",
                e.etag(),
                e.storage()
            }) {
                values.add(value == null ? "" : value);
            }
            lines.append('"').append(String.join("\",\"", values)).append("\"\n");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(lines.toString().getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static void parquet(Path file, List<Entry> entries) throws Exception {
        try (ParquetWriter<Group> rows = ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
                .withType(PARQUET)
                .withConf(new Configuration())
                .build()) {
            for (Entry e : entries) {
                Group row = new SimpleGroup(PARQUET)
                        .append("bucket", "source")
                        .append("key", e.key())
                        .append("is_latest", e.latest())
                        .append("is_delete_marker", e.marker())
                        .append(
                                "last_modified_date",
                                Instant.parse("2023-07-10T12:00:01.500Z").toEpochMilli());
                if (e.version() != null) {
                    row.append("version_id", e.version());
                }
                if (e.size() != null) {
                    row.append("size", Long.parseLong(e.size()))
                            .append("e_tag", e.etag())
                            .append("storage_class", e.storage());
                }
                rows.write(row);
            }
        }
    }
}
