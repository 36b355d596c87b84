package io.coldtrail.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.coldtrail.archive.ObjectKind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class S3AccessTest {
    private static final String KEY = "s3-access/leaky/2022-11-09-10-20-30-0123456789ABCDEF";
    private static final String OWNER = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be";

    private static String line(String operation, String key, String uri, String status, String agent, String auth) {
        return OWNER + " leaky [09/Nov/2022:12:15:32 +0200] 203.0.113.7 - 3E57427F3EXAMPLE " + operation + " " + key
                + " " + uri + " " + status + " 3000000000 - 7 - \"-\" " + agent
                + " - s9lzHYrFp76ZVxRcpX9+5cjAnEH2ROuNkd2BHfIa6U= SigV4 ECDHE-RSA-AES128-GCM-SHA256 " + auth
                + " leaky.s3.us-west-2.amazonaws.com TLSv1.2 - -";
    }

    @Test
    void everyColumn() {
        String line = line(
                "REST.GET.OBJECT",
                "a/%2522b%2522.txt",
                "\"GET /a/%22b%22.txt?X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20221109&x=y HTTP/1.1\"",
                "200 -",
                "\"curl/7.79\"",
                "QueryString");
        Map<String, String> row =
                ReadRows.of(ObjectKind.S3_ACCESS, KEY, line + " \r\n").rows.get(0);
        Map<String, String> expected = new TreeMap<>(Map.of(
                "event_time", "2022-11-09T10:15:32Z",
                "event_date", "2022-11-09",
                "aws_region", "us-west-2",
                "bucket_name", "leaky",
                "operation", "REST.GET.OBJECT",
                "object_key", "a/\"b\".txt",
                "key_as_logged", "a/%2522b%2522.txt",
                "outcome", "success",
                "source_ip", "203.0.113.7",
                "access_key_id", "AKIAIOSFODNN7EXAMPLE"));
        expected.putAll(Map.of(
                "auth_type", "QueryString",
                "http_status", "200",
                "bytes_sent", "3000000000",
                "total_time", "7",
                "user_agent", "curl/7.79",
                "request_id", "3E57427F3EXAMPLE",
                "host_id", "s9lzHYrFp76ZVxRcpX9+5cjAnEH2ROuNkd2BHfIa6U=",
                "bucket_owner", OWNER,
                "signature_version", "SigV4",
                "cipher_suite", "ECDHE-RSA-AES128-GCM-SHA256"));
        expected.putAll(Map.of(
                "request_uri", "GET /a/%22b%22.txt?X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20221109&x=y HTTP/1.1",
                "tls_version", "TLSv1.2",
                "host_header", "leaky.s3.us-west-2.amazonaws.com",
                "ambiguous", "false",
                "raw", line + " ",
                "object", KEY,
                "record_index", "0",
                "record_offset", "0",
                "record_length", String.valueOf(line.length() + 1),
                "record_form", "bytes"));
        row.remove("event_id");
        assertEquals(expected, new TreeMap<>(row));
    }

    @Test
    void whatCameOfIt() {
        List<String> outcomes = List.of(
                "200 -",
                "304 -",
                "204 -",
                "403 AccessDenied",
                "401 x",
                "404 NoSuchKey",
                "503 SlowDown",
                "503 x",
                "500 x");
        StringBuilder lines = new StringBuilder();
        for (String status : outcomes) {
            lines.append(line("REST.GET.OBJECT", "k", "\"GET /k HTTP/1.1\"", status, "\"a\"", "-"))
                    .append('\n');
        }
        assertEquals(
                List.of("success", "success", "success", "denied", "denied", "failed", "throttled", "failed", "failed"),
                ReadRows.of(ObjectKind.S3_ACCESS, KEY, lines.toString()).column("outcome"));
    }

    @Test
    void keysThatSigned() {
        String[][] cases = {
            {"/k?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=x", "QueryString", "AKIAIOSFODNN7EXAMPLE"},
            {
                "/k?x-foo=AKIAIOSFODNN7EXAMPLE&X-Amz-Credential=ASIAIOSFODNN7EXAMPLE/2022",
                "QueryString",
                "ASIAIOSFODNN7EXAMPLE"
            },
            {"/k?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE", "-", "-"},
            {"/k?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE", "AuthHeader", "-"},
            {"/k?AWSAccessKeyId='or 1=1", "QueryString", "-"},
        };
        for (String[] c : cases) {
            String line = line("REST.GET.OBJECT", "k", "\"GET " + c[0] + " HTTP/1.1\"", "200 -", "\"a\"", c[1]);
            assertEquals(
                    List.of(c[2]), ReadRows.of(ObjectKind.S3_ACCESS, KEY, line).column("access_key_id"), c[0]);
        }
        String hidden = line(
                "REST.GET.OBJECT",
                "k",
                "\"GET /k?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE HTTP/1.1\"",
                "200 -",
                "\"\" 404 - 1 1 1 1 \"-\" \"\"",
                "QueryString");
        ReadRows read = ReadRows.of(ObjectKind.S3_ACCESS, KEY, hidden);
        assertEquals(List.of("true"), read.column("ambiguous"));
        assertEquals(List.of("-"), read.column("outcome"));
        assertEquals(List.of("AKIAIOSFODNN7EXAMPLE"), read.column("access_key_id"), "no user agent hides the key");
    }

    @Test
    void linesOfS3ItselfAndLinesThatAreNone() {
        String expired = OWNER + " leaky [09/Nov/2022:10:15:32 +0000] - AmazonS3 5F0F9F3EXAMPLE S3.EXPIRE.OBJECT k"
                + " - - - - 100 - - - - v1 - - - - - - - -";
        String batch = OWNER + " leaky [09/Nov/2022:10:15:32 +0000] 203.0.113.7 - 5F0F9F3EXAMPLE BATCH.DELETE.OBJECT"
                + " k - 204 - - 100 - - - - - s9lzHYrFp76ZVxRcpX9+5cjAnEH2ROuNkd2BHfIa6U= SigV4 c AuthHeader h"
                + " TLSv1.2 - -";
        ReadRows read = ReadRows.of(ObjectKind.S3_ACCESS, KEY, "no line\n\n" + expired + "\n" + batch + "\n" + expired);
        assertEquals(List.of("S3.EXPIRE.OBJECT", "BATCH.DELETE.OBJECT", "S3.EXPIRE.OBJECT"), read.column("operation"));
        assertEquals(List.of("-", "success", "-"), read.column("outcome"));
        assertEquals(List.of("100", "100", "100"), read.column("object_size"));
        assertEquals(List.of("v1", "-", "v1"), read.column("version_id"));
        assertEquals(List.of("-", "SigV4", "-"), read.column("signature_version"));
        assertEquals(List.of("false", "false", "false"), read.column("ambiguous"));
        assertEquals(List.of("1", "2", "3"), read.column("record_index"));
        assertEquals(read.column("event_id").get(0), read.column("event_id").get(2), "one record delivered twice");
        assertEquals(
                List.of("malformed 0 0+7: no bucket, time, address, operation and key where they must be"),
                read.rejects);
    }

    @Test
    void bytesThatAreNoText() {
        byte[] bytes = line("REST.GET.OBJECT", "k", "\"GET /k HTTP/1.1\"", "200 -", "\"x\u00ffy\"", "-")
                .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        ReadRows read = ReadRows.of(ObjectKind.S3_ACCESS, KEY, bytes, null);
        assertEquals(List.of("x\ufffdy"), read.column("user_agent"));
        assertEquals(List.of("TLSv1.2"), read.column("tls_version"));
    }
}
