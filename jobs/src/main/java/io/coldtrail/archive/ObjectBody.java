package io.coldtrail.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The content of an object: its bytes as stored, or inflated where they are gzip, which the bytes tell and not the name.
 * Hashes both sides on the way: what was stored, and what CloudTrail's digests hold, the first gzip member uncompressed.
 */
public final class ObjectBody implements AutoCloseable {
    /** Deflate shrinks at most 1,032 times; a body past this is a bomb, not a log (CloudTrail's are under 1 GB). */
    private static final long MAX_CONTENT = 8L << 30;

    /** What gzip begins with (RFC 1952), with the one method there is: a text cannot begin so. */
    public static final byte[] GZIP = {0x1f, (byte) 0x8b, 8};

    private static final int GZIP_MAGIC = 0x1f8b;

    private final InputStream stored;
    private final boolean hashed;
    private final MessageDigest storedHash = sha256();
    private final MessageDigest contentHash = sha256();
    private final byte[] in = new byte[1 << 16];
    private final CRC32 crc = new CRC32();
    private final Inflater inflater = new Inflater(true);
    private int inPos;
    private int inLimit;
    private boolean begun;
    private boolean gzip;
    private boolean inMember;
    private int members;
    private long memberSize;
    private long storedSize;
    private long contentSize;
    private String contentSha256;

    /**
     * @param hashed whether anybody will ask for the hashes: they are a fifth of the cost of reading
     */
    public ObjectBody(InputStream stored, boolean hashed) {
        this.stored = stored;
        this.hashed = hashed;
    }

    /**
     * Reads content.
     *
     * @return bytes read, -1 at the end
     * @throws IOException where the body ends early, or is no gzip after all; what was read before is good
     */
    public int read(byte[] to, int offset, int length) throws IOException {
        if (!begun) {
            begun = true;
            gzip = fill(2) && (((in[inPos] & 0xff) << 8) | (in[inPos + 1] & 0xff)) == GZIP_MAGIC;
        }
        int n = gzip ? inflate(to, offset, length) : copy(to, offset, length);
        if (n > 0) {
            contentSize += n;
            if (contentSize > MAX_CONTENT) {
                throw new IOException("more than " + (MAX_CONTENT >> 30) + " GiB uncompressed: not read on");
            }
            if (hashed && members <= 1) {
                contentHash.update(to, offset, n);
            }
        }
        return n;
    }

    private int copy(byte[] to, int offset, int length) throws IOException {
        if (inPos == inLimit && !fill(1)) {
            return -1;
        }
        int n = Math.min(length, inLimit - inPos);
        System.arraycopy(in, inPos, to, offset, n);
        inPos += n;
        return n;
    }

    private int inflate(byte[] to, int offset, int length) throws IOException {
        try {
            while (true) {
                if (!inMember && !header()) {
                    return -1;
                }
                int n = inflater.inflate(to, offset, length);
                if (n > 0) {
                    crc.update(to, offset, n);
                    memberSize += n;
                    return n;
                }
                if (inflater.finished()) {
                    inPos = inLimit - inflater.getRemaining();
                    trailer();
                } else if (inflater.needsDictionary()) {
                    throw new IOException("gzip with a preset dictionary");
                } else {
                    inPos = inLimit;
                    if (!fill(1)) {
                        throw new EOFException("gzip ends early, after " + storedSize + " bytes");
                    }
                    inflater.setInput(in, inPos, inLimit - inPos);
                }
            }
        } catch (DataFormatException e) {
            throw new IOException("gzip is damaged: " + e.getMessage());
        }
    }

    /** Reads a member's header (RFC 1952); false at the end of the body. */
    private boolean header() throws IOException {
        if (!fill(1)) {
            return false;
        }
        if (!fill(10) || in[inPos] != (byte) 0x1f || in[inPos + 1] != (byte) 0x8b) {
            throw new IOException("unexpected data after end of compressed stream");
        }
        int flags = in[inPos + 3];
        inPos += 10;
        if ((flags & 4) != 0) {
            need(2);
            int extra = (in[inPos] & 0xff) | ((in[inPos + 1] & 0xff) << 8);
            inPos += 2;
            for (int i = 0; i < extra; i++) {
                need(1);
                inPos++;
            }
        }
        skipText((flags & 8) != 0);
        skipText((flags & 16) != 0);
        if ((flags & 2) != 0) {
            need(2);
            inPos += 2;
        }
        inflater.reset();
        inflater.setInput(in, inPos, inLimit - inPos);
        crc.reset();
        memberSize = 0;
        members++;
        if (members == 2) {
            contentSha256 = hex(contentHash);
        }
        inMember = true;
        return true;
    }

    private void skipText(boolean present) throws IOException {
        while (present) {
            need(1);
            present = in[inPos++] != 0;
        }
    }

    private void trailer() throws IOException {
        inMember = false;
        need(8);
        long sum = word(inPos);
        long size = word(inPos + 4);
        inPos += 8;
        if (sum != crc.getValue() || size != (memberSize & 0xffffffffL)) {
            throw new IOException("gzip is damaged: its checksum does not match");
        }
    }

    private long word(int at) {
        return (in[at] & 0xffL) | (in[at + 1] & 0xffL) << 8 | (in[at + 2] & 0xffL) << 16 | (in[at + 3] & 0xffL) << 24;
    }

    private void need(int bytes) throws IOException {
        if (!fill(bytes)) {
            throw new EOFException("gzip ends early, after " + storedSize + " bytes");
        }
    }

    /** Makes at least so many stored bytes ready; false where there are no more. */
    private boolean fill(int bytes) throws IOException {
        if (inLimit - inPos >= bytes) {
            return true;
        }
        System.arraycopy(in, inPos, in, 0, inLimit - inPos);
        inLimit -= inPos;
        inPos = 0;
        while (inLimit < bytes) {
            int n = stored.read(in, inLimit, in.length - inLimit);
            if (n < 0) {
                return false;
            }
            if (hashed) {
                storedHash.update(in, inLimit, n);
            }
            inLimit += n;
            storedSize += n;
        }
        return true;
    }

    /** Takes in what was not read, so that the hash covers the whole object. */
    public void drain() throws IOException {
        inPos = inLimit;
        while (fill(1)) {
            inPos = inLimit;
        }
    }

    /** SHA-256 of the stored bytes taken in so far, hex. To be asked once, after {@link #drain}. */
    public String storedSha256() {
        return hex(storedHash);
    }

    /** SHA-256 of the first gzip member uncompressed, or of a plain body, hex; null where it was not read whole. */
    public String contentSha256() {
        return contentSha256 != null ? contentSha256 : inMember ? null : hex(contentHash);
    }

    /** Uncompressed bytes read so far. */
    public long contentSize() {
        return contentSize;
    }

    /** Stored bytes read so far. */
    public long storedSize() {
        return storedSize;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        stored.close();
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
