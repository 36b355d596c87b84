package io.coldtrail.archive;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What S3 does and a test server does not: one bucket, {@code b}, whose objects answer as a test says, with the errors
 * of https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html, word for word.
 */
final class FaultyS3 implements AutoCloseable {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final Map<String, Queue<Fault>> faults = new ConcurrentHashMap<>();
    private final Map<String, Fault> always = new ConcurrentHashMap<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile int bears = Integer.MAX_VALUE;

    /** The keys asked for, in order. */
    final Queue<String> asked = new ConcurrentLinkedQueue<>();

    /** The headers of the last request. */
    volatile Headers headers;

    /** Its query. */
    volatile String query;

    /** Something that goes wrong with one answer. */
    interface Fault {
        void answer(HttpExchange exchange, byte[] body) throws IOException, InterruptedException;
    }

    FaultyS3() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void put(String key, byte[] body) {
        objects.put(key, body);
    }

    /** The next answers for a key; after them all is well. */
    void next(String key, Fault... wrong) {
        faults.put(key, new ConcurrentLinkedQueue<>(List.of(wrong)));
    }

    /** Every answer for a key. */
    void always(String key, Fault wrong) {
        always.put(key, wrong);
    }

    /** More requests at a time than these are told SlowDown. */
    void bears(int requests) {
        bears = requests;
    }

    static Fault error(int status, String code, String message) {
        return (exchange, body) -> {
            byte[] xml = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code + "</Code><Message>"
                            + message
                            + "</Message><RequestId>4442587FB7D0A2F9</RequestId><HostId>eftixk72aD6Ap51</HostId></Error>")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/xml");
            exchange.sendResponseHeaders(status, xml.length);
            exchange.getResponseBody().write(xml);
        };
    }

    static Fault slowDown() {
        return error(503, "SlowDown", "Please reduce your request rate.");
    }

    /** Half of the body, then no connection any more. */
    static Fault cutOff() {
        return (exchange, body) -> {
            OutputStream out = begin(exchange, body);
            out.write(body, 0, body.length / 2);
            out.flush();
            throw new IOException("cut off");
        };
    }

    /** Half of the body, and the rest after a while. */
    static Fault slow(long millis) {
        return (exchange, body) -> {
            OutputStream out = begin(exchange, body);
            out.write(body, 0, body.length / 2);
            out.flush();
            Thread.sleep(millis);
            out.write(body, body.length / 2, body.length - body.length / 2);
        };
    }

    private static OutputStream begin(HttpExchange exchange, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("x-amz-meta-Signature", "ab12");
        Matcher range =
                RANGE.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Range")));
        exchange.sendResponseHeaders(range.matches() ? 206 : 200, body.length == 0 ? -1 : body.length);
        return exchange.getResponseBody();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String key = exchange.getRequestURI().getPath().replaceFirst("^/b/", "");
        asked.add(key);
        headers = exchange.getRequestHeaders();
        query = exchange.getRequestURI().getQuery();
        try (exchange) {
            Queue<Fault> once = faults.get(key);
            Fault fault = once == null || once.isEmpty() ? always.get(key) : once.poll();
            if (inFlight.incrementAndGet() > bears) {
                fault = slowDown();
            } else if (bears < Integer.MAX_VALUE) {
                Thread.sleep(5);
            }
            byte[] body = part(objects.getOrDefault(key, new byte[0]));
            if (fault != null) {
                fault.answer(exchange, body);
            } else if (!objects.containsKey(key)) {
                error(404, "NoSuchKey", "The specified key does not exist.").answer(exchange, body);
            } else {
                begin(exchange, body).write(body);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            inFlight.decrementAndGet();
        }
    }

    private byte[] part(byte[] body) {
        Matcher range = RANGE.matcher(String.valueOf(headers.getFirst("Range")));
        if (!range.matches()) {
            return body;
        }
        int to = range.group(2).isEmpty() ? body.length : Math.min(body.length, Integer.parseInt(range.group(2)) + 1);
        return Arrays.copyOfRange(body, Integer.parseInt(range.group(1)), to);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
