package io.coldtrail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coldtrail.ask.Answer;
import io.coldtrail.ask.athena.AthenaQueries;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.locks.LockSupport;
import org.apache.commons.io.FileUtils;

/**
 * Trino, the engine that Athena's is made of, with tables from a Glue catalog and files from S3: asked as Athena is.
 * Spoken to in its own protocol: https://trino.io/docs/current/develop/client-protocol.html.
 */
public final class Trino {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final String endpoint;

    private Trino(String endpoint) {
        this.endpoint = endpoint;
    }

    /** Starts one. */
    public static Trino start(String glue, String s3) throws IOException {
        Path home = Tools.find("trino");
        Path java = Tools.find("jdk/bin/java");
        Path folder = Files.createTempDirectory("trino-");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> FileUtils.deleteQuietly(folder.toFile())));
        int port = TestServer.freePort();
        String url = "http://127.0.0.1:" + port;
        Files.createDirectories(folder.resolve("catalog"));
        Files.writeString(folder.resolve("log.properties"), "io.trino=WARN\n");
        Files.writeString(
                folder.resolve("config.properties"),
                """
                coordinator=true
                node-scheduler.include-coordinator=true
                http-server.http.port=%d
                discovery.uri=%s
                query.max-memory=400MB
                query.max-memory-per-node=400MB
                memory.heap-headroom-per-node=200MB
                catalog.config-dir=%s
                plugin.dir=%s
                """
                        .formatted(port, url, folder.resolve("catalog"), home.resolve("plugin")));
        Files.writeString(
                folder.resolve("catalog/glue.properties"),
                """
                connector.name=delta_lake
                hive.metastore=glue
                hive.metastore.glue.endpoint-url=%s
                hive.metastore.glue.region=us-east-1
                hive.metastore.glue.aws-access-key=test
                hive.metastore.glue.aws-secret-key=test
                hive.metastore-cache-ttl=10m
                delta.table-statistics-enabled=false
                fs.native-s3.enabled=true
                s3.endpoint=%s
                s3.region=us-east-1
                s3.path-style-access=true
                s3.aws-access-key=test
                s3.aws-secret-key=test
                """
                        .formatted(glue, s3));
        TestServer.start(
                "trino",
                folder,
                List.of(
                        java.toString(),
                        "-Xmx1g",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Djdk.attach.allowAttachSelf=true",
                        "-Dnode.environment=test",
                        "-Dnode.id=one",
                        "-Dnode.data-dir=" + folder,
                        "-Dlog.levels-file=" + folder.resolve("log.properties"),
                        "-Dconfig=" + folder.resolve("config.properties"),
                        "-cp",
                        home.resolve("lib") + "/*",
                        "io.trino.server.TrinoServer"),
                url + "/v1/info",
                answer -> answer.contains("\"starting\":false"));
        return new Trino(url);
    }

    /** Runs a query in a database; cells are typed as those of Athena's answers are. */
    public Answer query(String sql, String database) throws IOException {
        for (int i = 0; i < 100; i++) {
            try {
                return queryOnce(sql, database);
            } catch (IOException e) {
                if (!e.getMessage().startsWith("No nodes available")) {
                    throw e;
                }
                LockSupport.parkNanos(Duration.ofMillis(200).toNanos()); // it says that it is ready a bit before it is
            }
        }
        return queryOnce(sql, database);
    }

    private Answer queryOnce(String sql, String database) throws IOException {
        JsonNode page = send(HttpRequest.newBuilder(URI.create(endpoint + "/v1/statement"))
                .header("X-Trino-User", "test")
                .header("X-Trino-Catalog", "glue")
                .header("X-Trino-Schema", database)
                .header("X-Trino-Time-Zone", "UTC")
                .POST(BodyPublishers.ofString(sql)));
        List<String> names = new ArrayList<>();
        List<String> types = new ArrayList<>();
        List<List<Object>> rows = new ArrayList<>();
        while (true) {
            if (page.has("error")) {
                throw new IOException(page.at("/error/message").asText() + "\n" + sql);
            }
            if (names.isEmpty()) {
                page.path("columns").forEach(column -> {
                    names.add(column.path("name").asText());
                    types.add(column.path("type").asText());
                });
            }
            for (JsonNode row : page.path("data")) {
                List<Object> cells = new ArrayList<>();
                for (int c = 0; c < row.size(); c++) {
                    JsonNode cell = row.get(c);
                    cells.add(AthenaQueries.cell(cell.isNull() ? null : text(cell, ", "), types.get(c)));
                }
                rows.add(cells);
            }
            if (!page.has("nextUri")) {
                return new Answer(names, rows, false);
            }
            page = send(HttpRequest.newBuilder(URI.create(page.path("nextUri").asText())));
        }
    }

    /** A list as Spark prints it, its structs too. */
    private static String text(JsonNode value, String between) {
        if (!value.isArray()) {
            return value.asText();
        }
        StringJoiner items = new StringJoiner(between, "[", "]");
        value.forEach(item -> items.add(text(item, ",")));
        return items.toString();
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException {
        try {
            return JSON.readTree(
                    http.send(request.build(), BodyHandlers.ofInputStream()).body());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
