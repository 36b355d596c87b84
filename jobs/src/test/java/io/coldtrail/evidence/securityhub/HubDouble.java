package io.coldtrail.evidence.securityhub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * BatchImportFindings as moto has it not: it holds calls against their limits and their signature, refuses findings,
 * throttles, and fails. STS beside it says whose the credentials are.
 */
public final class HubDouble implements AutoCloseable {
    public static final String SECRET = "not-a-secret";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Deque<Answer> script = new ArrayDeque<>();
    private final Deque<Answer> hubScript = new ArrayDeque<>();
    private final Map<String, String[]> refused = new LinkedHashMap<>();
    private final List<Call> calls = new ArrayList<>();
    private String account = "";

    /**
     * A call that was taken as one.
     *
     * @param region that it was signed for
     */
    public record Call(String region, List<JsonNode> findings) {}

    private record Answer(int status, String errorType, String message) {}

    public HubDouble() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Whose the credentials are. */
    public void account(String id) {
        account = id;
    }

    /** What it says next, of STS or Security Hub, in place of an answer. */
    public void next(int status, String errorType, String message) {
        script.add(new Answer(status, errorType, message));
    }

    /** As {@link #next}, of Security Hub alone. */
    public void after(int status, String errorType, String message) {
        hubScript.add(new Answer(status, errorType, message));
    }

    /** Refuses a finding by its Id; all of a region by its name. */
    public void refuse(String idOrRegion, String code, String message) {
        refused.put(idOrRegion, new String[] {code, message});
    }

    public void forgive() {
        refused.clear();
    }

    /** The calls since it was last asked. */
    public List<Call> calls() {
        List<Call> now = List.copyOf(calls);
        calls.clear();
        return now;
    }

    /** Findings in the calls since it was last asked, by Id. */
    public Map<String, JsonNode> findings() {
        Map<String, JsonNode> findings = new LinkedHashMap<>();
        calls().forEach(call -> call.findings()
                .forEach(finding -> findings.put(finding.path("Id").asText(), finding)));
        return findings;
    }

    private void answer(HttpExchange call) throws IOException {
        byte[] body = call.getRequestBody().readAllBytes();
        boolean sts = call.getRequestURI().getPath().equals("/");
        Answer said = sts || !script.isEmpty() ? script.poll() : hubScript.poll();
        try {
            if (said == null && !sts) {
                said = wrong(call, body);
            }
            if (said != null) {
                call.getResponseHeaders().add("x-amzn-ErrorType", said.errorType() + ":http://internal.amazon.com/");
                String xml = "<ErrorResponse><Error><Type>Sender</Type><Code>" + said.errorType() + "</Code><Message>"
                        + said.message() + "</Message></Error></ErrorResponse>";
                send(call, said.status(), sts ? xml : "{\"Message\":\"" + said.message() + "\"}");
            } else {
                send(call, 200, sts ? identity() : imported(region(call), JSON.readTree(body)));
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private String identity() {
        return "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult>"
                + "<Arn>arn:aws:sts::" + account + ":assumed-role/r/s</Arn><UserId>A:s</UserId><Account>" + account
                + "</Account></GetCallerIdentityResult></GetCallerIdentityResponse>";
    }

    /** What Security Hub refuses a whole call for; null where nothing. */
    private static Answer wrong(HttpExchange call, byte[] body) throws IOException, GeneralSecurityException {
        if (!call.getRequestMethod().equals("POST")
                || !call.getRequestURI().getPath().equals("/findings/import")) {
            return new Answer(404, "UnknownOperationException", "no such call");
        }
        if (!call.getRequestHeaders().getFirst("Authorization").endsWith("Signature=" + signature(call, body))) {
            return new Answer(403, "InvalidSignatureException", "the signature is not that of the request");
        }
        JsonNode findings = JSON.readTree(body).path("Findings");
        if (findings.isEmpty() || findings.size() > 100 || body.length > 6_000_000) {
            return new Answer(400, "InvalidInputException", findings.size() + " findings, " + body.length + " bytes");
        }
        for (JsonNode finding : findings) {
            String product = "arn:aws:securityhub:" + region(call) + ":"
                    + finding.path("AwsAccountId").asText() + ":product/"
                    + finding.path("AwsAccountId").asText() + "/default";
            if (!finding.path("ProductArn").asText().equals(product)) {
                return new Answer(400, "InvalidInputException", "the product is of another place");
            }
        }
        return null;
    }

    private String imported(String region, JsonNode request) throws IOException {
        List<JsonNode> findings = new ArrayList<>();
        request.path("Findings").forEach(findings::add);
        calls.add(new Call(region, findings));
        List<Map<String, String>> failed = new ArrayList<>();
        for (JsonNode finding : findings) {
            String id = finding.path("Id").asText();
            String[] why = refused.getOrDefault(id, refused.get(region));
            if (why != null) {
                failed.add(Map.of("Id", id, "ErrorCode", why[0], "ErrorMessage", why[1]));
            }
        }
        return JSON.writeValueAsString(Map.of(
                "FailedCount",
                failed.size(),
                "SuccessCount",
                findings.size() - failed.size(),
                "FailedFindings",
                failed));
    }

    private static String region(HttpExchange call) {
        return scope(call)[2];
    }

    /** Access key, day, region, service, end. */
    private static String[] scope(HttpExchange call) {
        return call.getRequestHeaders()
                .getFirst("Authorization")
                .replaceFirst(".*Credential=([^,]+),.*", "$1")
                .split("/");
    }

    /** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
    private static String signature(HttpExchange call, byte[] body) throws GeneralSecurityException {
        Headers headers = call.getRequestHeaders();
        String[] scope = scope(call);
        String signed = headers.getFirst("Authorization").replaceFirst(".*SignedHeaders=([^,]+),.*", "$1");
        StringBuilder request = new StringBuilder("POST\n/findings/import\n\n");
        for (String name : signed.split(";")) {
            request.append(name)
                    .append(':')
                    .append(headers.getFirst(name).trim())
                    .append('\n');
        }
        request.append('\n').append(signed).append('\n').append(sha256(body));
        String text = "AWS4-HMAC-SHA256\n" + headers.getFirst("X-Amz-Date") + "\n" + scope[1] + "/" + scope[2]
                + "/securityhub/aws4_request\n" + sha256(request.toString().getBytes(StandardCharsets.UTF_8));
        byte[] key = ("AWS4" + SECRET).getBytes(StandardCharsets.UTF_8);
        for (String part : List.of(scope[1], scope[2], "securityhub", "aws4_request", text)) {
            key = hmac(key, part);
        }
        return HexFormat.of().formatHex(key);
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String sha256(byte[] bytes) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static void send(HttpExchange call, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        call.sendResponseHeaders(status, bytes.length);
        call.getResponseBody().write(bytes);
        call.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
