package io.coldtrail.archive;

import java.io.InputStream;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Where archives lie. One for disks, one for S3. */
interface ObjectStore {
    /**
     * Lists the objects under an archive's address that a filter wants, in no promised order, one at a time.
     *
     * @return tells of a {@link ObjectRef#location} whether it lies under the address
     * @throws ArchiveException where the address is wrong or may not be listed
     */
    Predicate<String> list(String uri, ArchiveFilter filter, Consumer<ObjectRef> sink);

    /**
     * Opens an object, its body a stream of just the stored bytes that were listed.
     *
     * @throws FetchException where it cannot be had, with the status that says why
     */
    Fetched open(ObjectRef ref) throws FetchException;

    /**
     * Opens the first stored bytes of an object, or all of it where that costs no more.
     *
     * @throws FetchException as {@link #open}
     */
    InputStream head(ObjectRef ref, int bytes) throws FetchException;

    /** True where many requests in flight hide latency. */
    boolean remote();
}
