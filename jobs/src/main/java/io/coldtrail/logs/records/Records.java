package io.coldtrail.logs.records;

/** Finds the records in an object's content, one after the other. What cannot be read is told, and reading goes on. */
public interface Records {
    /** Far above any log's record: CloudTrail caps an event at 256 KB, CloudTrail Lake at 1 MB. */
    int MAX_RECORD = 16 << 20;

    /** Bytes of a broken record that are told. */
    int FIRST_BYTES = 256;

    /** How a record lies in the archive. */
    enum Form {
        BYTES,
        JSON_STRING,
        PARQUET_ROW
    }

    /** Starts over with another object's content. */
    void over(ByteWindow.Source content);

    /** Moves to the next record; false at the end of the content. */
    boolean next();

    /** The buffer that {@link #start} and {@link #end} point into: the record itself, unescaped where it was a string. */
    byte[] buffer();

    int start();

    int end();

    Form form();

    /** Place among the records and rejects of the content, from 0. */
    int index();

    /** First byte of the record as archived, in the content; no meaning in Parquet. */
    long offset();

    /** Bytes of the record as archived; no meaning in Parquet. */
    int length();

    /** Why the content broke off; null where it did not. */
    String failure();
}
