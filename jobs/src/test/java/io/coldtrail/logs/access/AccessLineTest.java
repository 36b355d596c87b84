package io.coldtrail.logs.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessLineTest {
    private static final String OWNER = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be";
    private static final String HEAD =
            OWNER + " leaky [06/Feb/2019:00:00:38 +0000] 192.0.2.3 - 3E57427F3EXAMPLE REST.GET.OBJECT config.py ";
    private static final String HOST_ID =
            "s9lzHYrFp76ZVxRcpX9+5cjAnEH2ROuNkd2BHfIa6UkFVdtjf5mKR3/eTPFvsiP/XV/VLi31234=";
    private static final String TAIL = " - " + HOST_ID
            + " SigV4 ECDHE-RSA-AES128-GCM-SHA256 AuthHeader leaky.s3.us-west-2.amazonaws.com TLSv1.2 - -";

    /** Fields in which a client can write what it likes, and what is cut with their help. */
    private static final Set<AccessField> MAY_BE_IN_DOUBT = Set.of(
            AccessField.REQUEST_URI,
            AccessField.HTTP_STATUS,
            AccessField.ERROR_CODE,
            AccessField.BYTES_SENT,
            AccessField.OBJECT_SIZE,
            AccessField.TOTAL_TIME,
            AccessField.TURN_AROUND_TIME,
            AccessField.REFERER,
            AccessField.USER_AGENT);

    private final AccessLine line = new AccessLine();

    private Map<AccessField, String> read(String text) {
        // with bytes around it that are no part of it
        byte[] bytes = ("\" " + text + "\" \"").getBytes(StandardCharsets.UTF_8);
        String problem = line.read(bytes, 2, bytes.length - 3);
        if (problem != null) {
            return null;
        }
        Map<AccessField, String> fields = new EnumMap<>(AccessField.class);
        for (AccessField field : AccessField.values()) {
            if (line.has(field)) {
                int from = line.start(field);
                fields.put(field, new String(bytes, from, line.end(field) - from, StandardCharsets.UTF_8));
            }
        }
        return fields;
    }

    @Test
    void everyField() {
        Map<AccessField, String> fields = read(OWNER + " awsexamplebucket1 [06/Feb/2019:00:00:38 +0000] 192.0.2.3 "
                + "arn:aws:sts::123456789123:assumed-role/app/i-1 3E57427F3EXAMPLE REST.PUT.OBJECT a/%2522b%2522.jpg "
                + "\"PUT /a/%22b%22.jpg?x-foo=bar HTTP/1.1\" 403 AccessDenied 297 1048 38 12 \"http://example.com/a b\" "
                + "\"aws-cli/2.7 (x y)\" 3HL4kqtJvjVBH40N " + HOST_ID + " SigV4 ECDHE-RSA-AES128-GCM-SHA256 AuthHeader "
                + "awsexamplebucket1.s3.us-west-1.amazonaws.com TLSV1.2 "
                + "arn:aws:s3:us-west-1:123456789012:accesspoint/example-AP Yes us-east-1 future-field 27 ");
        List<String> expected = List.of(
                OWNER,
                "awsexamplebucket1",
                "06/Feb/2019:00:00:38 +0000",
                "192.0.2.3",
                "arn:aws:sts::123456789123:assumed-role/app/i-1",
                "3E57427F3EXAMPLE",
                "REST.PUT.OBJECT",
                "a/%2522b%2522.jpg",
                "PUT /a/%22b%22.jpg?x-foo=bar HTTP/1.1",
                "403",
                "AccessDenied",
                "297",
                "1048",
                "38",
                "12",
                "http://example.com/a b",
                "aws-cli/2.7 (x y)",
                "3HL4kqtJvjVBH40N",
                HOST_ID,
                "SigV4",
                "ECDHE-RSA-AES128-GCM-SHA256",
                "AuthHeader",
                "awsexamplebucket1.s3.us-west-1.amazonaws.com",
                "TLSV1.2",
                "arn:aws:s3:us-west-1:123456789012:accesspoint/example-AP",
                "Yes",
                "us-east-1");
        assertEquals(expected, new ArrayList<>(fields.values()));
        assertFalse(line.ambiguous());
    }

    /** What a client sent, as it stands in the line, where it leaves one reading. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                // request URI ## referer ## user agent, "-" absent
                "\"GET /config.py HTTP/1.1\" ## \"-\" ## \"curl/7.79\"",
                "\"GET /config.py HTTP/1.1\" ## - ## \"curl/7.79\"",
                "\"GET /config.py HTTP/1.1\" ## \"-\" ## -",
                "\"GET /config.py HTTP/1.1\" ## - ## -",
                "- ## - ## -",
                "- ## \"-\" ## \"-\"",
                "- ## \"-\" ## \"Amazon S3\"",
                "\"GET /\" HTTP/1.1\" ## \"-\" ## \"curl/7.79\"",
                "\"GET /\" 200 HTTP/1.1\" ## - ## -",
                "\"GET /config.py HTTP/1.1\" ## \"-\" ## \"Mozilla/5.0 \"X\"\"",
                "\"GET /config.py HTTP/1.1\" ## \"http://x/?q=a b\" ## \"\"",
                "\"GET /config.py HTTP/1.1\" ## \"\" ## \"\"",
                "\"GET /config.py HTTP/1.1\" ## \"a\" 200 - 1 2 3 4 b\" ## \"x\"",
                "\"GET /config.py HTTP/1.1\" ## - ## \"x\" - HOSTID SigV4 c AuthHeader h TLSv1.2 \"",
            })
    void oneReading(String sent) {
        String[] part = sent.split(" ## ");
        Map<AccessField, String> fields =
                read(HEAD + part[0] + " 200 NoSuchKey 113 - 7 - " + part[1] + " " + part[2] + TAIL);
        assertNotNull(fields);
        assertFalse(line.ambiguous(), "ambiguous");
        assertEquals(unquoted(part[0]), fields.get(AccessField.REQUEST_URI));
        assertEquals("200", fields.get(AccessField.HTTP_STATUS));
        assertEquals("NoSuchKey", fields.get(AccessField.ERROR_CODE));
        assertEquals("113", fields.get(AccessField.BYTES_SENT));
        assertNull(fields.get(AccessField.OBJECT_SIZE));
        assertEquals("7", fields.get(AccessField.TOTAL_TIME));
        assertEquals(unquoted(part[1]), fields.get(AccessField.REFERER));
        assertEquals(unquoted(part[2]), fields.get(AccessField.USER_AGENT));
        assertEquals(HOST_ID, fields.get(AccessField.HOST_ID));
        assertEquals("TLSv1.2", fields.get(AccessField.TLS_VERSION));
    }

    private static String unquoted(String field) {
        String text = field.startsWith("\"") ? field.substring(1, field.length() - 1) : field;
        return text.equals("-") || text.isEmpty() ? null : text;
    }

    /** Fields that a client wrote into what it sent: never taken for S3's. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"GET /x HTTP/1.1\" 200 - 1 2 3 4 \"-\" \"curl\" HTTP/1.1\" ## \"-\" ## \"curl/7.79\"",
                "\"GET /x HTTP/1.1\" ## \"a\" 200 - 1 2 3 4 \"b\" ## \"curl/7.79\"",
                "\"GET /x HTTP/1.1\" ## \"-\" ## \"a\" 404 - 0 0 0 0 \"-\" \"b\"",
                "\"GET /x HTTP/1.1\" ## \"-\" ## \"a\" 404 - 0 0 0 0 - \"b\"",
                "\"GET /x HTTP/1.1\" ## \"-\" ## \"a\" \"b\"",
                "\"GET /x HTTP/1.1\" ## \"a\" \"b\" ## \"-\"",
            })
    void injectedFields(String sent) {
        String[] part = sent.split(" ## ");
        Map<AccessField, String> fields =
                read(HEAD + part[0] + " 403 AccessDenied 113 - 7 - " + part[1] + " " + part[2] + TAIL);
        assertEquals(true, line.ambiguous());
        assertNull(fields.get(AccessField.USER_AGENT));
        assertNull(fields.get(AccessField.REFERER));
        String status = fields.get(AccessField.HTTP_STATUS);
        assertEquals(true, status == null || status.equals("403"), status);
        assertEquals("192.0.2.3", fields.get(AccessField.REMOTE_IP));
        assertEquals("config.py", fields.get(AccessField.KEY));
        assertEquals(HOST_ID, fields.get(AccessField.HOST_ID));
        assertEquals("AuthHeader", fields.get(AccessField.AUTHENTICATION_TYPE));
    }

    /** Lines of all ages end where they ended then. */
    @Test
    void linesOfAllAges() {
        String all = HEAD + "\"GET /config.py HTTP/1.1\" 200 - 113 113 7 6 \"-\" \"S3Console/0.4\" v1 " + HOST_ID
                + " SigV2 - QueryString h.s3.amazonaws.com - arn:aws:s3:x Yes us-east-1";
        String[] tokens = all.split(" ");
        int fixed = tokens.length - 10;
        for (int kept = 0; kept <= 10; kept++) {
            String old = String.join(" ", List.of(tokens).subList(0, fixed + kept));
            Map<AccessField, String> fields = read(old);
            assertEquals("S3Console/0.4", fields.get(AccessField.USER_AGENT));
            assertEquals(kept > 0 ? "v1" : null, fields.get(AccessField.VERSION_ID));
            assertEquals(kept > 4 ? "QueryString" : null, fields.get(AccessField.AUTHENTICATION_TYPE));
            assertEquals(kept > 9 ? "us-east-1" : null, fields.get(AccessField.SOURCE_REGION));
            assertFalse(line.ambiguous());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not a log line",
                OWNER + " leaky 06/Feb/2019:00:00:38 +0000 192.0.2.3 - 3E5 REST.GET.OBJECT k \"GET / HTTP/1.1\" 200",
                HEAD + "GET / 200 - 1 2 3 4 \"-\" \"-\" -",
                HEAD + "\"GET / HTTP/1.1\" 200 - 1 2",
                HEAD + "\"GET / HT",
                HEAD + "\"GET / HTTP/1.1\" 200 - 1 2 3 x \"-\" \"-\" -",
                HEAD + "- 200",
                HEAD,
            })
    void noLine(String text) {
        assertNull(read(text));
    }

    /** A tail of no known shape: the rest of the line is good, the line is marked. */
    @Test
    void unknownTail() {
        Map<AccessField, String> fields =
                read(HEAD + "\"GET / HTTP/1.1\" 200 - 1 2 3 4 \"-\" \"curl\" x y z w v u t s r");
        assertEquals("curl", fields.get(AccessField.USER_AGENT));
        assertNull(fields.get(AccessField.HOST_ID));
        assertEquals(true, line.ambiguous());
    }

    /** Whatever is sent: fields that S3 wrote are right, what the client sent is right or in doubt and marked. */
    @Test
    void nothingThatIsSentShiftsAField() {
        Random random = new Random(4);
        String[] scraps = {
            "\"",
            "\"",
            " ",
            " ",
            "-",
            "200",
            " 200 - 1 2 3 4 ",
            "\" \"",
            "\" 404 NoSuchKey 1 2 3 4 \"-\" \"x",
            "a",
            TAIL,
            "GET / HTTP/1.1",
            "é",
            "[06/Feb/2019:00:00:38 +0000]",
            " - ",
            "%22"
        };
        int ambiguous = 0;
        for (int i = 0; i < 50_000; i++) {
            Map<AccessField, String> truth = new EnumMap<>(AccessField.class);
            StringBuilder text = new StringBuilder();
            for (AccessField field : AccessField.values()) {
                String value =
                        switch (field) {
                            case TIME -> "06/Feb/2019:00:00:38 +0000";
                            case REQUEST_URI, REFERER, USER_AGENT -> sent(random, scraps);
                            case HTTP_STATUS -> List.of("200", "403", "503").get(random.nextInt(3));
                            case ERROR_CODE -> random.nextBoolean() ? "AccessDenied" : "-";
                            case BYTES_SENT, OBJECT_SIZE, TOTAL_TIME, TURN_AROUND_TIME -> random.nextBoolean()
                                    ? "-"
                                    : "" + random.nextInt(5000);
                            case HOST_ID -> HOST_ID;
                            case SIGNATURE_VERSION -> random.nextBoolean() ? "-" : "SigV4";
                            case AUTHENTICATION_TYPE -> random.nextBoolean() ? "-" : "QueryString";
                            case TLS_VERSION -> random.nextBoolean() ? "-" : "TLSv1.3";
                            case ACCESS_POINT_ARN -> random.nextBoolean()
                                    ? "-"
                                    : "arn:aws:s3:us-west-2:1:accesspoint/a";
                            case ACL_REQUIRED -> random.nextBoolean() ? "-" : "Yes";
                            default -> random.nextInt(4) == 0 && field != AccessField.BUCKET
                                    ? "-"
                                    : field.name().toLowerCase() + random.nextInt(10);
                        };
                boolean quoted = field == AccessField.REQUEST_URI
                        || field == AccessField.REFERER
                        || field == AccessField.USER_AGENT;
                text.append(field == AccessField.TIME ? "[" + value + "]" : quoted ? "\"" + value + "\"" : value);
                text.append(' ');
                if (!value.equals("-") && !value.isEmpty()) {
                    truth.put(field, value);
                }
            }
            Map<AccessField, String> fields = read(text.toString());
            assertNotNull(fields, text.toString());
            if (line.ambiguous()) {
                ambiguous++;
                // what is told nevertheless is right
                truth.keySet().removeIf(f -> MAY_BE_IN_DOUBT.contains(f) && !fields.containsKey(f));
            }
            assertEquals(truth, fields, text.toString());
        }
        assertEquals(true, ambiguous > 2_500 && ambiguous < 40_000, "ambiguous: " + ambiguous);
    }

    private static String sent(Random random, String[] scraps) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(5); n > 0; n--) {
            text.append(scraps[random.nextInt(scraps.length)]);
        }
        return text.toString();
    }

    @Test
    void randomBytes() {
        Random random = new Random(5);
        byte[] good =
                (HEAD + "\"GET / HTTP/1.1\" 200 - 1 2 3 4 \"-\" \"curl\"" + TAIL).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = good.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            int to = random.nextInt(bytes.length + 1);
            line.read(bytes, random.nextInt(to + 1), to);
        }
    }

    @Test
    void keys() {
        assertEquals("a/\"b\".txt", key("a/%2522b%2522.txt"));
        assertEquals("a b", key("a%2Bb"));
        assertEquals("a b", key("a%2520b"));
        assertEquals("a+b", key("a%252Bb"));
        assertEquals("100%", key("100%25"));
        assertEquals("%zz%", key("%zz%"));
        assertEquals("é", key("%25C3%25A9"));
        assertEquals("\ufffd", key("%25FF"));
    }

    private static String key(String logged) {
        byte[] bytes = logged.getBytes(StandardCharsets.UTF_8);
        return LoggedKey.decoded(bytes, 0, bytes.length);
    }
}
