package io.coldtrail.trace;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Ids that are hashes of what they name, so that the same archive gives the same ids. */
public final class Ids {
    private static final int DIGITS = 16;
    private static final int INCIDENT_DIGITS = 6;

    private Ids() {}

    public static String of(String... parts) {
        return hash(parts).substring(0, DIGITS);
    }

    /** Short enough to say on the telephone. */
    static String incident(String... seeds) {
        return hash(seeds).substring(0, INCIDENT_DIGITS);
    }

    private static String hash(String... parts) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = (part == null ? "" : part).getBytes(StandardCharsets.UTF_8);
                // the length keeps ("ab", "c") and ("a", "bc") apart
                sha.update((part == null ? "-" : Integer.toString(bytes.length)).getBytes(StandardCharsets.UTF_8));
                sha.update((byte) ':');
                sha.update(bytes);
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
