package io.coldtrail.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * An archive of another account, read as a role of it. The server speaks what STS and S3 say of AssumeRole, ListObjectsV2
 * and GetObject (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html), and lets in the role alone.
 */
class AssumedRoleTest {
    private static final String ROLE = "arn:aws:iam::444455556666:role/forensics";
    private static final Map<String, String> OURS =
            Map.of("aws.accessKeyId", "AKIAOURS", "aws.secretAccessKey", "s", "aws.region", "us-east-1");

    private final Queue<String> signedBy = new ConcurrentLinkedQueue<>();
    private final Map<String, String> before = new TreeMap<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.createContext("/", this::answer);
        server.start();
        set("aws.endpointUrl", "http://127.0.0.1:" + server.getAddress().getPort());
        OURS.forEach(this::set);
    }

    private void set(String property, String value) {
        before.put(property, System.getProperty(property, ""));
        System.setProperty(property, value);
    }

    @AfterEach
    void stop() {
        server.stop(0);
        before.forEach((property, value) -> {
            if (value.isEmpty()) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, value);
            }
        });
        Archive.access(ArchiveAccess.OWN);
    }

    @Test
    void theArchiveIsListedAndReadAsTheRole() throws Exception {
        Archive.access(new ArchiveAccess(false, ROLE, "case-7"));
        List<ObjectRef> listed = Archive.list("s3://b/AWSLogs", ArchiveFilter.ALL);
        assertEquals(1, listed.size());
        assertEquals(
                "{}",
                new String(
                        Archive.store("s3://b/AWSLogs")
                                .open(listed.get(0), 0)
                                .body()
                                .readAllBytes(),
                        StandardCharsets.UTF_8));
        assertEquals("AKIAOURS", signedBy.remove(), "we ask for the role as ourselves");
        assertTrue(signedBy.size() >= 2 && signedBy.stream().allMatch("ASIATHEIRS"::equals), "then as it: " + signedBy);
    }

    @Test
    void aRoleThatDoesNotTrustUsIsSaidInOneLine() {
        Archive.access(new ArchiveAccess(false, ROLE, "another"));
        ArchiveException e =
                assertThrows(ArchiveException.class, () -> Archive.list("s3://b/AWSLogs", ArchiveFilter.ALL));
        assertTrue(
                e.getMessage().startsWith("the role " + ROLE + " cannot be taken on (STS said AccessDenied"),
                e.getMessage());
        assertTrue(e.getMessage().contains("--external-id"), e.getMessage());
        assertEquals(1, e.getMessage().lines().count());
    }

    private void answer(HttpExchange exchange) throws IOException {
        String signed =
                exchange.getRequestHeaders().getFirst("Authorization").replaceFirst(".*Credential=(\\w+)/.*", "$1");
        signedBy.add(signed);
        byte[] asked = exchange.getRequestBody().readAllBytes();
        if (exchange.getRequestMethod().equals("POST")) {
            String form = URLDecoder.decode(new String(asked, StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            boolean trusted = form.contains("RoleArn=" + ROLE) && form.contains("ExternalId=case-7");
            send(exchange, trusted ? 200 : 403, trusted ? credentials() : refusal());
        } else if (!"the token".equals(exchange.getRequestHeaders().getFirst("x-amz-security-token"))) {
            send(exchange, 403, "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>");
        } else if (exchange.getRequestURI().getQuery() != null) {
            send(exchange, 200, listing());
        } else {
            send(exchange, 200, "{}");
        }
    }

    private static String credentials() {
        return "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult><Credentials>"
                + "<AccessKeyId>ASIATHEIRS</AccessKeyId><SecretAccessKey>s</SecretAccessKey>"
                + "<SessionToken>the token</SessionToken><Expiration>"
                + Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS)
                + "</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>";
    }

    private static String refusal() {
        return "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type>"
                + "<Code>AccessDenied</Code><Message>User: arn:aws:iam::111122223333:user/ir is not authorized to perform:"
                + " sts:AssumeRole</Message></Error></ErrorResponse>";
    }

    private static String listing() {
        return "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>b</Name><KeyCount>1</KeyCount>"
                + "<IsTruncated>false</IsTruncated><Contents><Key>AWSLogs/x.json</Key>"
                + "<LastModified>2026-03-14T00:00:00Z</LastModified><ETag>\"1\"</ETag><Size>2</Size></Contents>"
                + "</ListBucketResult>";
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("ETag", "\"1\"");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
