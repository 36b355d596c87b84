package io.coldtrail.job;

/** What the user typed is wrong: one line that says what, why and what to do. Exit code 2. */
final class UsageException extends RuntimeException {
    UsageException(String message) {
        super(message);
    }
}
