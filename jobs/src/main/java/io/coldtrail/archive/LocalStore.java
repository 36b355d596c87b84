package io.coldtrail.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Archives on disk. Links are not followed: an archive is what lies under its folder. */
final class LocalStore implements ObjectStore {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** S3 takes 2 KB. */
    private static final long MAX_METADATA = 64 << 10;

    @Override
    public Predicate<String> list(String uri, ArchiveFilter filter, Consumer<ObjectRef> sink) {
        Path root = ArchiveUri.localPath(uri).toAbsolutePath().normalize();
        if (!Files.exists(root)) {
            throw new ArchiveException(
                    "there is no " + root + ": give a folder of logs, a file, or s3://bucket/prefix");
        }
        Path base = Files.isDirectory(root) ? root : root.getParent();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return filter.outside(slashes(folder) + "/") == null
                            ? FileVisitResult.CONTINUE
                            : FileVisitResult.SKIP_SUBTREE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    boolean ofAnother = file.toString().endsWith(KeyFacts.METADATA_SUFFIX);
                    if (attributes.isRegularFile() && !ofAnother) {
                        accept(base, file, attributes, filter, sink);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new ArchiveException("cannot list " + root + ": " + e + "; check the rights of the folder");
        }
        String file = slashes(root);
        String folder = file.endsWith("/") ? file : file + "/";
        return location -> location.equals(file) || location.startsWith(folder);
    }

    private static void accept(
            Path base, Path file, BasicFileAttributes attributes, ArchiveFilter filter, Consumer<ObjectRef> sink) {
        String path = slashes(file);
        KeyFacts key = KeyFacts.of(path);
        if (filter.wants(path, key)) {
            sink.accept(ObjectRef.of(
                    slashes(base.relativize(file)),
                    path,
                    key,
                    attributes.size(),
                    null,
                    attributes.lastModifiedTime().toInstant(),
                    null));
        }
    }

    static String slashes(Path path) {
        String text = path.toString();
        return java.io.File.separatorChar == '/' ? text : text.replace(java.io.File.separatorChar, '/');
    }

    @Override
    public byte[] head(ObjectRef ref, int bytes) throws FetchException, IOException {
        try (InputStream body = open(ref, 0).body()) {
            return body.readNBytes(bytes);
        }
    }

    @Override
    public Fetched open(ObjectRef ref, long from) throws FetchException {
        try {
            Path file = Path.of(ref.location());
            InputStream body = Files.newInputStream(file);
            body.skipNBytes(from);
            return new Fetched(ref, body, metadata(file), null);
        } catch (NoSuchFileException e) {
            throw new FetchException(ObjectStatus.GONE, "not there any more", e);
        } catch (AccessDeniedException e) {
            throw new FetchException(ObjectStatus.DENIED, "the file may not be read", e);
        } catch (IOException e) {
            throw new FetchException(ObjectStatus.UNREADABLE, e.toString(), e);
        }
    }

    /** What a copy keeps of S3's user metadata: {@code <name>.metadata.json} beside the object, a JSON object of strings. */
    private static Map<String, String> metadata(Path file) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + KeyFacts.METADATA_SUFFIX);
        if (!Files.isRegularFile(beside) || Files.size(beside) > MAX_METADATA) {
            return Map.of();
        }
        Map<String, String> metadata = new HashMap<>();
        try {
            JSON.readTree(Files.readAllBytes(beside)).fields().forEachRemaining(field -> {
                if (field.getValue().isTextual()) {
                    metadata.put(
                            field.getKey().toLowerCase(Locale.ROOT),
                            field.getValue().textValue());
                }
            });
        } catch (JsonProcessingException e) {
            return Map.of(); // no metadata: what needs it says so
        }
        return metadata;
    }

    @Override
    public boolean remote() {
        return false;
    }
}
