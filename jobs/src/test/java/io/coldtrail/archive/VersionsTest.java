package io.coldtrail.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coldtrail.Moto;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;

/** What a versioned bucket kept is listed and read, each version once; the truth is what was put in. */
class VersionsTest {
    private static final String BUCKET = "versions";
    private static final StaticCredentialsProvider ANYONE =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));

    private static final ArchiveFilter VERSIONS = ArchiveFilter.ALL.withVersions(true);

    private static S3Client s3;
    private static S3Store store;

    /** What was put, by the name that it is to have. */
    private static final TreeMap<String, String> CONTENTS = new TreeMap<>();

    @BeforeAll
    static void fill() throws IOException {
        String moto = Moto.start();
        store = new S3Store(moto, ANYONE, Duration.ofSeconds(60));
        s3 = S3Client.builder()
                .endpointOverride(URI.create(moto))
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(ANYONE)
                .httpClientBuilder(ApacheHttpClient.builder())
                .build();
        s3.createBucket(b -> b.bucket(BUCKET));
        put("AWSLogs/before.json", "of before there were versions");
        s3.putBucketVersioning(
                b -> b.bucket(BUCKET).versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
        put("AWSLogs/a/x.json.gz", "as written");
        overwrite("AWSLogs/a/x.json.gz", "forged");
        overwrite("AWSLogs/a/x.json.gz", "forged again");
        put("AWSLogs/a/y.json.gz", "gone");
        delete("AWSLogs/a/y.json.gz");
        overwrite("AWSLogs/before.json", "and after");
        put("AWSLogs/b c+\u00e9%2F.json", "odd");
        put("AWSLogs/z.json", "0");
        for (int i = 1; i < 7; i++) {
            overwrite("AWSLogs/z.json", Integer.toString(i));
        }
        delete("AWSLogs/z.json");
        put("versionId=1/AWSLogs/a/x.json.gz", "made up, to be taken for another");
    }

    private static void put(String key, String content) {
        s3.putObject(b -> b.bucket(BUCKET).key(key), RequestBody.fromString(content));
        CONTENTS.put(key.startsWith("versionId=") ? "versionId=/" + key : key, content);
    }

    /** From then on all versions of the key are named by their ids. */
    private static void overwrite(String key, String content) {
        isOneOfSeveral(key);
        put(key, content);
        isOneOfSeveral(key);
    }

    private static void delete(String key) {
        isOneOfSeveral(key);
        s3.deleteObject(b -> b.bucket(BUCKET).key(key));
    }

    private static void isOneOfSeveral(String key) {
        String content = CONTENTS.remove(key);
        if (content != null) {
            String id = s3.headObject(b -> b.bucket(BUCKET).key(key)).versionId();
            CONTENTS.put("versionId=" + id + "/" + key, content);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 1000})
    void eachIsListedOnce(int versionsAPage) {
        ListObjectVersionsResponse all = s3.listObjectVersions(b -> b.bucket(BUCKET));
        List<ObjectRef> listed = new ArrayList<>();
        KeyListing.list(
                new S3Versions(new PagedVersions(all, versionsAPage), BUCKET),
                "",
                ArchiveFilter.ALL,
                new Found(BUCKET, 0, ArchiveFilter.ALL, listed::add));
        assertEquals(List.copyOf(CONTENTS.keySet()), names(listed));
    }

    @Test
    void eachIsReadAsItWas() throws Exception {
        TreeMap<String, String> read = new TreeMap<>();
        for (ObjectRef ref : list(VERSIONS)) {
            read.put(ref.object(), new String(store.open(ref, 0).body().readAllBytes(), StandardCharsets.UTF_8));
        }
        assertEquals(CONTENTS, read);
    }

    @Test
    void nobodyMeetsThemUnasked() {
        assertEquals(
                List.of(
                        "AWSLogs/a/x.json.gz",
                        "AWSLogs/b c+\u00e9%2F.json",
                        "AWSLogs/before.json",
                        "versionId=/versionId=1/AWSLogs/a/x.json.gz"),
                names(list(ArchiveFilter.ALL)));
    }

    @Test
    void onDiskThereAreNone() {
        ArchiveException told = assertThrows(ArchiveException.class, () -> Archive.list("src", VERSIONS));
        assertTrue(told.getMessage().startsWith("--versions is for buckets in S3"), told.getMessage());
    }

    private static List<ObjectRef> list(ArchiveFilter filter) {
        List<ObjectRef> listed = new ArrayList<>();
        store.list("s3://" + BUCKET, filter, listed::add);
        return listed;
    }

    private static List<String> names(List<ObjectRef> refs) {
        return refs.stream().map(ObjectRef::object).sorted().toList();
    }
}
