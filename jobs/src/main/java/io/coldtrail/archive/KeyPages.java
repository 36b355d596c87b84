package io.coldtrail.archive;

import java.time.Instant;
import java.util.List;

/** The keys of a bucket, a page at a time, in the order of their UTF-8 bytes; all versions of a key are in one page. */
interface KeyPages {
    /**
     * An object as its bucket lists it.
     *
     * @param name its key as it is, never encoded
     * @param size stored bytes
     * @param etag entity tag, between quotes as S3 says it, or null
     * @param versionId version, null where the listing is of none
     * @param byVersion whether its version is part of its name: the key has several, or is deleted
     * @param modified when the bucket got it, or null
     * @param storageClass storage class, or null
     */
    record Key(
            String name,
            long size,
            String etag,
            String versionId,
            boolean byVersion,
            Instant modified,
            String storageClass) {}

    /**
     * Some keys of a bucket.
     *
     * @param keys keys, in order; at least one where there is a next page, but for a page by folder
     * @param folders of a page by folder, what the keys that lie deeper begin with, up to the slash; in order
     * @param next token of the next page, null for none
     */
    record Page(List<Key> keys, List<String> folders, String next) {}

    /**
     * One page.
     *
     * @param prefix what keys begin with
     * @param after keys are greater than this; null for all
     * @param byFolder whether keys with a slash behind the prefix are told by their folder alone
     * @param token of the page before, null for the first
     */
    Page page(String prefix, String after, boolean byFolder, String token);
}
