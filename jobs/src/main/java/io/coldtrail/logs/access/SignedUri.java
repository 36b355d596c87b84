package io.coldtrail.logs.access;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The query of a presigned request: {@code X-Amz-Credential=<key>/<day>/...} of signature version 4, encoded or not,
 * {@code AWSAccessKeyId=<key>} of version 2.
 */
public final class SignedUri {
    private static final Pattern ACCESS_KEY =
            Pattern.compile("[?&](?:X-Amz-Credential|AWSAccessKeyId)=([A-Za-z0-9_]{16,128})(?=[/%& ]|$)");

    private SignedUri() {}

    /** The access key that a request line names; null where it names none. */
    public static String accessKey(String request) {
        Matcher key = ACCESS_KEY.matcher(request);
        return key.find() ? key.group(1) : null;
    }
}
