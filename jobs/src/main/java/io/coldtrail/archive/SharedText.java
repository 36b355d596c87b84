package io.coldtrail.archive;

import java.util.function.UnaryOperator;

/** A short text at an address, local or in S3, that several processes change, each in one step. */
public interface SharedText {
    /**
     * The text at an address; nothing need be there yet.
     *
     * @param uri a file or an object: local path, {@code file:} or {@code s3://bucket/key}
     * @throws ArchiveException where the address is of another kind
     */
    static SharedText at(String uri) {
        return ArchiveUri.isS3(uri) ? new S3Text(uri) : new LocalText(ArchiveUri.localPath(uri));
    }

    /**
     * Changes the text, unless somebody else changes it at that moment: then tries again with what he wrote.
     *
     * @param change gets the text, empty where there is none, and returns what is to stand in its place, or null to let
     *     it be; may be called several times
     * @return the text that stands afterwards
     * @throws ArchiveException where the text cannot be read or written
     */
    String update(UnaryOperator<String> change);
}
