package io.coldtrail.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;

/** Archives on disk. Links are not followed: an archive is what lies under its folder. */
final class LocalStore implements ObjectStore {
    @Override
    public void list(String uri, ArchiveFilter filter, Consumer<ObjectRef> sink) {
        Path root = ArchiveUri.localPath(uri).toAbsolutePath().normalize();
        if (!Files.exists(root)) {
            throw new ArchiveException(
                    "there is no " + root + ": give a folder of logs, a file, or s3://bucket/prefix");
        }
        Path base = Files.isDirectory(root) ? root : root.getParent();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile()) {
                        accept(base, file, attributes, filter, sink);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new ArchiveException("cannot list " + root + ": " + e + "; check the rights of the folder");
        }
    }

    private static void accept(
            Path base, Path file, BasicFileAttributes attributes, ArchiveFilter filter, Consumer<ObjectRef> sink) {
        String path = slashes(file);
        KeyFacts key = KeyFacts.of(path);
        if (filter.wants(key)) {
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

    private static String slashes(Path path) {
        String text = path.toString();
        return java.io.File.separatorChar == '/' ? text : text.replace(java.io.File.separatorChar, '/');
    }

    @Override
    public InputStream open(ObjectRef ref) throws FetchException {
        try {
            return Files.newInputStream(Path.of(ref.location()));
        } catch (NoSuchFileException e) {
            throw new FetchException(ObjectStatus.GONE, "not there any more", e);
        } catch (AccessDeniedException e) {
            throw new FetchException(ObjectStatus.DENIED, "the file may not be read", e);
        } catch (IOException e) {
            throw new FetchException(ObjectStatus.UNREADABLE, e.toString(), e);
        }
    }

    @Override
    public boolean remote() {
        return false;
    }
}
