package io.coldtrail.ask;

/** What was asked cannot be answered as it was asked. The message says what, why and what to do, in one line. */
public final class QuestionException extends RuntimeException {
    public QuestionException(String message) {
        super(message);
    }
}
