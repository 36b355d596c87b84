package io.coldtrail.ask.athena;

/** Athena or Glue said no. The message says what, why and what to do, in one line. */
public final class AthenaException extends RuntimeException {
    public AthenaException(String message) {
        super(message);
    }
}
