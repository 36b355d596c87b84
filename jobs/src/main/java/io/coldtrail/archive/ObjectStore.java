package io.coldtrail.archive;

import java.io.InputStream;
import java.util.function.Consumer;

/** Where archives lie. One for disks, one for S3. */
interface ObjectStore {
    /**
     * Lists every object under an archive's address, in no promised order.
     *
     * @throws ArchiveException where the address is wrong or may not be listed
     */
    void list(String uri, ArchiveFilter filter, Consumer<ObjectRef> sink);

    /**
     * Opens the stored bytes of an object, just those that were listed.
     *
     * @throws FetchException where it cannot be had, with the status that says why
     */
    InputStream open(ObjectRef ref) throws FetchException;

    /** True where many requests in flight hide latency. */
    boolean remote();
}
