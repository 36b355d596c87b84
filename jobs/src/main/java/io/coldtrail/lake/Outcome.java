package io.coldtrail.lake;

import java.util.Locale;

/** What came of a call. Stored in lower case. */
public enum Outcome {
    SUCCESS,
    DENIED,
    FAILED,
    DRY_RUN_ALLOWED,
    PARTIAL,
    THROTTLED,
    LOGIN_FAILED,
    UNKNOWN;

    /** The word in tables. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads the outcome off a CloudTrail record. A denied call is told by its code: services have no common one
     * (AccessDenied, AccessDeniedException, Client.UnauthorizedOperation, AuthorizationError, VpceAccessDenied, ...).
     *
     * @param errorCode the record's errorCode, null on success
     * @param errorMessage the record's errorMessage; a failed console sign-in has this and no code
     * @param consoleLogin responseElements.ConsoleLogin, null on other calls
     */
    public static Outcome of(String errorCode, String errorMessage, String consoleLogin) {
        if ("Failure".equals(consoleLogin)) {
            return LOGIN_FAILED;
        }
        if (errorCode == null || errorCode.isEmpty()) {
            return "Failed authentication".equals(errorMessage) ? LOGIN_FAILED : SUCCESS;
        }
        if (errorCode.endsWith("DryRunOperation")) {
            return DRY_RUN_ALLOWED;
        }
        if (errorCode.contains("AccessDenied")
                || errorCode.contains("Unauthorized")
                || errorCode.equals("AuthorizationError")
                || errorCode.equals("AllAccessDisabled")
                || errorCode.equals("Forbidden")) {
            return DENIED;
        }
        if (errorCode.contains("Throttl")
                || errorCode.equals("SlowDown")
                || errorCode.contains("RequestLimitExceeded")
                || errorCode.equals("TooManyRequestsException")) {
            return THROTTLED;
        }
        return FAILED;
    }
}
