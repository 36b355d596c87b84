package io.coldtrail.job;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import picocli.CommandLine.Option;

/** What the analyst knows. */
final class FactOptions {
    private static final List<String> KINDS_OF_FACT =
            List.of("ip", "cidr", "key", "user", "session", "person", "oidc", "instance", "bucket", "account", "ua");
    private static final Pattern FACT = Pattern.compile("([a-z]+)=(.+?)(?:@([^@]*)\\.\\.([^@]*))?");

    @Option(
            names = "--suspect",
            paramLabel = "FACT",
            description = "You know this to be the attacker's: ip=, cidr=, key=, user=, session=, person=, oidc=,"
                    + " instance=, bucket=, account= or ua=, with @FROM..TO where it held for a time."
                    + " May be given again.")
    private List<String> suspects = new ArrayList<>();

    @Option(
            names = "--trust",
            paramLabel = "FACT",
            description = "You know this to be fine: an office, a penetration test. Written as --suspect.")
    private List<String> trusted = new ArrayList<>();

    boolean given() {
        return !suspects.isEmpty() || !trusted.isEmpty();
    }

    /** Rows of table {@code facts}. */
    List<Row> rows(Instant now) {
        List<Row> rows = new ArrayList<>();
        suspects.forEach(f -> rows.add(row("suspect", f, now)));
        trusted.forEach(f -> rows.add(row("trust", f, now)));
        return rows;
    }

    private static Row row(String kind, String text, Instant now) {
        Matcher m = FACT.matcher(text);
        if (!m.matches() || !KINDS_OF_FACT.contains(m.group(1))) {
            throw new UsageException("--" + kind + " " + text + " is not a fact: write what it is and its value, as in"
                    + " ip=203.0.113.7; known are " + String.join(", ", KINDS_OF_FACT));
        }
        String what = m.group(1);
        String value = m.group(2);
        check(kind, what, value);
        Instant from = time(kind, m.group(3));
        Instant to = time(kind, m.group(4));
        String id = hash(kind + '\n' + what + '\n' + value + '\n' + from + '\n' + to);
        return RowFactory.create(
                id,
                kind,
                what,
                value,
                from == null ? null : Timestamp.from(from),
                to == null ? null : Timestamp.from(to),
                System.getProperty("user.name"),
                Timestamp.from(now),
                "given on the command line");
    }

    private static void check(String kind, String what, String value) {
        if (what.equals("ip") && !isAddress(value)) {
            throw new UsageException("--" + kind + " ip=" + value + " is not an address: write one as 203.0.113.7");
        }
        if (what.equals("cidr") && (value.indexOf('/') < 0 || !isAddress(value.substring(0, value.indexOf('/'))))) {
            throw new UsageException("--" + kind + " cidr=" + value + " is not a range: write one as 203.0.113.0/24");
        }
    }

    private static boolean isAddress(String text) {
        if (!text.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            return false; // a name would be looked up
        }
        try {
            return InetAddress.getByName(text) != null && (text.indexOf(':') >= 0 || text.split("\\.").length == 4);
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static Instant time(String kind, String text) {
        return text == null || text.isEmpty() ? null : Moment.parse("--" + kind, text);
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
