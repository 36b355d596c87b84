package io.coldtrail.archive;

import io.coldtrail.archive.ArchiveUri.S3Location;
import java.io.FilterInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * GetObject by the SDK's HTTP client and signer, without its S3Client between them, which costs more than both: a small
 * object costs its GET. {@code jobs/bench s3} measures it.
 */
final class S3Get {
    private static final String METADATA = "x-amz-meta-";

    private final S3Client s3;
    private final SdkHttpClient http;
    private final IdentityProvider<? extends AwsCredentialsIdentity> credentials;
    private final Region region;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final Map<String, Target> targets = new ConcurrentHashMap<>();

    /** Where a bucket is asked. */
    private record Target(URI base, Region region) {}

    /**
     * @param s3 says where buckets are and who asks
     */
    S3Get(S3Client s3, SdkHttpClient http) {
        this.s3 = s3;
        this.http = http;
        this.credentials = s3.serviceClientConfiguration().credentialsProvider();
        this.region = s3.serviceClientConfiguration().region();
    }

    /**
     * Opens an object.
     *
     * @param range its bytes that are wanted, as of RFC 9110, {@code bytes=0-99}; null for all
     * @throws FetchException where S3 says no
     * @throws IOException where it says nothing
     * @throws ArchiveException where it will say no to every request
     */
    Fetched open(ObjectRef ref, String range) throws FetchException, IOException {
        S3Location at = S3Location.of(ref.location());
        Target target = target(at.bucket());
        HttpExecuteResponse answer = send(ref, at, target, range);
        if (status(answer) != expected(range)) {
            S3Error error = error(answer);
            if (error.region() == null || error.region().equals(target.region().id())) {
                throw refused(error);
            }
            target = locate(at.bucket(), Region.of(error.region()));
            targets.put(at.bucket(), target);
            answer = send(ref, at, target, range);
        }
        if (status(answer) != expected(range)) {
            throw refused(error(answer));
        }
        ObjectRef read = answer.httpResponse()
                .firstMatchingHeader("x-amz-version-id")
                .filter(version -> !version.equals("null")) // of before the bucket had versions
                .map(ref::version)
                .orElse(ref);
        return new Fetched(read, new Body(body(answer)), metadata(answer.httpResponse()), null);
    }

    private static int status(HttpExecuteResponse answer) {
        return answer.httpResponse().statusCode();
    }

    private static int expected(String range) {
        return range == null ? 200 : 206;
    }

    private static S3Error error(HttpExecuteResponse answer) throws IOException {
        String region =
                answer.httpResponse().firstMatchingHeader("x-amz-bucket-region").orElse(null);
        return S3Error.read(status(answer), region, body(answer));
    }

    private static FetchException refused(S3Error error) {
        ArchiveException stop = S3Error.stop(error.code());
        if (stop != null) {
            throw stop;
        }
        return new FetchException(error.status(), error.toString(), null);
    }

    private HttpExecuteResponse send(ObjectRef ref, S3Location at, Target target, String range) throws IOException {
        SdkHttpFullRequest.Builder get = SdkHttpFullRequest.builder()
                .method(SdkHttpMethod.GET)
                .uri(target.base())
                .encodedPath(target.base().getRawPath() + SdkHttpUtils.urlEncodeIgnoreSlashes(at.key()))
                .putHeader("User-Agent", "coldtrail");
        if (ref.versionId() != null) {
            get.putRawQueryParameter("versionId", ref.versionId());
        } else if (ref.etag() != null) {
            get.putHeader("If-Match", ref.etag());
        }
        if (range != null) {
            get.putHeader("Range", range);
        }
        if (S3Store.access().requesterPays()) {
            get.putHeader("x-amz-request-payer", "requester");
        }
        return http.prepareRequest(HttpExecuteRequest.builder()
                        .request(sign(get.build(), target.region()))
                        .build())
                .call();
    }

    private SdkHttpRequest sign(SdkHttpFullRequest request, Region at) {
        AwsCredentialsIdentity who = credentials();
        return signer.sign(r -> r.identity(who)
                        .request(request)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, at.id())
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false) // keys are signed as they are
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                        .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false))
                .request();
    }

    private AwsCredentialsIdentity credentials() {
        try {
            return credentials
                    .resolveIdentity(ResolveIdentityRequest.builder().build())
                    .join();
        } catch (SdkException | CompletionException e) {
            throw S3Error.noCredentials(e);
        }
    }

    private Target target(String bucket) {
        return targets.computeIfAbsent(bucket, b -> locate(b, region));
    }

    private Target locate(String bucket, Region region) {
        // how a bucket is addressed is the SDK's to know: asked once, for a key that is cut off again
        String url = s3.utilities()
                .getUrl(u -> u.bucket(bucket).key("k").region(region))
                .toString();
        return new Target(URI.create(url.substring(0, url.length() - 1)), region);
    }

    private static Map<String, String> metadata(SdkHttpResponse answer) {
        Map<String, String> metadata = new HashMap<>();
        answer.forEachHeader((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith(METADATA)) {
                metadata.put(lower.substring(METADATA.length()), values.get(0));
            }
        });
        return metadata;
    }

    private static AbortableInputStream body(HttpExecuteResponse answer) {
        return answer.responseBody().orElseGet(AbortableInputStream::createEmpty);
    }

    /** The body of an answer. Closed before its end it is cut off: to close a connection politely is to read the rest. */
    private static final class Body extends FilterInputStream {
        private final AbortableInputStream body;
        private boolean ended;

        Body(AbortableInputStream body) {
            super(body);
            this.body = body;
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            ended |= b < 0;
            return b;
        }

        @Override
        public int read(byte[] to, int at, int length) throws IOException {
            int n = super.read(to, at, length);
            ended |= n < 0;
            return n;
        }

        @Override
        public void close() throws IOException {
            if (!ended) {
                body.abort();
            }
            super.close();
        }
    }
}
