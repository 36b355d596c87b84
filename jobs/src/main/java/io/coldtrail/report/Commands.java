package io.coldtrail.report;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Shell commands by which a reader proves a record without coldtrail: fetch the object, hash it, cut the record out of
 * the uncompressed bytes, hash that. Keys are the archive's, so they are quoted against the shell.
 */
final class Commands {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+=,-]+");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final String OBJECT = "object.gz";

    private Commands() {}

    /** The commands for one record; empty where its place in the archive is not known. */
    static String check(Citation c) {
        if (c.offset() == null || c.length() == null || c.uri().isEmpty()) {
            return "";
        }
        String file = OBJECT;
        StringBuilder out = new StringBuilder();
        if (c.uri().matches("(?s)s3[an]?://[^/]+/.+")) {
            String rest = c.uri().substring(c.uri().indexOf("//") + 2);
            int slash = rest.indexOf('/');
            out.append("aws s3api get-object --bucket ").append(quote(rest.substring(0, slash)));
            out.append(" \\\n  --key ").append(quote(rest.substring(slash + 1)));
            if (!c.version().isEmpty()) {
                out.append(" \\\n  --version-id ").append(quote(c.version()));
            }
            out.append(" \\\n  ").append(file).append('\n');
        } else {
            file = quote(c.uri().replaceFirst("(?s)^file:(//)?(?=/)", ""));
        }
        out.append("sha256sum ").append(file).append('\n').append(expected(c.objectSha256()));
        // gzip -cdf also passes on what is not compressed; tail counts bytes from 1
        out.append("gzip -cdf ").append(file);
        out.append(" | tail -c +").append(c.offset() + 1);
        out.append(" | head -c ").append(c.length());
        if (c.form().equals("json_string")) {
            // the record stands as a string inside another; its hash is of the record itself
            out.append(" | jq -j .");
        }
        return out.append(" | sha256sum\n")
                .append(expected(c.recordSha256()))
                .toString()
                .stripTrailing();
    }

    private static String expected(String hash) {
        return HASH.matcher(hash).matches() ? "# " + hash + "\n" : "";
    }

    /** A word of a bash command line, whatever the text. */
    static String quote(String text) {
        if (PLAIN.matcher(text).matches() && !text.startsWith("-")) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        boolean printable = true;
        for (byte b : bytes) {
            printable &= b >= ' ' && b <= '~';
        }
        if (printable) {
            return "'" + text.replace("'", "'\\''") + "'";
        }
        StringBuilder out = new StringBuilder("$'");
        for (byte b : bytes) {
            if (b == '\'' || b == '\\') {
                out.append('\\').append((char) b);
            } else if (b >= ' ' && b <= '~') {
                out.append((char) b);
            } else {
                out.append(String.format("\\x%02x", b));
            }
        }
        return out.append('\'').toString();
    }
}
