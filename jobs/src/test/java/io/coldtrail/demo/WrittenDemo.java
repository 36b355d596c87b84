package io.coldtrail.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.io.FileUtils;

/** One demo, written once for all tests that only read it. */
final class WrittenDemo {
    static final long SEED = 7;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static Demo.Summary summary;

    private WrittenDemo() {}

    static synchronized Demo.Summary summary() throws IOException {
        if (summary == null) {
            Path folder = Files.createTempDirectory("demo");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> FileUtils.deleteQuietly(folder.toFile())));
            summary = Demo.write(folder, SEED, 2, 1, false);
        }
        return summary;
    }

    static JsonNode truth() throws IOException {
        return JSON.readTree(summary().truth().toFile());
    }

    /** Files by their path below the folder. */
    static Map<String, Path> files(Path root) throws IOException {
        Map<String, Path> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(root)) {
            walk.filter(Files::isRegularFile)
                    .forEach(file -> files.put(root.relativize(file).toString(), file));
        }
        return files;
    }

    static String unzip(Path file) {
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
