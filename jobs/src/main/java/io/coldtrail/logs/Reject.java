package io.coldtrail.logs;

import io.coldtrail.logs.records.Reason;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A record that could not be read: one row of table {@code rejects}.
 *
 * @param recordIndex place among the records of the object
 * @param offset first byte in the uncompressed object
 * @param length bytes passed over
 * @param reason what is wrong
 * @param detail what is wrong, in words
 * @param firstBytes its first bytes, printable
 */
public record Reject(int recordIndex, long offset, long length, Reason reason, String detail, String firstBytes) {
    void write(DataOutput out) throws IOException {
        out.writeInt(recordIndex);
        out.writeLong(offset);
        out.writeLong(length);
        out.writeByte(reason.ordinal());
        out.writeUTF(detail);
        out.writeUTF(firstBytes);
    }

    static Reject read(DataInput in) throws IOException {
        return new Reject(
                in.readInt(), in.readLong(), in.readLong(), Reason.values()[in.readByte()], in.readUTF(), in.readUTF());
    }

    /** Bytes as text that does no harm wherever it is shown: printable ASCII as it is, all else as {@code \xNN}. */
    static String printable(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length);
        for (byte b : bytes) {
            if (b >= ' ' && b < 0x7f && b != '\\') {
                text.append((char) b);
            } else {
                text.append(String.format("\\x%02x", b));
            }
        }
        return text.toString();
    }
}
