package io.coldtrail.archive;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/**
 * The versions that a server listed on one page, in small pages as S3's documentation says: keys by their bytes, the
 * newest version first, delete markers between them, folders rolled up; a page goes on behind a key, or behind a version
 * of it. Servers at hand do that otherwise, or lose some.
 */
final class PagedVersions implements S3Client {
    private final List<Entry> entries;
    private final int size;

    /** A version, or a delete marker: then {@code version} is null. */
    private record Entry(String key, String id, boolean latest, ObjectVersion version) {}

    PagedVersions(ListObjectVersionsResponse all, int size) {
        this.size = size;
        this.entries = Stream.concat(
                        all.versions().stream().map(v -> new Entry(v.key(), v.versionId(), v.isLatest(), v)),
                        all.deleteMarkers().stream().map(PagedVersions::entry))
                .sorted((a, b) -> {
                    int c = Arrays.compareUnsigned(bytes(a.key()), bytes(b.key()));
                    return c != 0 ? c : Boolean.compare(b.latest(), a.latest());
                })
                .toList();
    }

    private static Entry entry(DeleteMarkerEntry marker) {
        return new Entry(marker.key(), marker.versionId(), marker.isLatest(), null);
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public ListObjectVersionsResponse listObjectVersions(ListObjectVersionsRequest request) {
        List<ObjectVersion> versions = new ArrayList<>();
        List<String> folders = new ArrayList<>();
        String lastKey = null;
        String lastId = null;
        int n = 0;
        boolean more = false;
        boolean behind = request.versionIdMarker() == null;
        for (Entry entry : entries) {
            boolean marked = entry.key().equals(request.keyMarker());
            if (!behind) {
                behind = marked && entry.id().equals(request.versionIdMarker());
                continue;
            }
            String folder = folder(entry.key(), request);
            boolean before = request.keyMarker() != null
                    && (Arrays.compareUnsigned(bytes(entry.key()), bytes(request.keyMarker())) < 0
                            || marked && request.versionIdMarker() == null
                            || request.keyMarker().equals(folder));
            if (before || !entry.key().startsWith(request.prefix()) || folders.contains(folder)) {
                continue;
            }
            if (n == size) {
                more = true;
                break;
            }
            n++;
            if (folder != null) {
                folders.add(folder);
            } else if (entry.version() != null) {
                versions.add(entry.version());
            }
            lastKey = folder != null ? folder : entry.key();
            lastId = folder != null ? null : entry.id();
        }
        return ListObjectVersionsResponse.builder()
                .versions(versions)
                .commonPrefixes(folders.stream()
                        .map(f -> CommonPrefix.builder().prefix(f).build())
                        .toList())
                .isTruncated(more)
                .nextKeyMarker(more ? lastKey : null)
                .nextVersionIdMarker(more ? lastId : null)
                .build();
    }

    private static String folder(String key, ListObjectVersionsRequest request) {
        int slash = request.delimiter() == null
                ? -1
                : key.indexOf(request.delimiter(), request.prefix().length());
        return slash < 0 ? null : key.substring(0, slash + 1);
    }

    @Override
    public String serviceName() {
        return "s3";
    }

    @Override
    public void close() {}
}
