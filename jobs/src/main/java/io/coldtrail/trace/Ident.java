package io.coldtrail.trace;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Names an identity by what its records share: kind, then each part after its length, which no text in a record can
 * imitate. {@code t}: account, principal, arn, creation time and key of temporary credentials; {@code k}: principal and
 * key of a long-term key; {@code i}: the key issued to a caller without a session (web identity, SAML, another account);
 * {@code s}: account and service, for AWS itself; {@code o}: type, account, principal, address and tool of the rest.
 */
final class Ident {
    private static final String SERVICE = "s";
    private static final String ISSUED = "i";

    /** Over columns of table {@code cloudtrail} and {@code acct}, {@code uid}, {@code service} and {@code ua}. */
    static final String SQL = "CASE "
            + "WHEN session_created IS NOT NULL THEN "
            + named("t", "acct", "uid", "user_arn", "cast(unix_micros(session_created) AS string)", "access_key_id")
            + "WHEN access_key_id IS NOT NULL THEN "
            + named("k", "uid", "access_key_id")
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

    /** True for AWS itself. */
    static boolean isService(String ident) {
        return ident.startsWith(SERVICE + "|");
    }

    /** The key that a caller without a session was issued, null for any other identity. */
    static String issuedKey(String ident) {
        return ident.startsWith(ISSUED + "|") ? ident.substring(ident.indexOf(':') + 1) : null;
    }
}
