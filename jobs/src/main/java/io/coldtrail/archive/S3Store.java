package io.coldtrail.archive;

import io.coldtrail.archive.ArchiveUri.S3Location;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.RequestPayer;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Archives in S3, through the AWS SDK. Needs ListBucket and GetObject, and kms:Decrypt where objects are encrypted so. */
final class S3Store implements ObjectStore {
    /** As many as {@link Fetcher} ever keeps in flight, and a few for listing and for large objects. */
    private static final int CONNECTIONS = Fetcher.THREADS + 64;

    /** For listing; S3 sheds load by 503 while it splits a busy prefix, and that takes a while. */
    private static final int ATTEMPTS = 8;

    private static volatile boolean payAsRequester;

    private final S3Client s3;
    private final S3Get get;

    /** The store that the environment tells: credentials, region, endpoint. */
    S3Store() {
        this(endpoint(), DefaultCredentialsProvider.builder().build(), Duration.ofSeconds(60));
    }

    /**
     * @param endpoint another store than AWS's, or null
     * @param silence how long an answer, or the next of its bytes, is waited for
     */
    S3Store(String endpoint, AwsCredentialsProvider credentials, Duration silence) {
        SdkHttpClient http = ApacheHttpClient.builder()
                .maxConnections(CONNECTIONS)
                .connectionTimeout(Duration.ofSeconds(10))
                .socketTimeout(silence)
                .build();
        s3 = client(http, endpoint, credentials);
        get = new S3Get(s3, http);
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

    static void payAsRequester(boolean pay) {
        payAsRequester = pay;
    }

    static boolean paysAsRequester() {
        return payAsRequester;
    }

    private static Region region() {
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion();
        } catch (SdkClientException e) {
            return Region.US_EAST_1; // any will do: requests follow the bucket to its region
        }
    }

    @Override
    public void list(String uri, ArchiveFilter filter, Consumer<ObjectRef> sink) {
        S3Location at = S3Location.of(uri);
        String folder = at.key().isEmpty() || at.key().endsWith("/") ? at.key() : at.key() + "/";
        try {
            int met = list(at.bucket(), folder, folder.length(), filter, sink);
            if (met == 0 && !folder.equals(at.key())) {
                list(at.bucket(), at.key(), at.key().lastIndexOf('/') + 1, filter, sink); // one object
            }
        } catch (SdkException e) {
            throw explain(e, at);
        }
    }

    private int list(String bucket, String prefix, int cut, ArchiveFilter filter, Consumer<ObjectRef> sink) {
        int met = 0;
        for (ListObjectsV2Response page : s3.listObjectsV2Paginator(ListObjectsV2Request.builder()
                .bucket(bucket)
                .prefix(prefix)
                .requestPayer(payAsRequester ? RequestPayer.REQUESTER : null)
                .build())) {
            for (S3Object object : page.contents()) {
                met++;
                KeyFacts key = KeyFacts.of(object.key());
                if (filter.wants(key)) {
                    sink.accept(ObjectRef.of(
                            object.key().substring(cut),
                            "s3://" + bucket + "/" + object.key(),
                            key,
                            object.size(),
                            object.eTag(),
                            object.lastModified(),
                            object.storageClassAsString()));
                }
            }
        }
        return met;
    }

    private static ArchiveException explain(SdkException e, S3Location at) {
        if (e instanceof S3Exception s3 && s3.awsErrorDetails() != null) {
            String code = s3.awsErrorDetails().errorCode();
            ArchiveException stop = S3Error.stop(code);
            return stop != null
                    ? stop
                    : new ArchiveException(
                            switch (code) {
                                case "NoSuchBucket" -> "there is no bucket " + at.bucket()
                                        + " (S3 said NoSuchBucket): the name is wrong, or it was deleted; check with"
                                        + " aws s3 ls s3://" + at.bucket();
                                case "AccessDenied" -> "S3 does not let you list s3://" + at.bucket() + "/" + at.key()
                                        + " (AccessDenied): the right s3:ListBucket on the bucket is missing, or the"
                                        + " bucket wants --requester-pays";
                                default -> "S3 refused to list s3://" + at.bucket() + "/" + at.key() + " (" + code
                                        + ": " + s3.awsErrorDetails().errorMessage() + ")";
                            });
        }
        return new ArchiveException("cannot reach s3://" + at.bucket() + " (" + firstLine(e.getMessage())
                + "): check the network, AWS_PROFILE, AWS_REGION and AWS_ENDPOINT_URL");
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

    private static String firstLine(String text) {
        return text == null ? "no reason given" : text.lines().findFirst().orElse("no reason given");
    }

    @Override
    public boolean remote() {
        return true;
    }
}
