package io.coldtrail.logs.records;

/** What is wrong with a record; in lower case the words of {@code rejects.reason}. */
public enum Reason {
    MALFORMED,
    INVALID_UTF8,
    TOO_LARGE,
    TOO_DEEP,
    TRUNCATED,
    NOT_A_RECORD,
    NOT_JSON
}
