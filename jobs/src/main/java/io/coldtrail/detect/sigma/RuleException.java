package io.coldtrail.detect.sigma;

/** Why a rule cannot be used, in words for its author. */
final class RuleException extends Exception {
    private static final long serialVersionUID = 1L;

    RuleException(String reason) {
        super(reason, null, false, false);
    }
}
