package io.coldtrail.archive;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.RequestPayer;

/**
 * As {@link S3Keys}, with the versions that a bucket kept of what was overwritten or deleted. S3 ends a page anywhere, and
 * goes on behind a key only when it is told no version:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html.
 */
final class S3Versions implements KeyPages {
    private final S3Client s3;
    private final String bucket;

    S3Versions(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    @Override
    public Page page(String prefix, String after, boolean byFolder, String token) {
        List<Key> keys = new ArrayList<>();
        String marker = token == null ? after : token;
        ListObjectVersionsResponse page;
        do {
            String begin = marker;
            page = s3.listObjectVersions(request(prefix)
                    .keyMarker(marker)
                    .delimiter(byFolder ? "/" : null)
                    .build());
            page.versions().stream()
                    // other stores than AWS's begin with the marker itself
                    .filter(v -> begin == null || KeyOrder.compare(v.key(), begin) > 0)
                    .map(S3Versions::key)
                    .forEach(keys::add);
            marker = Boolean.TRUE.equals(page.isTruncated()) ? page.nextKeyMarker() : null;
            if (marker != null) {
                addRest(marker, page.nextVersionIdMarker(), keys);
            }
        } while (marker != null && keys.isEmpty() && !byFolder); // nothing but delete markers
        return new Page(
                keys, page.commonPrefixes().stream().map(CommonPrefix::prefix).toList(), marker);
    }

    /** Adds the versions of a key that come behind one, null for none: a page may end between them. */
    private void addRest(String name, String version, List<Key> keys) {
        for (String last = version; last != null && !last.isEmpty(); ) {
            ListObjectVersionsResponse rest = s3.listObjectVersions(
                    request(name).keyMarker(name).versionIdMarker(last).build());
            rest.versions().stream()
                    .filter(v -> v.key().equals(name))
                    .map(S3Versions::key)
                    .forEach(keys::add);
            last = name.equals(rest.nextKeyMarker()) ? rest.nextVersionIdMarker() : null;
        }
    }

    private ListObjectVersionsRequest.Builder request(String prefix) {
        return ListObjectVersionsRequest.builder()
                .bucket(bucket)
                .requestPayer(S3Store.access().requesterPays() ? RequestPayer.REQUESTER : null)
                .prefix(prefix);
    }

    private static Key key(ObjectVersion v) {
        return new Key(
                v.key(),
                v.size(),
                v.eTag(),
                v.versionId(),
                !Boolean.TRUE.equals(v.isLatest()),
                v.lastModified(),
                v.storageClassAsString());
    }
}
