package io.coldtrail.archive;

import io.coldtrail.archive.ArchiveUri.S3Location;
import java.util.function.Consumer;
import java.util.function.Predicate;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sts.model.StsException;

/** Lists an archive in S3: a folder, or, where there is none of the name, what begins so. */
final class S3Listing {
    private S3Listing() {}

    /** As {@link ObjectStore#list}. */
    static Predicate<String> list(S3Client s3, S3Location at, ArchiveFilter filter, Consumer<ObjectRef> sink) {
        KeyPages pages = filter.versions() ? new S3Versions(s3, at.bucket()) : new S3Keys(s3, at.bucket());
        String folder = at.folder();
        try {
            String prefix = folder;
            Found found = new Found(at.bucket(), folder.length(), filter, sink);
            if (KeyListing.list(pages, folder, filter, found) == 0 && !folder.equals(at.key())) {
                prefix = at.key(); // one object
                found = new Found(at.bucket(), prefix.lastIndexOf('/') + 1, filter, sink);
                KeyListing.list(pages, prefix, filter, found);
            }
            String listed = "s3://" + at.bucket() + "/" + prefix;
            return location -> location.startsWith(listed);
        } catch (SdkException e) {
            throw explain(e, at, filter.versions());
        }
    }

    private static ArchiveException explain(SdkException e, S3Location at, boolean versions) {
        if (e instanceof S3Exception s3 && s3.awsErrorDetails() != null) {
            String code = s3.awsErrorDetails().errorCode();
            ArchiveException stop = S3Error.stop(code);
            return stop != null
                    ? stop
                    : new ArchiveException(
                            switch (code) {
                                case "NoSuchBucket" -> "there is no bucket " + at.bucket()
                                        + " (S3 said NoSuchBucket): the name is wrong, or it was deleted; check with"
                                        + " aws s3 ls s3://" + at.bucket();
                                case "AccessDenied" -> "S3 does not let you list s3://" + at.bucket() + "/" + at.key()
                                        + " (AccessDenied): the right "
                                        + (versions
                                                ? "s3:ListBucketVersions, which --versions needs,"
                                                : "s3:ListBucket")
                                        + " on the bucket is missing, or the bucket wants"
                                        + " --requester-pays";
                                default -> "S3 refused to list s3://" + at.bucket() + "/" + at.key() + " (" + code
                                        + ": " + s3.awsErrorDetails().errorMessage() + ")";
                            });
        }
        if (e instanceof StsException) {
            return S3Error.noCredentials(e);
        }
        String unset = SdkMessage.unset(e.getMessage());
        return new ArchiveException(
                unset != null
                        ? unset
                        : "cannot reach s3://" + at.bucket() + " (" + SdkMessage.firstLine(e.getMessage())
                                + "): check the network, AWS_PROFILE, AWS_REGION and AWS_ENDPOINT_URL");
    }
}
