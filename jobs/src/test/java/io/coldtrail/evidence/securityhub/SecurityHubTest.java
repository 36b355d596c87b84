package io.coldtrail.evidence.securityhub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coldtrail.evidence.AwsPlace;
import io.coldtrail.evidence.securityhub.SecurityHub.Failed;
import io.coldtrail.evidence.securityhub.SecurityHubException.Kind;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The one call, over HTTP: who answers checks its signature. */
class SecurityHubTest {
    private static final AwsPlace PLACE = AwsPlace.of("111122223333", "eu-central-1");
    private static final String FINDING =
            "{\"Id\":\"coldtrail/1\",\"AwsAccountId\":\"111122223333\",\"Title\":\"\u00e9\"," + "\"ProductArn\":\""
                    + PLACE.productArn() + "\"}";

    private final Map<String, String> before = new HashMap<>();
    private final HubDouble aws = new HubDouble();
    private SecurityHub hub;

    SecurityHubTest() throws IOException {}

    @BeforeEach
    void point() {
        set("aws.endpointUrlSecurityHub", aws.url());
        set("aws.endpointUrlSts", aws.url());
        set("aws.accessKeyId", "AKIAEXAMPLE");
        set("aws.secretAccessKey", HubDouble.SECRET);
        aws.account(PLACE.accountId());
        hub = new SecurityHub();
    }

    @AfterEach
    void restore() {
        hub.close();
        aws.close();
        before.forEach((name, value) -> {
            if (value == null) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
    }

    private void set(String name, String value) {
        before.put(name, System.setProperty(name, value));
    }

    private List<Failed> send() {
        return hub.batchImportFindings(PLACE, List.of(FINDING));
    }

    @Test
    void isAskedWhereAwsIsUnlessToldElse() {
        System.clearProperty("aws.endpointUrlSecurityHub");
        String elsewhere = System.clearProperty("aws.endpointUrl");
        try {
            assertEquals(
                    "https://securityhub.eu-central-1.amazonaws.com",
                    SecurityHub.endpoint("eu-central-1").toString());
            assertEquals(
                    "https://securityhub.cn-north-1.amazonaws.com.cn",
                    SecurityHub.endpoint("cn-north-1").toString());
        } finally {
            if (elsewhere != null) {
                System.setProperty("aws.endpointUrl", elsewhere);
            }
        }
    }

    @Test
    void waitsWhereItIsThrottledOrFails() {
        aws.after(429, "TooManyRequestsException", "Rate exceeded");
        aws.after(429, "LimitExceededException", "Too many requests");
        aws.after(503, "ServiceUnavailable", "");
        aws.after(500, "InternalException", "Internal server error");
        assertEquals(List.of(), send());
        HubDouble.Call call = aws.calls().get(0);
        assertEquals("eu-central-1", call.region());
        assertEquals("\u00e9", call.findings().get(0).path("Title").asText());
    }

    @Test
    void tellsWhatWasNotTaken() {
        aws.refuse("coldtrail/1", "InvalidInput", "Finding does not adhere to Amazon Finding Format");
        assertEquals(
                List.of(new Failed("coldtrail/1", "InvalidInput", "Finding does not adhere to Amazon Finding Format")),
                send());
    }

    @Test
    void oneLineSaysWhyAndWhatToDo() {
        refused(
                Kind.ACCESS,
                401,
                "InvalidAccessException",
                "Security Hub CSPM is not on for account 111122223333 in"
                        + " eu-central-1: aws securityhub enable-security-hub ");
        refused(
                Kind.ACCESS,
                403,
                "AccessDeniedException",
                "these credentials may not import findings in eu-central-1:"
                        + " they need securityhub:BatchImportFindings on " + PLACE.productArn());
        refused(Kind.ACCESS, 403, "UnrecognizedClientException", "region eu-central-1 does not know these credentials");
        refused(
                Kind.CREDENTIALS,
                403,
                "ExpiredTokenException",
                "the AWS credentials have expired (ExpiredTokenException)");
        refused(
                Kind.SERVICE,
                400,
                "InvalidInputException",
                "Security Hub in eu-central-1 took none of a call's findings"
                        + " (InvalidInputException, HTTP status 400): what AWS says");
        assertEquals(List.of(), aws.calls(), "none of these is tried again");
    }

    private void refused(Kind kind, int status, String code, String message) {
        aws.after(status, code, "what AWS says");
        SecurityHubException e = assertThrows(SecurityHubException.class, this::send);
        assertEquals(kind, e.kind(), e.getMessage());
        assertTrue(e.getMessage().startsWith(message), e.getMessage());
        assertEquals(1, e.getMessage().lines().count());
    }

    @Test
    void knowsWhoAsks() {
        assertEquals("111122223333", hub.caller(PLACE));
        for (String code : List.of("InvalidClientTokenId", "ExpiredToken")) {
            aws.next(403, code, "what AWS says");
            SecurityHubException e = assertThrows(SecurityHubException.class, () -> hub.caller(PLACE));
            assertEquals(Kind.CREDENTIALS, e.kind());
            assertTrue(e.getMessage().contains(code), e.getMessage());
        }
    }
}
