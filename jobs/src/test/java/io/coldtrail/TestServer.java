package io.coldtrail;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** A server that a test starts as a process of its own, and that ends with the JVM. */
final class TestServer {
    private static final Duration START = Duration.ofSeconds(90);

    private TestServer() {}

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /**
     * Starts one and waits until it is ready.
     *
     * @param probe an address of it
     * @param ready whether what it answers there says so
     */
    static void start(String name, Path folder, List<String> command, String probe, Predicate<String> ready)
            throws IOException {
        Path log = Files.createTempFile(name + "-", ".log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        Instant deadline = Instant.now().plus(START);
        while (process.isAlive() && Instant.now().isBefore(deadline)) {
            try {
                if (ready.test(get(probe))) {
                    return;
                }
            } catch (IOException notYet) {
                // it does not listen so far
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        throw new IOException(name + " did not start: " + (process.isAlive() ? "too slow" : "it ended") + "; " + log);
    }

    private static String get(String url) throws IOException {
        HttpURLConnection ask = (HttpURLConnection) URI.create(url).toURL().openConnection();
        ask.setConnectTimeout(1000);
        ask.setReadTimeout(1000);
        try (var in = ask.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
