package io.coldtrail.logs;

import io.coldtrail.archive.ObjectRef;
import io.coldtrail.archive.ObjectStatus;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What came of one object: one row of table {@code objects}, and its rejects.
 *
 * @param ref the object
 * @param status what came of it
 * @param message why, or null
 * @param sha256 SHA-256 of the stored bytes, hex; null where not read to the end
 * @param contentSha256 SHA-256 of the first gzip member uncompressed, hex; null where not read to the end
 * @param contentSize uncompressed bytes read
 * @param records records read
 * @param skipped records passed over, since they are of no kind that is kept
 * @param rejectCount records that could not be read
 * @param rejects the first of these
 */
public record ObjectResult(
        ObjectRef ref,
        ObjectStatus status,
        String message,
        String sha256,
        String contentSha256,
        long contentSize,
        long records,
        long skipped,
        long rejectCount,
        List<Reject> rejects) {
    /** An object that was met and not read. */
    public static ObjectResult unread(ObjectRef ref, ObjectStatus status, String message) {
        return new ObjectResult(ref, status, message, null, null, 0, 0, 0, 0, List.of());
    }

    void write(DataOutput out) throws IOException {
        ref.write(out);
        out.writeByte(status.ordinal());
        text(out, message);
        text(out, sha256);
        text(out, contentSha256);
        out.writeLong(contentSize);
        out.writeLong(records);
        out.writeLong(skipped);
        out.writeLong(rejectCount);
        out.writeInt(rejects.size());
        for (Reject reject : rejects) {
            reject.write(out);
        }
    }

    static ObjectResult read(DataInput in) throws IOException {
        ObjectRef ref = ObjectRef.read(in);
        ObjectStatus status = ObjectStatus.values()[in.readByte()];
        String message = text(in);
        String sha256 = text(in);
        String contentSha256 = text(in);
        long contentSize = in.readLong();
        long records = in.readLong();
        long skipped = in.readLong();
        long rejectCount = in.readLong();
        List<Reject> rejects = new ArrayList<>();
        for (int n = in.readInt(); n > 0; n--) {
            rejects.add(Reject.read(in));
        }
        return new ObjectResult(
                ref, status, message, sha256, contentSha256, contentSize, records, skipped, rejectCount, rejects);
    }

    private static void text(DataOutput out, String value) throws IOException {
        out.writeUTF(value == null ? "" : value);
    }

    private static String text(DataInput in) throws IOException {
        String value = in.readUTF();
        return value.isEmpty() ? null : value;
    }
}
