package io.coldtrail.job;

import io.coldtrail.net.Cidr;
import io.coldtrail.net.IpAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * One thing that the analyst knows.
 *
 * @param kind suspect or trust
 * @param what what the value is: ip, key, ...
 * @param from null: always
 * @param to exclusive; null: always
 * @param author who says so
 * @param reason in the author's words
 */
record KnownFact(String kind, String what, String value, Instant from, Instant to, String author, String reason) {
    static final List<String> KINDS = List.of("suspect", "trust");
    private static final List<String> WHAT =
            List.of("ip", "cidr", "key", "user", "session", "person", "oidc", "instance", "bucket", "account", "ua");
    private static final Pattern TEXT = Pattern.compile("([a-z]+)=(.+?)(?:@([^@]*)\\.\\.([^@]*))?");

    /** @throws UsageException where it is none: one line, which begins with where it stands */
    KnownFact {
        String where = "--" + kind + " " + what + "=" + value;
        if (!WHAT.contains(what)) {
            throw new UsageException(where + " is not a fact: write what it is and its value, as in ip=203.0.113.7;"
                    + " known are " + String.join(", ", WHAT));
        }
        if (what.equals("ip") && IpAddress.parse(value) == null) {
            throw new UsageException(where + " is not an address: write one as 203.0.113.7");
        }
        if (what.equals("cidr") && (value.indexOf('/') < 0 || Cidr.parse(value) == null)) {
            throw new UsageException(where + " is not a range: write one as 203.0.113.0/24");
        }
    }

    /** Reads {@code ip=203.0.113.7@2022-11-10..2022-11-11}. */
    static KnownFact parse(String kind, String text) {
        Matcher m = TEXT.matcher(text);
        if (!m.matches()) {
            throw new UsageException("--" + kind + " " + text + " is not a fact: write what it is and its value, as in"
                    + " ip=203.0.113.7; known are " + String.join(", ", WHAT));
        }
        return new KnownFact(
                kind,
                m.group(1),
                m.group(2),
                time("--" + kind, m.group(3)),
                time("--" + kind, m.group(4)),
                System.getProperty("user.name"),
                "given on the command line");
    }

    static Instant time(String option, String text) {
        return text == null || text.isEmpty() ? null : Moment.parse(option, text);
    }

    /** Its row of table {@code facts}. */
    Row row(Instant now) {
        return RowFactory.create(
                hash(kind + '\n' + what + '\n' + value + '\n' + from + '\n' + to),
                kind,
                what,
                value,
                from == null ? null : Timestamp.from(from),
                to == null ? null : Timestamp.from(to),
                author,
                Timestamp.from(now),
                reason);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
