package io.coldtrail.job;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coldtrail.lake.Case;
import io.coldtrail.lake.TableSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A demo's archive, the truth that its writer wrote down, and what coldtrail makes of it. */
final class DemoCase implements AutoCloseable {
    static final String NOW = "2026-01-01T00:00:00Z";
    private static DemoCase investigated;
    private static String screen;
    final Path dir;
    final JsonNode truth;

    private DemoCase(Path dir) throws IOException {
        this.dir = dir;
        this.truth = new ObjectMapper().readTree(dir.resolve("truth.json").toFile());
    }

    /**
     * The demo as it is by itself, with its case in {@code case}: once a JVM, for tests that do not change what they read.
     */
    static synchronized DemoCase investigated() throws IOException {
        if (investigated == null) {
            DemoCase demo = write();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> FileUtils.deleteQuietly(demo.dir.toFile())));
            PrintStream out = System.out;
            ByteArrayOutputStream printed = new ByteArrayOutputStream();
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            try {
                assertEquals(0, demo.investigate("case"));
            } finally {
                System.setOut(out);
            }
            screen = printed.toString(StandardCharsets.UTF_8);
            investigated = demo;
        }
        return investigated;
    }

    /** What {@link #investigated} printed. */
    static synchronized String screen() throws IOException {
        investigated();
        return screen;
    }

    /** Writes one; nothing is investigated yet. */
    static DemoCase write(String... options) throws IOException {
        Path dir = Files.createTempDirectory("coldtrail-demo");
        List<String> command = new ArrayList<>(List.of("demo", "--archive-only", "--out", dir.toString()));
        command.addAll(List.of(options));
        assertEquals(0, Commands.run(command.toArray(new String[0])));
        return new DemoCase(dir);
    }

    int investigate(String archive, String kase, String... more) {
        List<String> command = new ArrayList<>(List.of(
                "investigate",
                archive,
                "--case",
                kase,
                "--threat-list",
                dir.resolve("threat-list.txt").toString(),
                "--facts",
                dir.resolve("facts.yml").toString(),
                "--now",
                NOW));
        command.addAll(List.of(more));
        return Commands.run(command.toArray(new String[0]));
    }

    int investigate(String folder) {
        return investigate(
                dir.resolve("archive").toString(), dir.resolve(folder).toString());
    }

    Case kase(String folder) {
        return new Case(SparkSession.active(), dir.resolve(folder).toString());
    }

    /** The archive without the objects of one log, by a part of their keys. */
    Path without(String part) throws IOException {
        return copy("without", key -> !key.contains(part));
    }

    /** The archive with no other objects than those that have one of these parts in their keys. */
    Path only(String... parts) throws IOException {
        return copy("only", key -> Stream.of(parts).anyMatch(key::contains));
    }

    private Path copy(String folder, Predicate<String> wanted) throws IOException {
        Path copy = dir.resolve(folder);
        delete(copy);
        try (Stream<Path> files = Files.walk(dir.resolve("archive"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path key = dir.resolve("archive").relativize(file);
                if (wanted.test(key.toString())) {
                    Files.createDirectories(copy.resolve(key).getParent());
                    Files.createLink(copy.resolve(key), file);
                }
            }
        }
        return copy;
    }

    /** Ids of a party's records in the truth, by log. */
    Map<String, Set<String>> truth(String party) {
        Map<String, Set<String>> ids = new TreeMap<>();
        truth.path(party).fields().forEachRemaining(log -> {
            Set<String> set = new TreeSet<>();
            log.getValue().forEach(id -> set.add(id.asText()));
            ids.put(log.getKey(), set);
        });
        return ids;
    }

    /** Ids of the records that the case says are these actors', by log. */
    static Map<String, Set<String>> said(Case kase, Object... actors) {
        Map<String, Set<String>> ids = new TreeMap<>();
        for (Row row : kase.table("attribution")
                .where(col("actor").isin(actors))
                .select("log", "event_id")
                .collectAsList()) {
            ids.computeIfAbsent(row.getString(0), log -> new TreeSet<>()).add(row.getString(1));
        }
        return ids;
    }

    /** Every row of every table, apart from where the archive lies and when it was put there. */
    static Map<String, List<String>> tables(String uri) {
        Map<String, List<String>> tables = new TreeMap<>();
        Case kase = new Case(SparkSession.active(), uri);
        for (String name : TableSchema.NAMES) {
            if (!name.equals("runs")) {
                List<String> rows = new ArrayList<>();
                kase.table(name)
                        .drop("uri", "etag", "version_id", "last_modified", "given")
                        .collectAsList()
                        .forEach(row -> rows.add(row.toString()));
                rows.sort(null);
                tables.put(name, rows);
            }
        }
        return tables;
    }

    static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> tree = Files.walk(folder)) {
                for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        delete(dir);
    }
}
