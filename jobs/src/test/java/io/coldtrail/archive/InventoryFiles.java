package io.coldtrail.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * S3 Inventories as S3 writes them, in
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html
 */
public final class InventoryFiles {
    private static final String CSV_COLUMNS =
            "Bucket, Key, VersionId, IsLatest, IsDeleteMarker, Size, LastModifiedDate, ETag, StorageClass";

    /** As the user guide has it, cut to what is asked for. */
    private static final MessageType PARQUET = MessageTypeParser.parseMessageType(
            "message s3.inventory { required binary bucket (UTF8); required binary key (UTF8); "
                    + "optional binary version_id (UTF8); optional boolean is_latest; optional boolean is_delete_marker; "
                    + "optional int64 size; optional int64 last_modified_date (TIMESTAMP_MILLIS); "
                    + "optional binary e_tag (UTF8); optional binary storage_class (UTF8); }");

    private InventoryFiles() {}

    /** A line of it; null is a field without a value. */
    public record Entry(
            String key, String version, Boolean latest, boolean marker, String size, String etag, String storage) {
        /** An object of a bucket that has no versions. */
        public static Entry of(String key, long size, String etag) {
            return new Entry(key, null, true, false, Long.toString(size), etag, "STANDARD");
        }
    }

    /**
     * Writes an inventory, and returns where its manifest is.
     *
     * @param all the folder for it
     * @param spoilt what its checksum begins with, instead
     */
    public static Path write(Path all, String bucket, String format, List<Entry> entries, String spoilt)
            throws IOException {
        Path data = Files.createDirectories(all.resolve("data")).resolve("1");
        if (format.equals("Parquet")) {
            parquet(data, bucket, entries);
        } else {
            Files.write(data, csv(bucket, entries));
        }
        String md5 = HexFormat.of().formatHex(md5(Files.readAllBytes(data)));
        Path manifest =
                Files.createDirectories(all.resolve("2023-07-11T00-00Z")).resolve("manifest.json");
        Files.writeString(
                manifest,
                "{\"sourceBucket\":\"" + bucket
                        + "\",\"destinationBucket\":\"arn:aws:s3:::inventories\",\"version\":\"2016-11-30\","
                        + "\"creationTimestamp\":\"1689033600000\",\"fileFormat\":\"" + format + "\",\"fileSchema\":\""
                        + (format.equals("Parquet") ? PARQUET.toString().replace("\n", " ") : CSV_COLUMNS)
                        + "\",\"files\":[{\"key\":\"" + bucket + "/all/data/1\",\"size\":" + Files.size(data)
                        + ",\"MD5checksum\":\"" + spoilt + md5.substring(spoilt.length()) + "\"}]}");
        return manifest;
    }

    private static byte[] csv(String bucket, List<Entry> entries) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Entry e : entries) {
            List<String> values = new ArrayList<>(List.of(bucket, URLEncoder.encode(e.key(), StandardCharsets.UTF_8)));
            for (String value : new String[] {
                e.version(),
                e.latest() == null ? null : e.latest().toString(),
                "" + e.marker(),
                e.size(),
                "2023-07-10T12:00:01.500Z",
                e.etag(),
                e.storage()
            }) {
                values.add(value == null ? "" : value);
            }
            lines.append('"').append(String.join("\",\"", values)).append("\"\n");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(lines.toString().getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static void parquet(Path file, String bucket, List<Entry> entries) throws IOException {
        try (ParquetWriter<Group> rows = ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
                .withType(PARQUET)
                .withConf(new Configuration())
                .build()) {
            for (Entry e : entries) {
                Group row = new SimpleGroup(PARQUET)
                        .append("bucket", bucket)
                        .append("key", e.key())
                        .append("is_delete_marker", e.marker())
                        .append(
                                "last_modified_date",
                                Instant.parse("2023-07-10T12:00:01.500Z").toEpochMilli());
                if (e.latest() != null) {
                    row.append("is_latest", e.latest());
                }
                if (e.version() != null) {
                    row.append("version_id", e.version());
                }
                if (e.size() != null) {
                    row.append("size", Long.parseLong(e.size()))
                            .append("e_tag", e.etag())
                            .append("storage_class", e.storage());
                }
                rows.write(row);
            }
        }
    }

    private static byte[] md5(byte[] bytes) {
        try {
            return MessageDigest.getInstance("MD5").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
