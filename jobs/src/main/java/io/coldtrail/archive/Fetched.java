package io.coldtrail.archive;

import java.io.InputStream;
import java.util.Map;

/**
 * An object as fetched: its stored bytes, whole for a small one, or why there are none.
 *
 * @param ref the object, with the version that was read where there is one
 * @param body the stored bytes; null where it could not be fetched
 * @param metadata what the one who stored it said of it: S3's user metadata, names in lower case
 * @param failure why it could not be fetched, else null
 */
public record Fetched(ObjectRef ref, InputStream body, Map<String, String> metadata, FetchException failure) {
    static Fetched failed(ObjectRef ref, FetchException failure) {
        return new Fetched(ref, null, Map.of(), failure);
    }
}
