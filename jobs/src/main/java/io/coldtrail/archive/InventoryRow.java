package io.coldtrail.archive;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * A row of an inventory.
 *
 * @param name the key, decoded
 * @param columns text by column, as {@link #column} spells it; null where there is none
 */
record InventoryRow(String name, UnaryOperator<String> columns) {
    /** A column's name in one spelling: {@code LastModifiedDate} and {@code last_modified_date} are one. */
    static String column(String name) {
        return name.replace("_", "").trim().toLowerCase(Locale.ROOT);
    }

    /**
     * What it lists; null where that is no object.
     *
     * @param versions whether older versions are wanted, too
     */
    KeyPages.Key key(boolean versions) {
        String latest = columns.apply("islatest");
        if (versions && latest == null) {
            throw new ArchiveException("the inventory does not tell older versions, which --versions asks for:"
                    + " let S3 write all versions into it, or list without");
        }
        boolean older = "false".equals(latest);
        if (older && !versions || "true".equals(columns.apply("isdeletemarker"))) {
            return null;
        }
        String size = columns.apply("size");
        if (size == null) {
            throw new ArchiveException("the inventory does not tell the size of " + name
                    + ": let S3 write Size, and best ETag and LastModified, into it");
        }
        String etag = columns.apply("etag");
        String version = columns.apply("versionid");
        return new KeyPages.Key(
                name,
                Long.parseLong(size),
                etag == null || etag.startsWith("\"") ? etag : '"' + etag + '"',
                version == null && older ? "null" : version, // so S3 calls that of before the bucket had versions
                older,
                time(columns.apply("lastmodifieddate")),
                columns.apply("storageclass"));
    }

    /** ISO 8601 in CSV, milliseconds in Parquet. */
    private static Instant time(String text) {
        try {
            return text == null
                    ? null
                    : text.contains("T") ? Instant.parse(text) : Instant.ofEpochMilli(Long.parseLong(text));
        } catch (DateTimeParseException | NumberFormatException e) {
            return null; // of no weight
        }
    }
}
