package io.coldtrail.archive;

import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses as users type them: a local path, {@code file:}, {@code s3://} or {@code s3a://}. */
public final class ArchiveUri {
    private static final Pattern S3 = Pattern.compile("s3[an]?://([^/]+)/?(.*)", Pattern.DOTALL);
    private static final Pattern OTHER_SCHEME =
            Pattern.compile("(?!file:)[a-z][a-z0-9+.-]+:(?!\\\\).*", Pattern.DOTALL);

    private ArchiveUri() {}

    /** Bucket and key of an S3 address; the key as it is, never decoded. */
    record S3Location(String bucket, String key) {
        static S3Location of(String uri) {
            Matcher m = S3.matcher(uri);
            if (!m.matches()) {
                throw new ArchiveException(uri + " is not an address in S3: write s3://bucket/prefix");
            }
            return new S3Location(m.group(1), m.group(2));
        }

        /** The key as a folder: with a slash at its end, but for the whole bucket. */
        String folder() {
            return key.isEmpty() || key.endsWith("/") ? key : key + "/";
        }
    }

    /** An address as a prefix of {@link ObjectRef#location}: without a slash at its end. */
    public static String place(String uri) {
        if (isS3(uri)) {
            S3Location at = S3Location.of(uri);
            return ("s3://" + at.bucket() + "/" + at.key()).replaceFirst("/+$", "");
        }
        return LocalStore.slashes(localPath(uri).toAbsolutePath().normalize()).replaceFirst("/+$", "");
    }

    public static boolean isS3(String uri) {
        return S3.matcher(uri).matches();
    }

    static Path localPath(String uri) {
        if (OTHER_SCHEME.matcher(uri).matches()) {
            throw new ArchiveException(uri + " cannot be read: give a local path, file: or s3://bucket/prefix");
        }
        try {
            return uri.startsWith("file:")
                    ? Path.of(URI.create(uri.replaceFirst("^file:/*", "file:///")))
                    : Path.of(uri);
        } catch (IllegalArgumentException e) {
            throw new ArchiveException(uri + " is not a path: " + e.getMessage());
        }
    }
}
