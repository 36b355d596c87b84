package io.coldtrail.trace;

/**
 * The identity of a caller that has no session yet and is issued one (web identity, SAML, another account): it is named
 * by the key it was issued.
 */
final class IssuedToStranger {
    private static final String HEAD = "[\"i\",\"";
    private static final String TAIL = "\"]";

    private IssuedToStranger() {}

    /** The issued key, null where the identity is of another form. */
    static String keyOf(String ident) {
        return ident.startsWith(HEAD) && ident.endsWith(TAIL)
                ? ident.substring(HEAD.length(), ident.length() - TAIL.length())
                : null;
    }
}
