package io.coldtrail.evidence.securityhub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coldtrail.evidence.AwsPlace;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.endpoint.AwsClientEndpointProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.RecordSuccessRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenResponse;
import software.amazon.awssdk.retries.api.RetryToken;
import software.amazon.awssdk.retries.api.TokenAcquisitionFailedException;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * Security Hub CSPM, of which one call is needed: BatchImportFindings. It is one POST of JSON, signed by the SDK's signer,
 * sent by its HTTP client, and repeated as its retry strategy says. The SDK's own client of it is not used: its model
 * would add 8 MB to the job jar, and would take each finding apart into classes that drop what they do not know. So the
 * JSON that the case holds, and tests held against AWS's model, is what is sent.
 */
public final class SecurityHub implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SERVICE = "securityhub";

    /** Of a call; Security Hub takes 10 a second of an account in a region, and 30 at once. */
    private static final int ATTEMPTS = 8;

    /** How long an answer is waited for. */
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private final SdkHttpClient http =
            ApacheHttpClient.builder().socketTimeout(SILENCE).build();
    private final DefaultCredentialsProvider credentials =
            DefaultCredentialsProvider.builder().build();
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final StandardRetryStrategy retries = AwsRetryStrategy.standardRetryStrategy().toBuilder()
            .maxAttempts(ATTEMPTS)
            .build();

    /** A finding that was not taken, though the call was. */
    record Failed(String asffId, String code, String message) {}

    /** Where it is asked: as AWS's clients are told by environment, profile and system properties, FIPS included. */
    static URI endpoint(String region) {
        return AwsClientEndpointProvider.builder()
                .serviceEndpointOverrideEnvironmentVariable("AWS_ENDPOINT_URL_SECURITYHUB")
                .serviceEndpointOverrideSystemProperty("aws.endpointUrlSecurityHub")
                .serviceProfileProperty(SERVICE)
                .serviceEndpointPrefix(SERVICE)
                .defaultProtocol("https")
                .region(Region.of(region))
                .profileFile(ProfileFile::defaultProfileFile)
                .profileName(ProfileFileSystemSetting.AWS_PROFILE.getStringValueOrThrow())
                .build()
                .clientEndpoint();
    }

    /**
     * The account that the credentials are of. It needs no right.
     *
     * @param place where to ask if no region is set
     * @throws SecurityHubException where there are none, or AWS does not take them
     */
    String caller(AwsPlace place) {
        try (StsClient sts =
                StsClient.builder().httpClient(http).region(regionOr(place)).build()) {
            return sts.getCallerIdentity().account();
        } catch (SdkException e) {
            throw Refusal.ofCaller(e);
        }
    }

    private static Region regionOr(AwsPlace place) {
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion();
        } catch (SdkClientException e) {
            return Region.of(place.region());
        }
    }

    /**
     * Imports findings.
     *
     * @param findings ASFF, within the limits of one call
     * @return those that it did not take
     * @throws SecurityHubException where it takes none, to the last attempt
     */
    List<Failed> batchImportFindings(AwsPlace place, List<String> findings) {
        byte[] body = ("{\"Findings\":[" + String.join(",", findings) + "]}").getBytes(StandardCharsets.UTF_8);
        RetryToken token = retries.acquireInitialToken(AcquireInitialTokenRequest.create(SERVICE))
                .token();
        while (true) {
            try {
                JsonNode answer = send(place.region(), body);
                retries.recordSuccess(RecordSuccessRequest.create(token));
                return failed(answer, findings.size());
            } catch (SdkException e) {
                token = again(token, place, e);
            }
        }
    }

    /** Waits for the next attempt. */
    private RetryToken again(RetryToken token, AwsPlace place, SdkException failure) {
        try {
            RefreshRetryTokenResponse next = retries.refreshRetryToken(RefreshRetryTokenRequest.builder()
                    .token(token)
                    .failure(failure)
                    .suggestedDelay(Duration.ZERO)
                    .build());
            LockSupport.parkNanos(next.delay().toNanos());
            return next.token();
        } catch (TokenAcquisitionFailedException noMore) {
            throw Refusal.of(place, failure);
        }
    }

    private JsonNode send(String region, byte[] body) {
        URI endpoint = endpoint(region);
        SdkHttpRequest post = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(endpoint)
                .encodedPath(endpoint.getRawPath().replaceFirst("/+$", "") + "/findings/import")
                .putHeader("Content-Type", "application/json")
                .putHeader("Content-Length", Integer.toString(body.length))
                .putHeader("User-Agent", "coldtrail")
                .build();
        AwsCredentials who = credentials.resolveCredentials();
        SignedRequest signed = signer.sign(r -> r.identity(who)
                .request(post)
                .payload(ContentStreamProvider.fromByteArrayUnsafe(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SERVICE)
                .putProperty(AwsV4HttpSigner.REGION_NAME, region));
        try {
            HttpExecuteResponse answer = http.prepareRequest(HttpExecuteRequest.builder()
                            .request(signed.request())
                            .contentStreamProvider(signed.payload().orElseThrow())
                            .build())
                    .call();
            byte[] said = answer.responseBody().isEmpty()
                    ? new byte[0]
                    : answer.responseBody().get().readAllBytes();
            if (answer.httpResponse().statusCode() != 200) {
                throw refused(answer, said);
            }
            return JSON.readTree(said);
        } catch (IOException e) {
            throw SdkClientException.create(e.toString(), e);
        }
    }

    /** As the protocol restJson1 has it: the code is in a header or in the body, and may have a namespace or a place. */
    private static AwsServiceException refused(HttpExecuteResponse answer, byte[] body) {
        JsonNode said = tree(body);
        String code = answer.httpResponse()
                .firstMatchingHeader("x-amzn-ErrorType")
                .orElse(said.path("__type")
                        .asText(said.path("Code").asText(said.path("code").asText())));
        return AwsServiceException.builder()
                .statusCode(answer.httpResponse().statusCode())
                .awsErrorDetails(AwsErrorDetails.builder()
                        .serviceName("SecurityHub")
                        .errorCode(code.replaceFirst(":.*", "").replaceFirst(".*#", ""))
                        .errorMessage(
                                said.path("Message").asText(said.path("message").asText("no reason given")))
                        .build())
                .build();
    }

    private static JsonNode tree(byte[] body) {
        try {
            JsonNode tree = JSON.readTree(body);
            return tree == null ? JSON.missingNode() : tree;
        } catch (JsonProcessingException e) {
            return JSON.missingNode(); // a proxy's page: the status must do
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Failed> failed(JsonNode answer, int sent) {
        List<Failed> failed = new ArrayList<>();
        answer.path("FailedFindings")
                .forEach(f -> failed.add(new Failed(
                        f.path("Id").asText(),
                        f.path("ErrorCode").asText(),
                        f.path("ErrorMessage").asText())));
        int told = answer.path("SuccessCount").asInt() + failed.size();
        if (told != sent) {
            throw SdkClientException.create("it was sent " + sent + " findings, and answered of " + told);
        }
        return failed;
    }

    @Override
    public void close() {
        credentials.close();
        http.close();
    }
}
