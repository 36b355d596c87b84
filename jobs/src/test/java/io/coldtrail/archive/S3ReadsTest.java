package io.coldtrail.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.coldtrail.S3Server;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** Reads from a real S3 server; what that cannot do is in {@link FaultyReadsTest}. */
class S3ReadsTest {
    private static final String BUCKET = "reads";
    private static S3Client s3;
    private static S3Store store;

    private final byte[] first = bytes(1);
    private final byte[] second = bytes(2);

    @BeforeAll
    static void start() throws Exception {
        s3 = S3Server.start().client();
        store = new S3Store(ArchiveAccess.OWN);
        s3.createBucket(b -> b.bucket(BUCKET));
        s3.putBucketVersioning(
                b -> b.bucket(BUCKET).versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
    }

    @Test
    void theVersionThatWasListedIsReadWhateverCameAfter() throws Exception {
        String old = put("versions", first).versionId();
        String newer = put("versions", second).versionId();
        s3.deleteObject(b -> b.bucket(BUCKET).key("versions"));
        Iterator<Fetched> fetched = new Prefetch(
                List.of(ref("versions", null, old), ref("versions", null, newer), ref("versions", null, null)));
        assertArrayEquals(first, fetched.next().body().readAllBytes());
        assertArrayEquals(second, fetched.next().body().readAllBytes());
        assertEquals(ObjectStatus.GONE, fetched.next().failure().status());
    }

    @Test
    void anObjectThatWasOverwrittenIsNotTakenForTheOneListed() throws Exception {
        String listed = put("changing", first).eTag();
        PutObjectResponse newer = put("changing", second);
        Iterator<Fetched> fetched =
                new Prefetch(List.of(ref("changing", listed, null), ref("changing", newer.eTag(), null)));
        assertEquals(ObjectStatus.CHANGED, fetched.next().failure().status());
        Fetched read = fetched.next();
        assertArrayEquals(second, read.body().readAllBytes());
        assertEquals(newer.versionId(), read.ref().versionId(), "what was read has a name");
    }

    @Test
    void keysAreNames() throws Exception {
        for (String key : List.of("a b+c%2F&=.json", "ä/日本.gz", "~'()*!;@$,")) {
            put(key, first);
            Fetched fetched = new Prefetch(List.of(ref(key, null, null))).next();
            assertNull(fetched.failure(), key);
            assertArrayEquals(first, fetched.body().readAllBytes(), key);
        }
    }

    @Test
    void theFirstBytesAndTheRest() throws Exception {
        ObjectRef whole = ref("ranges", put("ranges", first).eTag(), null);
        assertArrayEquals(Arrays.copyOf(first, 100), store.head(whole, 100));
        assertArrayEquals(first, store.head(whole, 1 << 20));
        try (var rest = store.open(whole, first.length - 7).body()) {
            assertArrayEquals(Arrays.copyOfRange(first, first.length - 7, first.length), rest.readAllBytes());
        }
    }

    private static PutObjectResponse put(String key, byte[] body) {
        return s3.putObject(b -> b.bucket(BUCKET).key(key), RequestBody.fromBytes(body));
    }

    private static ObjectRef ref(String key, String etag, String version) {
        return new ObjectRef(
                key,
                "s3://" + BUCKET + "/" + key,
                ObjectKind.CLOUDTRAIL,
                null,
                null,
                null,
                50_000,
                etag,
                version,
                Instant.EPOCH,
                null);
    }

    private static byte[] bytes(int seed) {
        byte[] bytes = new byte[50_000];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
