package io.coldtrail;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.conf.Configuration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A real S3 server over HTTP, as a process of its own: its libraries must not meet Spark's. One for all tests of the
 * JVM; both the AWS SDK and S3A are pointed at it.
 */
public final class S3Server {
    private static final String METADATA = ".metadata.json";
    private static final Duration START = Duration.ofSeconds(90);
    private static S3Server running;

    private final String endpoint;
    private final S3Client client;

    private S3Server(String endpoint) {
        this.endpoint = endpoint;
        this.client = S3Client.builder()
                .endpointOverride(URI.create(endpoint))
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClientBuilder(ApacheHttpClient.builder())
                .build();
    }

    /** The server, started when first asked for. */
    public static synchronized S3Server start() throws IOException {
        if (running == null) {
            int port = freePort();
            Path classpath = Path.of("src/test/s3server/target/classpath.txt");
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            Files.readString(classpath),
                            "com.adobe.testing.s3mock.S3MockApplication",
                            "--http.port=" + port,
                            "--server.port=0")
                    .redirectErrorStream(true)
                    .redirectOutput(Files.createTempFile("s3server-", ".log").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            running = new S3Server("http://127.0.0.1:" + port);
            running.awaitReady(process);
            System.setProperty("aws.endpointUrl", running.endpoint);
            System.setProperty("aws.accessKeyId", "test");
            System.setProperty("aws.secretAccessKey", "test");
            System.setProperty("aws.region", "us-east-1");
        }
        return running;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void awaitReady(Process process) throws IOException {
        Instant deadline = Instant.now().plus(START);
        while (process.isAlive() && Instant.now().isBefore(deadline)) {
            try {
                HttpURLConnection ask =
                        (HttpURLConnection) URI.create(endpoint).toURL().openConnection();
                ask.setConnectTimeout(1000);
                ask.setReadTimeout(1000);
                if (ask.getResponseCode() > 0) {
                    return;
                }
            } catch (IOException notYet) {
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        }
        throw new IOException("the S3 server did not start: " + (process.isAlive() ? "too slow" : "it ended"));
    }

    /** Points S3A at the server. */
    public void configure(Configuration hadoop) {
        hadoop.set("fs.s3a.endpoint", endpoint);
        hadoop.set("fs.s3a.path.style.access", "true");
        hadoop.set("fs.s3a.connection.ssl.enabled", "false");
        hadoop.set("fs.s3a.access.key", "test");
        hadoop.set("fs.s3a.secret.key", "test");
    }

    /** Where it listens. */
    public String endpoint() {
        return endpoint;
    }

    /** A client of the server. */
    public S3Client client() {
        return client;
    }

    /** Puts every file of a folder into a new bucket, under a prefix. */
    public void upload(Path folder, String bucket, String prefix) throws IOException {
        client.createBucket(b -> b.bucket(bucket));
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.toString().endsWith(METADATA)) {
                    Map<String, String> metadata = metadata(Path.of(file + METADATA));
                    client.putObject(
                            b -> b.bucket(bucket)
                                    .key(prefix + folder.relativize(file))
                                    .metadata(metadata),
                            file);
                }
            }
        }
    }

    /** A copy on disk has an object's user metadata in a file beside it. */
    private static Map<String, String> metadata(Path file) throws IOException {
        return Files.exists(file)
                ? new ObjectMapper().readValue(file.toFile(), new TypeReference<Map<String, String>>() {})
                : Map.of();
    }
}
