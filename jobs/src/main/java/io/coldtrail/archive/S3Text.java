package io.coldtrail.archive;

import io.coldtrail.archive.ArchiveUri.S3Location;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * A text in S3, changed by conditional writes: the first where there is none, each later one in place of what was read.
 * Needs GetObject and PutObject on it.
 */
final class S3Text implements SharedText {
    /** Somebody changed it between reading and writing, each time: with a handful of writers nobody has such bad luck. */
    private static final int TRIES = 20;

    private final S3Client s3 = S3Store.client();
    private final S3Location at;

    S3Text(String uri) {
        this.at = S3Location.of(uri);
    }

    /** The text, and the etag that stands for it, null where there is no object. */
    private record Seen(String text, String etag) {}

    @Override
    public String update(UnaryOperator<String> change) {
        try {
            for (int i = 0; i < TRIES; i++) {
                Seen seen = read();
                String changed = change.apply(seen.text());
                if (changed == null) {
                    return seen.text();
                }
                if (write(changed, seen.etag())) {
                    return changed;
                }
            }
        } catch (SdkException e) {
            throw new ArchiveException(
                    "cannot write s3://" + at.bucket() + "/" + at.key() + " (" + SdkMessage.firstLine(e.getMessage())
                            + "): the case needs the rights s3:GetObject and s3:PutObject, and a store with conditional writes,"
                            + " as S3 has them");
        }
        throw new ArchiveException("s3://" + at.bucket() + "/" + at.key()
                + " changes whenever it is to be written: try again, or give another --case");
    }

    private Seen read() {
        try {
            ResponseBytes<GetObjectResponse> object =
                    s3.getObjectAsBytes(get -> get.bucket(at.bucket()).key(at.key()));
            return new Seen(object.asUtf8String(), object.response().eTag());
        } catch (NoSuchKeyException e) {
            return new Seen("", null);
        }
    }

    /** False where another was faster. */
    private boolean write(String text, String etag) {
        PutObjectRequest.Builder put =
                PutObjectRequest.builder().bucket(at.bucket()).key(at.key());
        if (etag == null) {
            put.ifNoneMatch("*");
        } else {
            put.ifMatch(etag);
        }
        try {
            s3.putObject(put.build(), RequestBody.fromString(text));
            return true;
        } catch (S3Exception e) {
            boolean changed = e.statusCode() == 412;
            boolean beingChanged = e.statusCode() == 409;
            boolean deleted = e.statusCode() == 404 && etag != null;
            if (changed || beingChanged || deleted) {
                return false;
            }
            throw e;
        }
    }
}
