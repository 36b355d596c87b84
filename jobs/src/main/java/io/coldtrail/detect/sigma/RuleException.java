package io.coldtrail.detect.sigma;

/** Why a rule or hunt cannot be used, in words for its author. */
public final class RuleException extends Exception {
    private static final long serialVersionUID = 1L;

    public RuleException(String reason) {
        super(reason, null, false, false);
    }
}
