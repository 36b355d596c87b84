package io.coldtrail.demo;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Records of logs whose records have no ids of their own. */
final class Records {
    private static final int ID_LENGTH = 32;

    private Records() {}

    /**
     * By what a case calls a record: the first 32 hex of SHA-256 over its bytes, a newline and a number.
     *
     * @param before equal records before it in its object, where these are events of their own; else 0
     */
    static String id(String record, int before) {
        return sha256((record + "\n" + before).getBytes(StandardCharsets.UTF_8)).substring(0, ID_LENGTH);
    }

    static byte[] lines(List<String> lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Hex. */
    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
