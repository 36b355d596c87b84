package io.coldtrail.archive;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * An object of an archive, as listed: enough to fetch just these bytes, and to say later what was fetched.
 *
 * @param object key relative to its archive; names the object in every table
 * @param location where to fetch it: an absolute path, or {@code s3://bucket/key} with the key as it is
 * @param kind what it holds
 * @param account account in the key, or null
 * @param region region in the key, or null
 * @param delivered delivery time in the key, or null
 * @param size stored size in bytes
 * @param etag S3's entity tag, null on disk
 * @param versionId S3's version, null where none
 * @param lastModified when the store got it
 * @param storageClass S3's storage class, null on disk
 */
public record ObjectRef(
        String object,
        String location,
        ObjectKind kind,
        String account,
        String region,
        Instant delivered,
        long size,
        String etag,
        String versionId,
        Instant lastModified,
        String storageClass) {
    /** What the names of objects begin with whose key has several versions, or is deleted: an id and a slash follow. */
    public static final String VERSION = "versionId=";

    /** What no text is: an answer of S3 cannot hold it. */
    private static final String NONE = "\0";

    /** Makes one from what the store and the key say. */
    static ObjectRef of(
            String object, String location, KeyFacts facts, long size, String etag, Instant modified, String storage) {
        return of(object, location, facts, size, etag, null, modified, storage);
    }

    static ObjectRef of(
            String object,
            String location,
            KeyFacts facts,
            long size,
            String etag,
            String versionId,
            Instant modified,
            String storage) {
        return new ObjectRef(
                object,
                location,
                facts.kind(),
                facts.account(),
                facts.region(),
                facts.delivered(),
                size,
                etag,
                versionId,
                modified,
                storage);
    }

    /** The same object, known to hold something else. */
    public ObjectRef as(ObjectKind other) {
        return new ObjectRef(
                object, location, other, account, region, delivered, size, etag, versionId, lastModified, storageClass);
    }

    /** The same object under another name. */
    ObjectRef named(String name) {
        return new ObjectRef(
                name, location, kind, account, region, delivered, size, etag, versionId, lastModified, storageClass);
    }

    /** The same object, known to be this version. */
    ObjectRef version(String id) {
        return new ObjectRef(
                object, location, kind, account, region, delivered, size, etag, id, lastModified, storageClass);
    }

    /**
     * How an object is named once its key has several versions.
     *
     * @param object its name when its key had one
     * @param version its version
     */
    public static List<String> namedByVersion(String object, String version) {
        String id = VERSION + version + "/";
        int slash = object.indexOf('/') + 1;
        return List.of(
                id + object,
                object.substring(0, slash) + id + object.substring(slash)); // where that is an archive's number
    }

    /** Writes it; {@link #read} is the inverse. */
    public void write(DataOutput out) throws IOException {
        text(out, object);
        // one ends in the other, but for objects of a second archive
        boolean below = location.endsWith(object);
        out.writeBoolean(below);
        text(out, below ? location.substring(0, location.length() - object.length()) : location);
        out.writeByte(kind.ordinal());
        text(out, account);
        text(out, region);
        out.writeLong(delivered == null ? Long.MIN_VALUE : delivered.getEpochSecond());
        out.writeLong(size);
        text(out, etag);
        text(out, versionId);
        out.writeLong(lastModified == null ? Long.MIN_VALUE : lastModified.toEpochMilli());
        text(out, storageClass);
    }

    /** Reads what {@link #write} wrote. */
    public static ObjectRef read(DataInput in) throws IOException {
        String object = text(in);
        boolean below = in.readBoolean();
        String location = text(in);
        ObjectKind kind = ObjectKind.values()[in.readByte()];
        String account = text(in);
        String region = text(in);
        long delivered = in.readLong();
        long size = in.readLong();
        String etag = text(in);
        String versionId = text(in);
        long modified = in.readLong();
        return new ObjectRef(
                object,
                below ? location + object : location,
                kind,
                account,
                region,
                delivered == Long.MIN_VALUE ? null : Instant.ofEpochSecond(delivered),
                size,
                etag,
                versionId,
                modified == Long.MIN_VALUE ? null : Instant.ofEpochMilli(modified),
                text(in));
    }

    private static void text(DataOutput out, String value) throws IOException {
        out.writeUTF(value == null ? NONE : value); // a key has at most 1,024 bytes
    }

    private static String text(DataInput in) throws IOException {
        String value = in.readUTF();
        return value.equals(NONE) ? null : value;
    }
}
