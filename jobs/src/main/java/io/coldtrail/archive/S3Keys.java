package io.coldtrail.archive;

import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.RequestPayer;

/**
 * The keys of a bucket in S3. A general purpose bucket lists them in the order of their UTF-8 bytes, 1,000 a page:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html.
 */
final class S3Keys implements KeyPages {
    private final S3Client s3;
    private final String bucket;
    private final Integer keysAPage;

    S3Keys(S3Client s3, String bucket) {
        this(s3, bucket, null);
    }

    /**
     * With smaller pages.
     *
     * @param keysAPage at most 1,000; null for that
     */
    S3Keys(S3Client s3, String bucket, Integer keysAPage) {
        this.s3 = s3;
        this.bucket = bucket;
        this.keysAPage = keysAPage;
    }

    @Override
    public Page page(String prefix, String after, boolean byFolder, String token) {
        ListObjectsV2Request.Builder request = ListObjectsV2Request.builder()
                .bucket(bucket)
                .requestPayer(S3Store.access().requesterPays() ? RequestPayer.REQUESTER : null)
                .prefix(prefix)
                .startAfter(after)
                .delimiter(byFolder ? "/" : null)
                .maxKeys(keysAPage);
        ListObjectsV2Response page =
                s3.listObjectsV2(request.continuationToken(token).build());
        while (page.contents().isEmpty() && !byFolder && page.nextContinuationToken() != null) {
            page = s3.listObjectsV2(
                    request.continuationToken(page.nextContinuationToken()).build());
        }
        List<Key> keys = page.contents().stream()
                .map(o -> new Key(o.key(), o.size(), o.eTag(), null, false, o.lastModified(), o.storageClassAsString()))
                .toList();
        return new Page(
                keys, page.commonPrefixes().stream().map(CommonPrefix::prefix).toList(), page.nextContinuationToken());
    }
}
