package io.coldtrail.archive;

import io.coldtrail.archive.ArchiveUri.S3Location;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/** Archives in S3, through the AWS SDK. Needs ListBucket and GetObject, and kms:Decrypt where objects are encrypted so; for older versions ListBucketVersions and GetObjectVersion. */
final class S3Store implements ObjectStore {
    /** As many as {@link Fetcher} ever keeps in flight, and a few for listing and for large objects. */
    private static final int CONNECTIONS = Fetcher.THREADS + 64;

    /** For listing; S3 sheds load by 503 while it splits a busy prefix, and that takes a while. */
    private static final int ATTEMPTS = 8;

    /** How long an answer, or the next of its bytes, is waited for. */
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private static volatile ArchiveAccess access = ArchiveAccess.OWN;

    private final S3Client s3;
    private final S3Get get;

    /** The store that the environment tells: credentials, region, endpoint. */
    S3Store(ArchiveAccess access) {
        this(endpoint(), credentials(access), SILENCE);
    }

    /**
     * @param endpoint another store than AWS's, or null
     * @param silence how long an answer, or the next of its bytes, is waited for
     */
    S3Store(String endpoint, AwsCredentialsProvider credentials, Duration silence) {
        SdkHttpClient http = http(silence);
        s3 = client(http, endpoint, credentials);
        get = new S3Get(s3, http);
    }

    /** A client as coldtrail needs it: patient, in the region of the bucket, pointed at another store where told so. */
    static S3Client client() {
        return client(
                http(SILENCE), endpoint(), DefaultCredentialsProvider.builder().build());
    }

    private static SdkHttpClient http(Duration silence) {
        return ApacheHttpClient.builder()
                .maxConnections(CONNECTIONS)
                .connectionTimeout(Duration.ofSeconds(10))
                .socketTimeout(silence)
                .build();
    }

    private static S3Client client(SdkHttpClient http, String endpoint, AwsCredentialsProvider credentials) {
        S3ClientBuilder builder = S3Client.builder()
                .httpClient(http)
                .credentialsProvider(credentials)
                .crossRegionAccessEnabled(true)
                .region(region())
                .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                        .maxAttempts(ATTEMPTS)
                        .build()));
        if (endpoint != null) {
            // buckets are in the path there
            builder.endpointOverride(URI.create(endpoint)).forcePathStyle(true).crossRegionAccessEnabled(false);
        }
        return builder.build();
    }

    private static String endpoint() {
        return System.getenv("AWS_ENDPOINT_URL_S3") != null
                ? System.getenv("AWS_ENDPOINT_URL_S3")
                : System.getProperty("aws.endpointUrl", System.getenv("AWS_ENDPOINT_URL"));
    }

    /** The credentials of a role are renewed by the provider, before they end. */
    private static AwsCredentialsProvider credentials(ArchiveAccess access) {
        if (access.role() == null) {
            return DefaultCredentialsProvider.builder().build();
        }
        StsClient sts =
                StsClient.builder().httpClient(http(SILENCE)).region(region()).build();
        return StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(r ->
                        r.roleArn(access.role()).roleSessionName("coldtrail").externalId(access.externalId()))
                .build();
    }

    static void access(ArchiveAccess as) {
        access = as;
    }

    static ArchiveAccess access() {
        return access;
    }

    private static Region region() {
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion();
        } catch (SdkClientException e) {
            return Region.US_EAST_1; // any will do: requests follow the bucket to its region
        }
    }

    @Override
    public Predicate<String> list(String uri, ArchiveFilter filter, Consumer<ObjectRef> sink) {
        return S3Listing.list(s3, S3Location.of(uri), filter, sink);
    }

    @Override
    public Fetched open(ObjectRef ref, long from) throws FetchException, IOException {
        return get.open(ref, from == 0 ? null : "bytes=" + from + "-");
    }

    @Override
    public byte[] head(ObjectRef ref, int bytes) throws FetchException, IOException {
        // a range of an object without bytes is an error
        try (InputStream body =
                get.open(ref, ref.size() == 0 ? null : "bytes=0-" + (bytes - 1)).body()) {
            return body.readAllBytes();
        }
    }

    @Override
    public boolean remote() {
        return true;
    }
}
