package io.coldtrail.archive;

import io.coldtrail.archive.ArchiveUri.S3Location;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Archives in S3, through the AWS SDK. Needs ListBucket and GetObject, and kms:Decrypt where objects are encrypted so. */
final class S3Store implements ObjectStore {
    /** As many as {@link Prefetch} ever keeps in flight, and a few for listing. */
    private static final int CONNECTIONS = Prefetch.THREADS + 16;

    /** S3 sheds load by 503 while it splits a busy prefix; that takes a while. */
    private static final int ATTEMPTS = 8;

    private final S3Client s3 = client();

    /** A client as coldtrail needs it: patient, in the region of the bucket, pointed at another store where told so. */
    static S3Client client() {
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(ApacheHttpClient.builder()
                        .maxConnections(CONNECTIONS)
                        .connectionTimeout(Duration.ofSeconds(10))
                        .socketTimeout(Duration.ofSeconds(60)))
                .crossRegionAccessEnabled(true)
                .region(region())
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED) // we hash every byte ourselves
                .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                        .maxAttempts(ATTEMPTS)
                        .build()));
        String endpoint = System.getenv("AWS_ENDPOINT_URL_S3") != null
                ? System.getenv("AWS_ENDPOINT_URL_S3")
                : System.getProperty("aws.endpointUrl", System.getenv("AWS_ENDPOINT_URL"));
        if (endpoint != null) {
            // another store than AWS's: buckets are in the path there
            builder.endpointOverride(URI.create(endpoint)).forcePathStyle(true).crossRegionAccessEnabled(false);
        }
        return builder.build();
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
    public Fetched open(ObjectRef ref) throws FetchException {
        ResponseInputStream<GetObjectResponse> body = get(ref, request -> {});
        return new Fetched(ref, body, body.response().metadata(), null);
    }

    @Override
    public InputStream head(ObjectRef ref, int bytes) throws FetchException {
        // a range of an object without bytes is an error
        return get(ref, request -> request.range(ref.size() == 0 ? null : "bytes=0-" + (bytes - 1)));
    }

    private ResponseInputStream<GetObjectResponse> get(ObjectRef ref, Consumer<GetObjectRequest.Builder> more)
            throws FetchException {
        S3Location at = S3Location.of(ref.location());
        GetObjectRequest.Builder get =
                GetObjectRequest.builder().bucket(at.bucket()).key(at.key());
        if (ref.versionId() != null) {
            get.versionId(ref.versionId());
        } else if (ref.etag() != null) {
            get.ifMatch(ref.etag());
        }
        more.accept(get);
        try {
            return s3.getObject(get.build());
        } catch (AwsServiceException e) {
            throw new FetchException(status(e), message(e), e);
        } catch (SdkException e) {
            throw new FetchException(ObjectStatus.THROTTLED, firstLine(e.getMessage()), e);
        }
    }

    private static ObjectStatus status(AwsServiceException e) {
        String message = message(e);
        return switch (e.statusCode()) {
            case 404 -> ObjectStatus.GONE;
            case 412 -> ObjectStatus.CHANGED;
            case 403 -> {
                if (message.contains("InvalidObjectState")) {
                    yield ObjectStatus.ARCHIVED;
                }
                yield message.contains("kms") || message.contains("KMS")
                        ? ObjectStatus.KMS_DENIED
                        : ObjectStatus.DENIED;
            }
            case 429, 500, 502, 503, 504 -> ObjectStatus.THROTTLED;
            default -> message.contains("KMS") ? ObjectStatus.KMS_DENIED : ObjectStatus.UNREADABLE;
        };
    }

    private static String message(AwsServiceException e) {
        return e.awsErrorDetails() == null
                ? firstLine(e.getMessage())
                : e.awsErrorDetails().errorCode() + ": " + e.awsErrorDetails().errorMessage();
    }

    static String firstLine(String text) {
        return text == null ? "no reason given" : text.lines().findFirst().orElse("no reason given");
    }

    @Override
    public boolean remote() {
        return true;
    }
}
