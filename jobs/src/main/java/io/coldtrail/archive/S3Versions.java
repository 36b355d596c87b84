package io.coldtrail.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
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
        List<ObjectVersion> versions = new ArrayList<>();
        List<String> folders = new ArrayList<>();
        String marker = token == null ? after : token;
        do {
            // other stores than AWS's begin with the marker itself
            String begin = marker;
            Predicate<String> behind = name -> begin == null || KeyOrder.compare(name, begin) > 0;
            ListObjectVersionsResponse page = s3.listObjectVersions(request(prefix)
                    .keyMarker(marker)
                    .delimiter(byFolder ? "/" : null)
                    .build());
            page.versions().stream().filter(v -> behind.test(v.key())).forEach(versions::add);
            page.commonPrefixes().stream()
                    .map(CommonPrefix::prefix)
                    .filter(behind)
                    .forEach(folders::add);
            marker = Boolean.TRUE.equals(page.isTruncated()) ? page.nextKeyMarker() : null;
            if (marker != null) {
                addRest(marker, page.nextVersionIdMarker(), versions);
            }
        } while (marker != null && versions.isEmpty() && !byFolder); // nothing but delete markers
        return new Page(keys(versions), folders, marker);
    }

    /** Adds the versions of a key that come behind one, null for none: a page may end between them. */
    private void addRest(String name, String version, List<ObjectVersion> versions) {
        for (String last = version; last != null && !last.isEmpty(); ) {
            ListObjectVersionsResponse rest = s3.listObjectVersions(
                    request(name).keyMarker(name).versionIdMarker(last).build());
            rest.versions().stream().filter(v -> v.key().equals(name)).forEach(versions::add);
            last = name.equals(rest.nextKeyMarker()) ? rest.nextVersionIdMarker() : null;
        }
    }

    private ListObjectVersionsRequest.Builder request(String prefix) {
        return ListObjectVersionsRequest.builder()
                .bucket(bucket)
                .requestPayer(S3Store.access().requesterPays() ? RequestPayer.REQUESTER : null)
                .prefix(prefix);
    }

    /** @param versions by key, of each the newest first */
    private static List<Key> keys(List<ObjectVersion> versions) {
        List<Key> keys = new ArrayList<>(versions.size());
        for (int i = 0; i < versions.size(); i++) {
            ObjectVersion v = versions.get(i);
            boolean followed = i + 1 < versions.size()
                    && v.key().equals(versions.get(i + 1).key());
            keys.add(key(v, followed || !Boolean.TRUE.equals(v.isLatest())));
        }
        return keys;
    }

    private static Key key(ObjectVersion v, boolean byVersion) {
        // a bucket that never had versions says null, in so many letters
        boolean unversioned = !byVersion && v.versionId().equals("null");
        return new Key(
                v.key(),
                v.size(),
                v.eTag(),
                unversioned ? null : v.versionId(),
                byVersion,
                v.lastModified(),
                v.storageClassAsString());
    }
}
