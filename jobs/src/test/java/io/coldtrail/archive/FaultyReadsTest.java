package io.coldtrail.archive;

import static io.coldtrail.archive.FaultyS3.cutOff;
import static io.coldtrail.archive.FaultyS3.error;
import static io.coldtrail.archive.FaultyS3.slow;
import static io.coldtrail.archive.FaultyS3.slowDown;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;

/** What S3 can answer, and what comes of it. */
class FaultyReadsTest {
    private static final int SILENCE = 600;
    private static final String REGION = SdkSystemSetting.AWS_REGION.property();

    /** One for each test: what an earlier one gave up asking for may still arrive. */
    private final FaultyS3 s3 = new FaultyS3();

    private final ObjectStore store = store(Duration.ofSeconds(20));

    /** Bears no silence; {@link #store} does, for a machine at work elsewhere must not make it ask twice. */
    private final ObjectStore hasty = store(Duration.ofMillis(SILENCE));

    private final byte[] body = new byte[20_000];
    private final RequestLimit limit = new RequestLimit(32, 128);
    private final Fetcher fetcher = fetcher(store);

    FaultyReadsTest() throws IOException {
        new Random(7).nextBytes(body);
    }

    private ObjectStore store(Duration silence) {
        return new S3Store(
                s3.endpoint(), StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")), silence);
    }

    /** Else each store asks where it is of the metadata service that this machine may not have. */
    @BeforeAll
    static void beSomewhere() {
        System.setProperty(REGION, "us-east-1");
    }

    @AfterAll
    static void beNowhere() {
        System.clearProperty(REGION);
    }

    @AfterEach
    void stop() {
        s3.close();
    }

    @AfterEach
    void payNothing() {
        Archive.access(ArchiveAccess.OWN);
    }

    @Test
    void whatIsAskedForIsWhatWasListed() throws Exception {
        s3.put("a b/ä+%2F&.json", body);
        Archive.access(new ArchiveAccess(true, null, null));
        List<Fetched> fetched = fetch(ref("a b/ä+%2F&.json", body.length, "\"e1\"", null));
        assertArrayEquals(body, fetched.get(0).body().readAllBytes());
        assertEquals("ab12", fetched.get(0).metadata().get("signature"));
        assertEquals("\"e1\"", s3.headers.getFirst("If-Match"));
        assertEquals("requester", s3.headers.getFirst("x-amz-request-payer"));
        assertNull(s3.query);

        Archive.access(ArchiveAccess.OWN);
        fetch(ref("a b/ä+%2F&.json", body.length, "\"e1\"", "v/1+"));
        assertEquals("versionId=v/1+", s3.query);
        assertNull(fetched.get(0).ref().versionId());
        assertNull(s3.headers.getFirst("If-Match"), "a version is never another");
        assertNull(s3.headers.getFirst("x-amz-request-payer"));
    }

    @Test
    void keysAreNames() throws Exception {
        for (String key : List.of("a//b", "/a", "a/../b", "./a", "a b+c%2F&=?#.json", "ä/日本.gz")) {
            s3.put(key, body);
            assertArrayEquals(body, fetch(ref(key)).get(0).body().readAllBytes(), key);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    404 | NoSuchKey                 | The specified key does not exist. | GONE
                    404 | NoSuchVersion             | The specified version does not exist. | GONE
                    405 | MethodNotAllowed          | The specified method is not allowed against this resource. | GONE
                    412 | PreconditionFailed        | At least one of the pre-conditions you specified did not hold | CHANGED
                    403 | AccessDenied              | Access Denied | DENIED
                    403 | AccessDenied              | User: arn:aws:iam::111122223333:user/a is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:us-east-1:111122223333:key/1 | KMS_DENIED
                    400 | KMS.DisabledException     | arn:aws:kms:us-east-1:111122223333:key/1 is disabled. | KMS_DENIED
                    403 | InvalidObjectState        | The operation is not valid for the object's storage class | ARCHIVED
                    400 | InvalidRequest            | The object was stored using a form of Server Side Encryption. | UNREADABLE
                    """)
    void aNoOfOneObjectIsItsStatus(int http, String code, String message, ObjectStatus status) throws Exception {
        s3.put("well", body);
        s3.always("ill", error(http, code, message));
        List<Fetched> fetched = fetch(ref("ill"), ref("well"));
        assertEquals(status, fetched.get(0).failure().status());
        assertEquals(code + ": " + message, fetched.get(0).failure().getMessage());
        assertNull(fetched.get(1).failure());
        assertEquals(1, s3.asked.stream().filter("ill"::equals).count(), "it was asked again, as if it would change");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    400 | ExpiredToken          | The provided token has expired. | expired
                    403 | InvalidAccessKeyId    | The AWS Access Key Id you provided does not exist in our records. | AWS_PROFILE
                    403 | SignatureDoesNotMatch | The request signature we calculated does not match | AWS_PROFILE
                    403 | RequestTimeTooSkewed  | The difference between the request time and the server's time is too large. | clock
                    """)
    void aNoToAllRequestsStops(int http, String code, String message, String says) {
        List<ObjectRef> refs = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            s3.always("o" + i, error(http, code, message));
            refs.add(ref("o" + i));
        }
        ArchiveException stop = assertThrows(ArchiveException.class, () -> fetch(refs.toArray(new ObjectRef[0])));
        assertTrue(stop.getMessage().contains(code) && stop.getMessage().contains(says), stop.getMessage());
        assertTrue(s3.asked.size() <= 64, "it went on: " + s3.asked.size() + " requests");
    }

    @Test
    void whatMayGoWellIsAskedAgain() throws Exception {
        s3.put("a", body);
        s3.put("b", body);
        s3.put("c", body);
        s3.next("a", slowDown(), error(500, "InternalError", "We encountered an internal error."), slowDown());
        s3.next("b", cutOff(), cutOff());
        s3.next("c", slow(3 * SILENCE), error(400, "RequestTimeout", "Your socket connection was idle."));
        for (Fetched fetched : fetch(fetcher(hasty), ref("a"), ref("b"), ref("c"))) {
            assertArrayEquals(body, fetched.body().readAllBytes());
        }
        assertTrue(s3.asked.size() >= 4 + 3 + 3, "each was refused or broke as told");
    }

    @Test
    void aBucketIsFollowedToItsRegion() throws Exception {
        s3.put("a", body);
        s3.put("b", body);
        s3.next("a", (exchange, whole) -> {
            exchange.getResponseHeaders().set("x-amz-bucket-region", "eu-north-1");
            error(301, "PermanentRedirect", "The bucket you are attempting to access must be addressed using")
                    .answer(exchange, whole);
        });
        fetch(ref("a"));
        assertArrayEquals(body, fetch(ref("b")).get(0).body().readAllBytes());
        assertEquals(List.of("a", "a", "b"), List.copyOf(s3.asked));
        assertTrue(s3.headers.getFirst("Authorization").contains("/eu-north-1/s3/aws4_request"));

        s3.next(
                "b",
                error(400, "AuthorizationHeaderMalformed", "expecting</Message><Region>eu-west-1</Region><Message>"));
        assertArrayEquals(body, fetch(ref("b")).get(0).body().readAllBytes());
        assertTrue(s3.headers.getFirst("Authorization").contains("/eu-west-1/s3/aws4_request"));
    }

    @Test
    void aSlowBodyIsWaitedFor() throws Exception {
        s3.put("a", body);
        s3.next("a", slow(SILENCE / 2));
        assertArrayEquals(body, fetch(ref("a")).get(0).body().readAllBytes());
        assertEquals(1, s3.asked.size());
    }

    @Test
    void whatIsRefusedForLoadComesLastAndOnce() throws Exception {
        s3.put("b", body);
        s3.put("c", body);
        s3.put("late", body);
        s3.always("never", slowDown());
        FaultyS3.Fault[] burst = new FaultyS3.Fault[8];
        Arrays.fill(burst, slowDown());
        s3.next("late", burst);
        List<Fetched> fetched = fetch(ref("never"), ref("late"), ref("b"), ref("c"));
        assertEquals(
                List.of("b", "c", "never", "late"),
                fetched.stream().map(f -> f.ref().object()).toList());
        assertEquals(ObjectStatus.THROTTLED, fetched.get(2).failure().status());
        assertEquals(
                "SlowDown: Please reduce your request rate.",
                fetched.get(2).failure().getMessage());
        assertArrayEquals(body, fetched.get(3).body().readAllBytes());
        assertEquals(16, s3.asked.stream().filter("never"::equals).count());
    }

    @Test
    void requestsInFlightFindWhatTheStoreBears() throws Exception {
        s3.bears(6);
        ObjectRef[] refs = new ObjectRef[400];
        for (int i = 0; i < refs.length; i++) {
            s3.put("o" + i, body);
            refs[i] = ref("o" + i);
        }
        for (Fetched fetched : fetch(refs)) {
            assertArrayEquals(body, fetched.body().readAllBytes());
        }
        assertTrue(limit.limit() < 16, "it bears 6 and is given " + limit.limit());
        assertTrue(s3.asked.size() < 2 * refs.length, s3.asked.size() + " requests for " + refs.length + " objects");
    }

    @Test
    void aStoreThatGivesNothingStopsTheRun() {
        ObjectRef[] refs = new ObjectRef[300];
        for (int i = 0; i < refs.length; i++) {
            s3.always("o" + i, slowDown());
            refs[i] = ref("o" + i);
        }
        ArchiveException stop = assertThrows(ArchiveException.class, () -> fetch(refs));
        assertTrue(stop.getMessage().contains("200 objects (SlowDown"), stop.getMessage());
    }

    @Test
    void aLargeObjectGoesOnWhereItsConnectionBreaks() throws Exception {
        s3.put("large", body);
        s3.next("large", cutOff(), cutOff(), slow(2 * SILENCE));
        ObjectRef large = ref("large", Fetcher.WHOLE_BYTES + 1, "\"e1\"", null);
        assertArrayEquals(body, fetch(fetcher(hasty), large).get(0).body().readAllBytes());
        assertTrue(s3.asked.size() >= 4, "it broke three times");
        assertTrue(s3.headers.getFirst("Range").matches("bytes=[1-9]\\d+-"), "the rest is asked for, not all again");
        assertEquals("\"e1\"", s3.headers.getFirst("If-Match"), "the rest must be of the same object");
    }

    @Test
    void aLargeObjectThatIsAnotherMeanwhileEndsThere() throws Exception {
        s3.put("large", body);
        s3.next("large", cutOff(), error(412, "PreconditionFailed", "did not hold"));
        Fetched large =
                fetch(ref("large", Fetcher.WHOLE_BYTES + 1, "\"e1\"", null)).get(0);
        IOException e = assertThrows(IOException.class, () -> large.body().readAllBytes());
        assertEquals("broke off after 10000 bytes: PreconditionFailed: did not hold", e.getMessage());
    }

    @Test
    void theFirstBytesAreARangeOfAnObjectThatHasAny() throws Exception {
        s3.put("a", body);
        s3.put("empty", new byte[0]);
        s3.next("a", slowDown());
        assertArrayEquals(Arrays.copyOf(body, 100), fetcher.persist(store, () -> store.head(ref("a"), 100)));
        assertEquals(0, fetcher.persist(store, () -> store.head(ref("empty", 0, null, null), 100)).length);
    }

    @Test
    void bytesThatWaitAreBounded() {
        Fetcher small = new Fetcher(uri -> store, limit, 50_000, Duration.ofMillis(1));
        ObjectRef[] refs = new ObjectRef[20];
        for (int i = 0; i < refs.length; i++) {
            s3.put("o" + i, body);
            refs[i] = ref("o" + i);
        }
        try (Prefetch one = new Prefetch(List.of(refs), small);
                Prefetch other = new Prefetch(List.of(refs), small)) {
            one.next();
            other.next(); // the budget is full, and a task that has nothing gets one object all the same
            int met = s3.asked.size();
            assertTrue(met <= 4, met + " objects of 20 KB are held in a budget of 50 KB");
            one.forEachRemaining(f -> assertNull(f.failure()));
            other.forEachRemaining(f -> assertNull(f.failure()));
        }
        assertEquals(2 * refs.length, s3.asked.size());
        assertTrue(small.hold(50_000, false), "bytes were not given back");
    }

    private Fetcher fetcher(ObjectStore from) {
        return new Fetcher(uri -> from, limit, 1 << 20, Duration.ofMillis(4));
    }

    private List<Fetched> fetch(ObjectRef... refs) {
        return fetch(fetcher, refs);
    }

    private static List<Fetched> fetch(Fetcher by, ObjectRef... refs) {
        List<Fetched> fetched = new ArrayList<>();
        try (Prefetch prefetch = new Prefetch(List.of(refs), by)) {
            prefetch.forEachRemaining(fetched::add);
        }
        return fetched;
    }

    private ObjectRef ref(String key) {
        return ref(key, body.length, null, null);
    }

    private static ObjectRef ref(String key, long size, String etag, String version) {
        return new ObjectRef(
                key,
                "s3://b/" + key,
                ObjectKind.CLOUDTRAIL,
                null,
                null,
                null,
                size,
                etag,
                version,
                Instant.EPOCH,
                null);
    }
}
