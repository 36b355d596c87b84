package io.coldtrail.archive;

import java.io.IOException;
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
     * @param from its first byte that is wanted
     * @throws FetchException where it cannot be had, with the status that says why
     * @throws IOException where the store does not answer
     * @throws ArchiveException where no further object can be had either
     */
    Fetched open(ObjectRef ref, long from) throws FetchException, IOException;

    /**
     * The first stored bytes of an object, as many as it has.
     *
     * @throws FetchException as {@link #open}, and so the others
     */
    byte[] head(ObjectRef ref, int bytes) throws FetchException, IOException;

    /** True where many requests in flight hide latency. */
    boolean remote();
}
