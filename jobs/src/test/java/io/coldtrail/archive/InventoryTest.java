package io.coldtrail.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coldtrail.S3Server;
import io.coldtrail.archive.InventoryFiles.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** An inventory in the documented form gives what a listing gives, and says in a line what is wrong with it. */
class InventoryTest {
    private static final String TRAIL = "logs/AWSLogs/111122223333/CloudTrail/us-east-1/2023/07/10/";

    @TempDir
    Path dir;

    private static final List<Entry> ENTRIES = List.of(
            object(TRAIL + "111122223333_CloudTrail_us-east-1_20230710T1145Z_a.json.gz"),
            object(TRAIL + "odd name+%2F&=\u00e9\"',.json.gz"),
            object("logs/x/..y/z.json"),
            object("logs/AWSLogs/111122223333/CloudTrail/us-east-1/2022/01/01/old.json.gz"),
            object("elsewhere/x.json"),
            object("logs"),
            new Entry("logs/overwritten.json", "v2", true, false, "12", "e2", "GLACIER"),
            new Entry("logs/overwritten.json", "v1", false, false, "10", "e1", "STANDARD"),
            new Entry("logs/deleted.json", "v3", true, true, null, null, null),
            new Entry("logs/deleted.json", "v2", false, false, "10", "e3", "STANDARD"));

    private static Entry object(String key) {
        return Entry.of(key, 7, "9b2cf535f27731c974343645a3985328");
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
    void givesOlderVersionsWhereTheyAreAskedFor() throws Exception {
        List<Entry> entries = new ArrayList<>(ENTRIES);
        entries.add(new Entry("logs/overwritten.json", null, false, false, "9", "e0", "STANDARD"));
        ArchiveFilter versions = ArchiveFilter.ALL.withVersions(true);
        for (String format : List.of("CSV", "Parquet")) {
            List<String> names = new ArrayList<>(CURRENT);
            names.addAll(List.of(
                    "versionId=null/overwritten.json", "versionId=v1/overwritten.json", "versionId=v2/deleted.json"));
            names.sort(null);
            assertEquals(
                    names,
                    list(manifest(format, entries, ""), "s3://source/logs", versions).stream()
                            .map(ObjectRef::object)
                            .toList());
        }
        List<Entry> current = List.of(new Entry("logs/a", null, null, false, "1", "e", "STANDARD"));
        assertTold("let S3 write all versions into it", manifest("Parquet", current, ""), versions);
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
                entries.add(Entry.of(entry.key(), 7, put.eTag().replace("\"", "")));
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
        assertTold(what, manifest, ArchiveFilter.ALL);
    }

    private void assertTold(String what, String manifest, ArchiveFilter filter) {
        ArchiveException told = assertThrows(ArchiveException.class, () -> list(manifest, "s3://source/logs", filter));
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

    /** An inventory of bucket {@code source}. */
    private String manifest(String format, List<Entry> entries, String spoilt) throws Exception {
        return InventoryFiles.write(Files.createTempDirectory(dir, "all"), "source", format, entries, spoilt)
                .toString();
    }
}
