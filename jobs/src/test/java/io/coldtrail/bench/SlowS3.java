package io.coldtrail.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * S3 as far away as S3 is: GetObject, HeadObject and ListObjectsV2 on one bucket, {@code bench}, held in memory, each
 * GET answered some time later. What waits is a timer, no thread, so that thousands can.
 */
public final class SlowS3 {
    static final String BUCKET = "bench";
    private static final String MODIFIED = "Sun, 01 Mar 2026 00:00:00 GMT";
    private static final int MILLIS_A_GET = 30;
    private static final int PAGE = 1000;
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

    private final TreeMap<String, byte[]> objects = new TreeMap<>();
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
    private final long delay;

    private record Answer(int status, byte[] body, int from, int to) {
        static Answer xml(int status, String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return new Answer(status, bytes, 0, bytes.length);
        }
    }

    private SlowS3(Path folder, long delay) throws IOException {
        this.delay = delay;
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                objects.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
    }

    /**
     * A server that runs.
     *
     * @param http its endpoint
     * @param https its endpoint with TLS
     */
    record Running(Process process, String http, String https) implements AutoCloseable {
        /** CPU it has used, seconds. */
        double cpu() {
            return process.info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
        }

        @Override
        public void close() {
            process.destroy();
        }
    }

    /** Starts a server as a process of its own, and points this JVM at it. */
    static Running start(String folder, String certificate) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SlowS3.class.getName(),
                        folder,
                        Integer.toString(MILLIS_A_GET),
                        certificate)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        String ports = process.inputReader(StandardCharsets.UTF_8).readLine();
        if (ports == null) {
            throw new IOException("the server did not start");
        }
        String http = "http://127.0.0.1:" + ports.split(" ")[0];
        System.setProperty("aws.endpointUrl", http);
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
        System.setProperty("aws.region", "us-east-1");
        System.setProperty("javax.net.ssl.trustStore", certificate);
        System.setProperty("javax.net.ssl.trustStorePassword", "changeit");
        return new Running(process, http, "https://127.0.0.1:" + ports.split(" ")[1]);
    }

    /** Arguments: the bucket's folder; milliseconds a GET; key store of its certificate. */
    public static void main(String[] args) throws IOException, GeneralSecurityException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "4096");
        SlowS3 s3 = new SlowS3(Path.of(args[0]), Long.parseLong(args[1]));
        InetAddress loopback = InetAddress.getLoopbackAddress();
        HttpServer plain = HttpServer.create(new InetSocketAddress(loopback, 0), 1024);
        plain.createContext("/", s3::answer);
        plain.start();
        HttpsServer secure = HttpsServer.create(new InetSocketAddress(loopback, 0), 1024);
        secure.setHttpsConfigurator(new HttpsConfigurator(tls(Path.of(args[2]))));
        secure.setExecutor(Executors.newCachedThreadPool()); // a handshake takes turns
        secure.createContext("/", s3::answer);
        secure.start();
        System.out.println(
                plain.getAddress().getPort() + " " + secure.getAddress().getPort());
    }

    private static SSLContext tls(Path file) throws IOException, GeneralSecurityException {
        char[] password = "changeit".toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private void answer(HttpExchange exchange) {
        boolean head = exchange.getRequestMethod().equals("HEAD");
        Answer answer = answer(
                exchange.getRequestURI().getRawPath(),
                exchange.getRequestURI().getRawQuery(),
                exchange.getRequestHeaders().getFirst("Range"));
        timer.schedule(() -> send(exchange, head, answer), head ? 0 : delay, TimeUnit.MILLISECONDS);
    }

    private Answer answer(String path, String query, String range) {
        String key = decode(path).replaceFirst("^/" + BUCKET + "/?", "");
        if (key.isEmpty()) {
            return Answer.xml(200, list(query == null ? "" : query));
        }
        byte[] body = objects.get(key);
        if (body == null) {
            return Answer.xml(404, "<Error><Code>NoSuchKey</Code><Message>There is no " + key + "</Message></Error>");
        }
        Matcher m = RANGE.matcher(range == null ? "" : range);
        if (!m.matches()) {
            return new Answer(200, body, 0, body.length);
        }
        int to = m.group(2).isEmpty() ? body.length : Math.min(body.length, Integer.parseInt(m.group(2)) + 1);
        return new Answer(206, body, Integer.parseInt(m.group(1)), to);
    }

    private static void send(HttpExchange exchange, boolean head, Answer answer) {
        try (exchange) {
            int length = answer.to() - answer.from();
            var headers = exchange.getResponseHeaders();
            headers.set("x-amz-request-id", "BENCH");
            headers.set("Last-Modified", MODIFIED);
            headers.set("ETag", '"' + Integer.toHexString(answer.body().length) + '"');
            if (answer.status() == 206) {
                headers.set(
                        "Content-Range",
                        "bytes " + answer.from() + "-" + (answer.to() - 1) + "/" + answer.body().length);
            }
            if (head) {
                headers.set("Content-Length", Integer.toString(length));
                exchange.sendResponseHeaders(answer.status(), -1);
            } else {
                exchange.sendResponseHeaders(answer.status(), length == 0 ? -1 : length);
                exchange.getResponseBody().write(answer.body(), answer.from(), length);
            }
        } catch (IOException e) {
            // the client went away
            exchange.close();
        }
    }

    private String list(String query) {
        Map<String, String> asked = new TreeMap<>();
        for (String part : query.split("&")) {
            int equals = part.indexOf('=');
            asked.put(
                    equals < 0 ? part : part.substring(0, equals),
                    equals < 0 ? "" : decode(part.substring(equals + 1)));
        }
        String prefix = asked.getOrDefault("prefix", "");
        String delimiter = asked.getOrDefault("delimiter", "");
        String after = asked.getOrDefault("continuation-token", asked.getOrDefault("start-after", ""));
        StringBuilder contents = new StringBuilder();
        TreeSet<String> folders = new TreeSet<>();
        int count = 0;
        String last = null;
        for (Map.Entry<String, byte[]> object : objects.tailMap(prefix, true).entrySet()) {
            String key = object.getKey();
            if (!key.startsWith(prefix)) {
                break;
            }
            int cut = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
            String name = cut < 0 ? key : key.substring(0, cut + 1);
            if (name.compareTo(after) <= 0 || folders.contains(name)) {
                continue;
            }
            if (count == Integer.parseInt(asked.getOrDefault("max-keys", "" + PAGE))) {
                return page(prefix, contents, folders, count, last);
            }
            count++;
            last = name;
            if (cut >= 0) {
                folders.add(name);
            } else {
                contents.append("<Contents><Key>")
                        .append(key)
                        .append("</Key><LastModified>2026-03-01T00:00:00.000Z</LastModified><ETag>&quot;")
                        .append(Integer.toHexString(object.getValue().length))
                        .append("&quot;</ETag><Size>")
                        .append(object.getValue().length)
                        .append("</Size><StorageClass>STANDARD</StorageClass></Contents>");
            }
        }
        return page(prefix, contents, folders, count, null);
    }

    private static String page(String prefix, StringBuilder contents, TreeSet<String> folders, int count, String next) {
        StringBuilder page = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>" + BUCKET
                + "</Name><Prefix>"
                + prefix + "</Prefix><KeyCount>" + count + "</KeyCount><MaxKeys>" + PAGE + "</MaxKeys><IsTruncated>"
                + (next != null) + "</IsTruncated>");
        if (next != null) {
            page.append("<NextContinuationToken>").append(next).append("</NextContinuationToken>");
        }
        page.append(contents);
        folders.forEach(f -> page.append("<CommonPrefixes><Prefix>").append(f).append("</Prefix></CommonPrefixes>"));
        return page.append("</ListBucketResult>").toString();
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
