package io.coldtrail.ask.athena;

import java.time.Duration;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;

/** Clients of AWS's services, as the environment tells: credentials, region, endpoint. */
final class Clients {
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private Clients() {}

    static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C build(B builder) {
        return told(() -> builder.httpClientBuilder(ApacheHttpClient.builder().socketTimeout(SILENCE))
                .build());
    }

    /** What a call gives; what the SDK throws becomes one line. */
    static <T> T told(Supplier<T> call) {
        try {
            return call.get();
        } catch (AwsServiceException e) {
            String why = e.awsErrorDetails() == null
                    ? e.getMessage()
                    : e.awsErrorDetails().errorMessage();
            String code = e.awsErrorDetails() == null
                    ? ""
                    : " (" + e.awsErrorDetails().errorCode() + ")";
            throw new AthenaException("AWS refused" + code + ": " + firstLine(why));
        } catch (SdkException e) {
            throw new AthenaException("AWS cannot be asked: " + firstLine(e.getMessage()));
        }
    }

    static String firstLine(String text) {
        if (text != null && text.startsWith("Unable to load credentials")) {
            return "there are no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY";
        }
        if (text != null && text.startsWith("Unable to load region")) {
            return "no region is set: set AWS_REGION, or one in the profile that AWS_PROFILE names";
        }
        return text == null ? "no reason given" : text.lines().findFirst().orElse("no reason given");
    }
}
