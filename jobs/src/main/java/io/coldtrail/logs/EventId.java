package io.coldtrail.logs;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.unsafe.types.UTF8String;

/** Ids of records that have none of their own: the first 32 hex of SHA-256 over the record, a newline, a number. */
final class EventId {
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    private static final byte[] FIRST = {'\n', '0'};

    private final MessageDigest sha256;
    private final byte[] hash = new byte[32];
    private final Map<UTF8String, Integer> met = new HashMap<>();

    EventId() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Begins an object. */
    void begin() {
        met.clear();
    }

    /** Of a record that, where it stands twice, is one record delivered twice. */
    UTF8String of(byte[] record, int from, int to) {
        return id(record, from, to, FIRST);
    }

    /** Of a record that, where it stands twice in an object, is two: told apart by how many were before it. */
    UTF8String counted(byte[] record, int from, int to) {
        UTF8String first = id(record, from, to, FIRST);
        int before = met.merge(first, 1, Integer::sum) - 1;
        return before == 0
                ? first
                : id(record, from, to, ("\n" + before).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    private UTF8String id(byte[] record, int from, int to, byte[] suffix) {
        sha256.update(record, from, to - from);
        sha256.update(suffix);
        try {
            sha256.digest(hash, 0, hash.length);
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-256 has 32 bytes", e);
        }
        byte[] hex = new byte[32];
        for (int i = 0; i < 16; i++) {
            hex[2 * i] = HEX[(hash[i] >> 4) & 0xf];
            hex[2 * i + 1] = HEX[hash[i] & 0xf];
        }
        return UTF8String.fromBytes(hex);
    }
}
