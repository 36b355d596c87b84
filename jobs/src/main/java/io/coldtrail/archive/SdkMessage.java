package io.coldtrail.archive;

/** What the AWS SDK says of a failure, in one line. */
public final class SdkMessage {
    private SdkMessage() {}

    /** Its first line; where something is not set, that, and how to set it: the SDK tells all places that it looked in. */
    public static String firstLine(String text) {
        String unset = unset(text);
        if (unset != null) {
            return unset;
        }
        return text == null ? "no reason given" : text.lines().findFirst().orElse("no reason given");
    }

    /** What is not set, and how to set it; null where the failure is another. */
    static String unset(String text) {
        if (text != null && text.startsWith("Unable to load credentials")) {
            return "there are no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY";
        }
        if (text != null && text.startsWith("Unable to load region")) {
            return "no region is set: set AWS_REGION, or one in the profile that AWS_PROFILE names";
        }
        return null;
    }
}
