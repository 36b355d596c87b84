package io.coldtrail.evidence.securityhub;

import io.coldtrail.archive.SdkMessage;
import io.coldtrail.evidence.AwsPlace;
import io.coldtrail.evidence.securityhub.SecurityHubException.Kind;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What AWS says instead of an answer, and what to do about it. Codes:
 * https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchImportFindings.html#API_BatchImportFindings_Errors and
 * https://docs.aws.amazon.com/securityhub/1.0/APIReference/CommonErrors.html.
 */
final class Refusal {
    /** As code of a finding that failed: not the finding is wrong, but nothing is taken here. */
    static final String NOT_ENABLED = "InvalidAccess";

    private Refusal() {}

    /** Of a call that says who asks. */
    static SecurityHubException ofCaller(SdkException e) {
        if (e instanceof AwsServiceException refused) {
            String code = code(refused);
            return isExpired(code)
                    ? expired(code)
                    : new SecurityHubException(
                            Kind.CREDENTIALS,
                            "AWS does not take the credentials (" + code + ": " + message(refused)
                                    + "): check AWS_PROFILE and AWS_ACCESS_KEY_ID");
        }
        return new SecurityHubException(Kind.CREDENTIALS, "AWS cannot be asked: " + message(e));
    }

    /** Of a call that was to import findings, from a caller whom AWS knows. */
    static SecurityHubException of(AwsPlace place, SdkException e) {
        if (!(e instanceof AwsServiceException refused)) {
            return new SecurityHubException(
                    Kind.SERVICE, "Security Hub in " + place.region() + " cannot be reached: " + message(e));
        }
        String code = code(refused);
        if (isExpired(code)) {
            return expired(code);
        }
        return switch (code) {
            case "InvalidAccessException" -> notEnabled(place, message(refused));
            case "AccessDeniedException", "AccessDenied" -> new SecurityHubException(
                    Kind.ACCESS,
                    "these credentials may not import findings in " + place.region()
                            + ": they need securityhub:BatchImportFindings on " + place.productArn() + " (AWS said: "
                            + message(refused) + ")");
            case "UnrecognizedClientException",
                    "InvalidClientTokenId",
                    "OptInRequired",
                    "SubscriptionRequiredException" -> new SecurityHubException(
                    Kind.ACCESS,
                    "region " + place.region() + " does not know these credentials, which AWS knows elsewhere (" + code
                            + "): it is off for account " + place.accountId() + "; turn it on, or leave it out by"
                            + " --region");
            default -> new SecurityHubException(
                    Kind.SERVICE,
                    "Security Hub in " + place.region() + " took none of a call's findings (" + code + ", HTTP status "
                            + refused.statusCode() + "): " + message(refused));
        };
    }

    /** Told of the call, or of each finding in it. */
    static SecurityHubException notEnabled(AwsPlace place, String said) {
        return new SecurityHubException(
                Kind.ACCESS,
                "Security Hub CSPM is not on for account " + place.accountId() + " in " + place.region()
                        + ": aws securityhub enable-security-hub --no-enable-default-standards --region "
                        + place.region() + " turns it on, or leave it out by --region (AWS said: "
                        + SdkMessage.firstLine(said) + ")");
    }

    static SecurityHubException othersAccount(AwsPlace place, String caller) {
        return new SecurityHubException(
                Kind.ACCESS,
                "findings of account " + place.accountId() + " are imported by that account alone, and these"
                        + " credentials are of " + caller + ": run the same with its own, and --account "
                        + place.accountId());
    }

    private static boolean isExpired(String code) {
        return code.startsWith("ExpiredToken") || code.equals("RequestExpired") || code.equals("TokenRefreshRequired");
    }

    private static SecurityHubException expired(String code) {
        return new SecurityHubException(
                Kind.CREDENTIALS,
                "the AWS credentials have expired (" + code + "): get new ones, as by aws sso login, and run the same"
                        + " command again; what Security Hub took is not sent twice");
    }

    private static String code(AwsServiceException e) {
        AwsErrorDetails details = e.awsErrorDetails();
        return details == null || details.errorCode() == null ? "no code" : details.errorCode();
    }

    private static String message(SdkException e) {
        return SdkMessage.firstLine(
                e instanceof AwsServiceException refused && refused.awsErrorDetails() != null
                        ? refused.awsErrorDetails().errorMessage()
                        : e.getMessage());
    }
}
