package io.coldtrail.trace;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;

/**
 * Names an identity by what its records share: kind, then each part after its length, which no text in a record can
 * imitate. {@code t}: account, principal, arn, creation time and key of temporary credentials; {@code k}: principal and
 * key of a long-term key; {@code i}: the key issued to a caller without a session (web identity, SAML, another account);
 * {@code s}: account and service, for AWS itself; {@code o}: type, account, principal, address and tool of the rest.
 */
final class Ident {
    /** Spark compares a key with as many; of more, all events are read. */
    private static final int MOST_KEYS = 10_000;

    private static final String SERVICE = "s";
    private static final String ISSUED = "i";

    /** True of identities that have a key or a creation time, over the columns of {@link #SQL}. */
    static final String KEYED = "session_created IS NOT NULL OR access_key_id IS NOT NULL";

    private static final String WITH_KEY = "WHEN session_created IS NOT NULL THEN "
            + named("t", "acct", "uid", "user_arn", "cast(unix_micros(session_created) AS string)", "access_key_id")
            + "WHEN access_key_id IS NOT NULL THEN "
            + named("k", "uid", "access_key_id");

    /** Over columns of table {@code cloudtrail} and {@code acct}, {@code uid}, {@code service} and {@code ua}. */
    static final String SQL = "CASE "
            + WITH_KEY
            + "WHEN issued_key_id IS NOT NULL AND user_type IN ('WebIdentityUser', 'SAMLUser', 'AWSAccount') THEN "
            + named(ISSUED, "issued_key_id")
            + "WHEN user_type = 'AWSService' OR (user_type IS NULL AND principal_id IS NULL) THEN "
            + named(SERVICE, "acct", "coalesce(service, event_source)")
            + "ELSE "
            + named("o", "user_type", "acct", "coalesce(uid, user_arn, user_name)", "source_ip", "ua")
            + "END";

    private Ident() {}

    private static String named(String kind, String... parts) {
        return Arrays.stream(parts)
                .map(p -> "cast(coalesce(octet_length(" + p + "), 0) AS string), ':', coalesce(" + p + ", '')")
                .collect(Collectors.joining(", ", "concat('" + kind + "|', ", ") "));
    }

    /** As {@link #SQL}, of an identity that is {@link #KEYED}. */
    static String withKey(String account, String uid, String arn, Long createdMicros, String key) {
        return createdMicros == null
                ? name("k", uid, key)
                : name("t", account, uid, arn, Long.toString(createdMicros), key);
    }

    private static String name(String kind, String... parts) {
        StringBuilder name = new StringBuilder(kind).append('|');
        for (String part : parts) {
            String text = part == null ? "" : part;
            name.append(text.getBytes(StandardCharsets.UTF_8).length)
                    .append(':')
                    .append(text);
        }
        return name.toString();
    }

    /** True for AWS itself. */
    static boolean isService(String ident) {
        return ident.startsWith(SERVICE + "|");
    }

    /** True of every event of these identities and of few others: told by the key alone, before identities are named. */
    static Column mayBe(Collection<String> idents) {
        Column key = col("access_key_id");
        Set<String> keys = idents.stream().map(Ident::key).collect(Collectors.toCollection(TreeSet::new));
        return keys.size() > MOST_KEYS ? lit(true) : key.isNull().or(key.isin(keys.toArray()));
    }

    /** The key by which an identity calls, empty where it has none. */
    private static String key(String ident) {
        if (!ident.startsWith("t|") && !ident.startsWith("k|")) {
            return "";
        }
        byte[] bytes = ident.getBytes(StandardCharsets.UTF_8);
        int at = 2;
        int length = 0;
        while (at < bytes.length) {
            at += length;
            length = 0;
            while (at < bytes.length && bytes[at] != ':') {
                length = 10 * length + bytes[at++] - '0';
            }
            at++;
            if (at + length == bytes.length) {
                return new String(bytes, at, length, StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    /** The key that a caller without a session was issued, null for any other identity. */
    static String issuedKey(String ident) {
        return ident.startsWith(ISSUED + "|") ? ident.substring(ident.indexOf(':') + 1) : null;
    }
}
