package io.coldtrail.archive;

import java.io.InputStream;

/**
 * An object as fetched: its stored bytes, whole for a small one, or why there are none.
 *
 * @param ref the object
 * @param body the stored bytes; null where it could not be fetched
 * @param failure why it could not be fetched, else null
 */
public record Fetched(ObjectRef ref, InputStream body, FetchException failure) {}
