package io.coldtrail.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coldtrail.archive.ArchiveUri.S3Location;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A list of a bucket's objects that S3 Inventory wrote, in place of listing the bucket: a manifest, and files in CSV or
 * Parquet that it names. Of a versioned bucket it gives the current versions, and older ones where they are asked for; delete
 * markers are left out, as a listing leaves them out.
 *
 * <p>Form: https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html and
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory.html. Which columns there are was the choice of
 * who set the inventory up; their names differ by format in their spelling alone ({@code IsLatest}, {@code is_latest}).
 */
final class Inventory {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A manifest names some hundred files; this is far beyond. */
    private static final int MAX_MANIFEST = 64 << 20;

    private final String manifest;
    private final String bucket;
    private final String format;
    private final List<String> columns;
    private final List<File> files;

    /**
     * A file of the inventory.
     *
     * @param location where it lies
     * @param md5 hex MD5 of its bytes, null where the manifest does not say
     */
    private record File(String location, long size, String md5) {}

    /** Reads the rows of one file: calls back with each, a function from the name of a column to its text, null for none. */
    interface Rows {
        void read(InputStream file, List<String> columns, Consumer<InventoryRow> row) throws IOException;
    }

    private Inventory(String manifest, JsonNode json) {
        this.manifest = manifest;
        this.bucket = json.path("sourceBucket").asText();
        this.format = json.path("fileFormat").asText();
        this.columns = format.equals("CSV")
                ? Arrays.stream(json.path("fileSchema").asText().split(","))
                        .map(InventoryRow::column)
                        .toList()
                : List.of();
        this.files = new ArrayList<>();
        for (JsonNode file : json.path("files")) {
            String md5 = file.path("MD5checksum").textValue();
            files.add(new File(
                    location(file.path("key").asText()), file.path("size").asLong(), md5));
        }
    }

    /** Data lie beside the manifest's folder; on disk, where a copy may lie anywhere, that is all that is known. */
    private String location(String key) {
        if (ArchiveUri.isS3(manifest)) {
            return "s3://" + S3Location.of(manifest).bucket() + "/" + key;
        }
        return LocalStore.slashes(ArchiveUri.localPath(manifest)
                .toAbsolutePath()
                .normalize()
                .resolveSibling("../data/" + key.substring(key.lastIndexOf('/') + 1))
                .normalize());
    }

    /**
     * Reads manifests.
     *
     * @param manifests addresses of {@code manifest.json} files
     * @param archives addresses of the archives that are to be listed
     * @return inventories by the bucket that they list
     * @throws ArchiveException where one cannot be read, or lists none of the archives
     */
    static Map<String, Inventory> read(List<String> manifests, List<String> archives) {
        Map<String, Inventory> byBucket = new HashMap<>();
        for (String manifest : manifests) {
            Inventory inventory = read(manifest);
            if (archives.stream()
                    .noneMatch(uri ->
                            ArchiveUri.isS3(uri) && S3Location.of(uri).bucket().equals(inventory.bucket))) {
                throw new ArchiveException("the inventory " + manifest + " is of bucket " + inventory.bucket
                        + ", in which no archive lies: give s3://" + inventory.bucket + "/... as an archive, too");
            }
            byBucket.put(inventory.bucket, inventory);
        }
        return byBucket;
    }

    private static Inventory read(String manifest) {
        if (!manifest.endsWith(".json")) {
            throw new ArchiveException(manifest + " is no manifest of an inventory: give the address of its"
                    + " manifest.json, which lies in a folder named for the time of the inventory");
        }
        JsonNode json;
        try (InputStream in = Archive.stream(location(manifest, MAX_MANIFEST))) {
            json = JSON.readTree(in.readNBytes(MAX_MANIFEST));
        } catch (JsonProcessingException e) {
            throw new ArchiveException(manifest + " is no manifest of an inventory: it is not JSON");
        } catch (FetchException | IOException e) {
            throw new ArchiveException("cannot read the inventory " + manifest + ": " + e.getMessage());
        }
        if (!json.path("sourceBucket").isTextual() || !json.path("files").isArray()) {
            throw new ArchiveException(manifest + " is no manifest of an inventory: it has no sourceBucket or files");
        }
        Inventory inventory = new Inventory(manifest, json);
        inventory.rows(); // says what it cannot read
        return inventory;
    }

    private static ObjectRef location(String uri, long size) {
        String location = ArchiveUri.isS3(uri)
                ? uri
                : LocalStore.slashes(ArchiveUri.localPath(uri).toAbsolutePath().normalize());
        return ObjectRef.of(uri, location, KeyFacts.of(uri), size, null, null, null);
    }

    private Rows rows() {
        return switch (format) {
            case "CSV" -> new InventoryCsv();
            case "Parquet" -> new InventoryParquet();
            default -> throw new ArchiveException("the inventory " + manifest + " is in " + format
                    + ", which is not read: let S3 write it in CSV or Parquet");
        };
    }

    /** As {@link ObjectStore#list}, of what the inventory tells. */
    Predicate<String> list(S3Location at, ArchiveFilter filter, Consumer<ObjectRef> sink) {
        String folder = at.folder();
        Found below = new Found(bucket, folder.length(), filter, sink);
        Found itself = new Found(bucket, at.key().lastIndexOf('/') + 1, filter, sink);
        for (File file : files) {
            read(file, row -> {
                KeyPages.Key key = row.key(filter.versions());
                if (key != null && key.name().startsWith(folder)) {
                    below.accept(List.of(key));
                } else if (key != null && key.name().equals(at.key())) {
                    itself.accept(List.of(key));
                }
            });
        }
        String listed = "s3://" + bucket + "/";
        return location -> location.startsWith(listed + folder) || location.equals(listed + at.key());
    }

    private void read(File file, Consumer<InventoryRow> row) {
        try (DigestInputStream in = new DigestInputStream(
                Archive.stream(location(file.location(), file.size())), MessageDigest.getInstance("MD5"))) {
            rows().read(in, columns, row);
            in.transferTo(OutputStream.nullOutputStream());
            String md5 = HexFormat.of().formatHex(in.getMessageDigest().digest());
            if (file.md5() != null && !file.md5().equals(md5)) {
                throw new ArchiveException("the file " + file.location() + " of the inventory " + manifest
                        + " is not as the manifest says (MD5 " + md5 + "): take another inventory, or list without");
            }
        } catch (FetchException | IOException e) {
            throw new ArchiveException("cannot read the file " + file.location() + " of the inventory " + manifest
                    + ": " + e.getMessage());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
