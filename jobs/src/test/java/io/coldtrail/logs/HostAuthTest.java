package io.coldtrail.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.coldtrail.archive.ObjectKind;
import io.coldtrail.archive.ObjectRef;
import io.coldtrail.archive.ObjectStatus;
import io.coldtrail.lake.TableSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostAuthTest {
    private static final String EXPORT = "exportedlogs/threat-detection-wksp-var-log-secure/"
            + "01234567-89ab-cdef-0123-456789abcdef/i-0ff0123456789abcd-ssh/000000.gz";
    private static final String FAILED =
            "Nov  9 10:15:32 ip-10-0-0-15 sshd[4711]: Failed password for invalid user admin from 203.0.113.7 port 4242 ssh2";

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ENGLISH);
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'");

    @Test
    void exported() throws Exception {
        String record = "2022-11-09T10:15:33.120Z " + FAILED;
        ReadRows read = ReadRows.of(
                ObjectKind.HOST_AUTH,
                EXPORT,
                record
                        + "\n\n2022-11-09T10:15:34.000Z Nov  9 10:15:34 ip-10-0-0-15 CRON[1]: x\n  and on it goes\n"
                        + FAILED + "\n" + record + "\r\n"
                        + "1667988934000 Nov  9 10:15:35 ip-10-0-0-15 sshd[9]: Server listening on :: port 22.\n"
                        + "2022-11-09T10:15:36.000Z ip-10-0-0-15 sshd-session[9]: Connection closed by 203.0.113.7 port 1");
        Map<String, String> expected = new TreeMap<>(Map.of(
                "event_time", "2022-11-09T10:15:32Z",
                "event_date", "2022-11-09",
                "envelope_time", "2022-11-09T10:15:33.120Z",
                "aws_region", "us-west-2",
                "log_group", "threat-detection-wksp-var-log-secure",
                "log_stream", "i-0ff0123456789abcd-ssh",
                "instance_id", "i-0ff0123456789abcd",
                "host", "ip-10-0-0-15",
                "program", "sshd",
                "pid", "4711"));
        expected.putAll(Map.of(
                "action", "failed",
                "method", "password",
                "user_name", "admin",
                "user_valid", "false",
                "source_ip", "203.0.113.7",
                "source_port", "4242",
                "repeats", "1",
                "message", FAILED,
                "raw", record,
                "object", EXPORT));
        expected.putAll(Map.of(
                "event_id", id(record, 0),
                "record_index", "0",
                "record_offset", "0",
                "record_length", String.valueOf(record.length()),
                "record_form", "bytes"));
        assertEquals(expected, new TreeMap<>(read.rows.get(0)));
        assertEquals(List.of("failed", "failed", "other", "closed"), read.column("action"));
        assertEquals(id(record, 1), read.column("event_id").get(1), "two equal lines are two events");
        assertEquals(
                List.of("2022-11-09T10:15:32Z", "2022-11-09T10:15:32Z", "2022-11-09T10:15:35Z", "2022-11-09T10:15:36Z"),
                read.column("event_time"));
        assertEquals(1, read.skipped, "of another program");
        assertEquals(List.of(), read.rejects);
    }

    private static String id(String record, int before) throws Exception {
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest((record + "\n" + before).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash).substring(0, 32);
    }

    @Test
    void subscribed() {
        String envelopes = envelope(
                        "DATA_MESSAGE", "/threat-detection-wksp/var/log/secure", "i-0ff0123456789abcd/ssh", FAILED)
                + envelope("CONTROL_MESSAGE", "", "", "CWL CONTROL MESSAGE: Checking health of destination Firehose.")
                + envelope(
                        "DATA_MESSAGE",
                        "/aws/lambda/x",
                        "2022/11/09/[$LATEST]1",
                        "START RequestId: 1\\nsshd[1]: Accepted x");
        ReadRows read = ReadRows.of(ObjectKind.HOST_AUTH, "2022/11/09/10/x", envelopes);
        Map<String, String> row = read.rows.get(0);
        assertEquals(1, read.rows.size());
        assertEquals("111122223333", row.get("account_id"));
        assertEquals("/threat-detection-wksp/var/log/secure", row.get("log_group"));
        assertEquals("i-0ff0123456789abcd/ssh", row.get("log_stream"));
        assertEquals("i-0ff0123456789abcd", row.get("instance_id"));
        assertEquals("event-1", row.get("event_id"));
        assertEquals("2022-11-09T10:15:33.120Z", row.get("envelope_time"));
        assertEquals("2022-11-09T10:15:32Z", row.get("event_time"));
        assertEquals(FAILED, row.get("message"));
        int at = envelopes.indexOf("{\"id\"");
        assertEquals(String.valueOf(at), row.get("record_offset"));
        assertEquals(envelopes.substring(at, envelopes.indexOf("}", at) + 1), row.get("raw"));
        assertEquals(2, read.skipped);
        assertEquals(List.of(), read.rejects);
    }

    /** Firehose puts what CloudWatch Logs had compressed, one event after the other, into gzip once more. */
    @Test
    void gzipInGzip(@TempDir Path dir) throws IOException {
        byte[] envelope = envelope("DATA_MESSAGE", "/var/log/secure", "i-0ff0123456789abcd/ssh", FAILED)
                .getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        members.writeBytes(gzip(envelope));
        members.writeBytes(gzip(envelope));
        for (byte[] content : List.of(envelope, members.toByteArray(), gzip(members.toByteArray()))) {
            Path file = Files.write(dir.resolve("x"), content);
            ObjectRef ref = new ObjectRef(
                    "x",
                    file.toString(),
                    ObjectKind.HOST_AUTH,
                    null,
                    null,
                    null,
                    content.length,
                    null,
                    null,
                    null,
                    null);
            StructType columns = TableSchema.of("host_auth").columns();
            try (ObjectsReader objects =
                    new ObjectsReader(List.of(ref), new HostAuth(), columns, Long.MIN_VALUE, Long.MAX_VALUE, true)) {
                int rows = 0;
                for (InternalRow row = objects.next(); row != null; row = objects.next()) {
                    assertEquals(FAILED, row.getString(columns.fieldIndex("message")));
                    rows++;
                }
                assertEquals(content == envelope ? 1 : 2, rows);
                assertEquals(ObjectStatus.READ, objects.results().get(0).status());
            }
        }
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }

    private static String envelope(String type, String group, String stream, String message) {
        return "{\"messageType\":\"" + type + "\",\"owner\":\"111122223333\",\"logGroup\":\"" + group
                + "\",\"logStream\":\"" + stream
                + "\",\"subscriptionFilters\":[\"all\"],\"logEvents\":[{\"id\":\"event-1\","
                + "\"timestamp\":1667988933120,\"message\":\"" + message + "\"}]}";
    }

    /** Tries around a New Year, by users of any name, read back from both envelopes. */
    @Test
    void readsBackWhatWasWritten() throws IOException {
        Random random = new Random(4);
        ObjectMapper json = new ObjectMapper();
        StringBuilder export = new StringBuilder();
        StringBuilder subscription = new StringBuilder();
        List<String> written = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            Instant time = Instant.parse("2022-12-31T00:00:00Z").plusSeconds(random.nextInt(2 * 86_400));
            Instant envelope = time.plusMillis(random.nextInt(12 * 3_600_000));
            StringBuilder user = new StringBuilder();
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
                user.append(List.of("root", " from 198.51.100.1 port 22 ssh2", "\"", "\\303\\251", "}]}", " ", "é", "]")
                        .get(random.nextInt(8)));
            }
            String ip =
                    random.nextBoolean() ? "203.0.113." + random.nextInt(256) : "2001:db8::" + (1 + random.nextInt(9));
            int port = 1024 + random.nextInt(60_000);
            String message = STAMP.format(time.atOffset(ZoneOffset.UTC)) + " web sshd[" + i
                    + "]: Failed password for invalid user " + user + " from " + ip + " port " + port + " ssh2";
            export.append(MILLIS.format(envelope.atOffset(ZoneOffset.UTC)))
                    .append(' ')
                    .append(message)
                    .append(random.nextInt(9) == 0 ? "\n\n" : "\n");
            subscription
                    .append("{\"messageType\":\"DATA_MESSAGE\",\"logEvents\":[{\"id\":\"")
                    .append(i)
                    .append("\",\"timestamp\":")
                    .append(envelope.toEpochMilli())
                    .append(",\"message\":")
                    .append(json.writeValueAsString(message))
                    .append("}]}");
            written.add(String.join("|", time.toString(), envelope.toString(), user, ip, "" + port, message));
        }
        for (CharSequence content : List.of(export, subscription)) {
            ReadRows read = ReadRows.of(ObjectKind.HOST_AUTH, EXPORT, content.toString());
            assertEquals(
                    written,
                    read.rows.stream()
                            .map(row -> Stream.of(
                                            "event_time",
                                            "envelope_time",
                                            "user_name",
                                            "source_ip",
                                            "source_port",
                                            "message")
                                    .map(row::get)
                                    .collect(Collectors.joining("|")))
                            .toList());
            assertEquals(List.of(), read.rejects);
        }
    }

    @Test
    void filesAsTheyLay() {
        String lines = "Dec 31 23:59:59 web sshd[1]: Invalid user a from 203.0.113.7 port 1\n"
                + "Jan  1 00:00:01 web sshd[1]: Invalid user b from 203.0.113.7 port 2\n"
                + "2023-01-01T00:00:02.5+00:00 web sshd[1]: Invalid user c from 203.0.113.7 port 3\n"
                + "Foo 99 web sshd[1]: Invalid user d from 203.0.113.7 port 4\n";
        ReadRows stored = ReadRows.of(ObjectKind.HOST_AUTH, "evidence/i-0ff0123456789abcd/secure", lines);
        assertEquals(
                List.of("2021-12-31T23:59:59Z", "2022-01-01T00:00:01Z", "2023-01-01T00:00:02.500Z"),
                stored.column("event_time"),
                "the last year before it was stored, on " + ReadRows.STORED);
        assertEquals(
                List.of("i-0ff0123456789abcd", "i-0ff0123456789abcd", "i-0ff0123456789abcd"),
                stored.column("instance_id"));
        assertEquals(1, stored.skipped);
        ReadRows named = ReadRows.of(
                ObjectKind.HOST_AUTH,
                "secure",
                lines.getBytes(StandardCharsets.UTF_8),
                Instant.parse("2023-01-01T00:00:00Z"));
        assertEquals("2022-12-31T23:59:59Z", named.column("event_time").get(0));
        assertEquals("2023-01-01T00:00:01Z", named.column("event_time").get(1));
    }

    @Test
    void repetitions() {
        String begin = "2022-11-09T10:15:33.000Z Nov  9 10:15:32 web ";
        ReadRows read = ReadRows.of(
                ObjectKind.HOST_AUTH,
                EXPORT,
                String.join(
                        "\n",
                        begin + "last message repeated 7 times",
                        begin + "sshd[1]: Failed password for root from 203.0.113.7 port 1 ssh2",
                        begin
                                + "sshd[1]: message repeated 4 times: [ Failed password for bob from 203.0.113.8 port 1 ssh2]",
                        begin + "last message repeated 2 times",
                        "2022-11-09T10:15:33.000Z Nov  9 10:15:32 other last message repeated 3 times",
                        begin + "CRON[1]: x",
                        begin + "last message repeated 9 times"));
        assertEquals(List.of("other", "failed", "failed", "failed", "other"), read.column("action"));
        assertEquals(List.of("7", "1", "4", "2", "3"), read.column("repeats"));
        assertEquals(List.of("-", "root", "bob", "bob", "-"), read.column("user_name"));
        assertEquals(List.of("-", "1", "1", "1", "-"), read.column("pid"));
        assertNotEquals(read.column("event_id").get(2), read.column("event_id").get(3));
        assertEquals(2, read.skipped);
    }
}
