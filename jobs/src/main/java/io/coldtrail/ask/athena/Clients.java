package io.coldtrail.ask.athena;

import io.coldtrail.archive.SdkMessage;
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
            throw new AthenaException("AWS refused" + code + ": " + SdkMessage.firstLine(why));
        } catch (SdkException e) {
            throw new AthenaException("AWS cannot be asked: " + SdkMessage.firstLine(e.getMessage()));
        }
    }
}
