package io.coldtrail.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Where the objects go: a folder that stands for the bucket, a file for each object. */
final class ArchiveFolder {
    private static final int BUFFER = 1 << 16;

    private final Path root;
    private int objects;
    private long bytes;

    ArchiveFolder(Path root) {
        this.root = root;
    }

    /** Stores {@code content} as it is. */
    void putPlain(String key, byte[] content) throws IOException {
        Path file = file(key);
        Files.write(file, content);
        objects++;
        bytes += content.length;
    }

    /** Stores {@code content} compressed. Java's gzip header holds no time, so equal content is equal bytes. */
    void put(String key, byte[] content) throws IOException {
        Path file = file(key);
        try (OutputStream out = Files.newOutputStream(file);
                GZIPOutputStream gzip = new GZIPOutputStream(out, BUFFER)) {
            gzip.write(content);
        }
        objects++;
        bytes += Files.size(file);
    }

    /** Keeps an object's user metadata as a copy on disk does: a JSON file beside it, which is no object. */
    void metadata(String key, Map<String, Object> metadata) throws IOException {
        Files.writeString(file(key + ".metadata.json"), Json.text(metadata));
    }

    private Path file(String key) throws IOException {
        Path file = root.resolve(key);
        Files.createDirectories(file.getParent());
        return file;
    }

    int objects() {
        return objects;
    }

    /** As stored. */
    long bytes() {
        return bytes;
    }
}
