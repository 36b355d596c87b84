package io.coldtrail.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.coldtrail.SparkTest;
import io.coldtrail.lake.Case;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive as attackers, accidents and other tools leave them: every good record is kept, all else is told. */
class HostileArchiveTest extends SparkTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path dir;

    private final Map<String, byte[]> contents = new HashMap<>();
    private final List<String> expected = new ArrayList<>();
    private final Map<String, String> statuses = new TreeMap<>();
    private final Map<String, List<String>> reasons = new TreeMap<>();
    private int next;

    @Test
    void everyGoodRecordIsKeptAndAllElseIsTold() throws Exception {
        writeArchive();
        assertEquals(0, Commands.run("scan", dir.resolve("archive").toString(), "--case", caseDir()));
        Case kase = new Case(session(), caseDir());

        assertEquals(sorted(expected), eventIds(kase));
        Map<String, String> found = new TreeMap<>();
        for (Row row : kase.table("objects").select("object", "status").collectAsList()) {
            found.put(row.getString(0), row.getString(1));
        }
        assertEquals(statuses, found);
        Map<String, List<String>> rejects = new TreeMap<>();
        for (Row row : kase.table("rejects").orderBy("object", "record_offset").collectAsList()) {
            rejects.computeIfAbsent(row.getAs("object"), o -> new ArrayList<>()).add(row.getAs("reason"));
            assertTrue(row.<String>getAs("first_bytes").chars().allMatch(c -> c >= ' ' && c < 0x7f));
        }
        assertEquals(reasons, rejects);
        everyRowPointsAtItsBytes(kase);
        session().catalog().clearCache();

        List<String> before = rows(kase);
        assertEquals(0, Commands.run("scan", dir.resolve("archive").toString(), "--case", caseDir()));
        assertEquals(before, rows(kase), "a second scan changes nothing");
    }

    private void everyRowPointsAtItsBytes(Case kase) throws IOException {
        for (Row row : kase.table("cloudtrail").collectAsList()) {
            byte[] content = contents.get(row.<String>getAs("object"));
            int from = Math.toIntExact(row.getAs("record_offset"));
            int to = from + row.<Integer>getAs("record_length");
            String archived = new String(Arrays.copyOfRange(content, from, to), StandardCharsets.UTF_8);
            String raw = row.getAs("raw");
            assertEquals(
                    raw, row.getAs("record_form").equals("bytes") ? archived : JSON.readValue(archived, String.class));
            assertEquals(JSON.readTree(raw).path("eventName").asText(), row.getAs("event_name"));
        }
    }

    private void writeArchive() throws IOException {
        object("plain.json", "read", false, "{\"Records\":[" + good() + "," + good() + "]}");
        object("gzip.json.gz", "read", true, "{\"Records\":[" + good() + "]}");
        object("array.json", "read", false, "\ufeff[ " + good() + " ,\n" + good() + " ]");
        object("one.json", "read", false, good());
        object("lines.jsonl", "read", false, good() + "\n" + good() + "\n");
        object(
                "envelopes.jsonl",
                "read",
                false,
                "{\"version\":\"0\",\"detail-type\":\"AWS API Call via CloudTrail\",\"detail\":" + good() + "}\n"
                        + "{\"detail\":" + good() + ",\"region\":\"us-east-1\"}");
        object(
                "lookup.json",
                "read",
                false,
                "{\"Events\":[{\"EventName\":\"x\",\"CloudTrailEvent\":" + JSON.writeValueAsString(good())
                        + "}],\"NextToken\":\"abc\"}");
        object("token-first.json", "read", false, "{\"NextToken\":\"abc\",\"Records\":[" + good() + "]}");
        object("nothing.json", "read", false, "{\"Records\":[]}");

        object("empty.json.gz", "empty", false, "");
        object("page.json", "unreadable", false, "<html><script>alert(1)</script></html>", "not_json");
        object("digest-content.json", "read", false, "{\"digestS3Object\":\"x\",\"logFiles\":[]}");
        String digest = "AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2023/07/10/x.json.gz";
        object(digest, "read", true, "{\"logFiles\":[]}");
        object("notes.txt", "foreign", false, "not a log");

        object(
                "broken.json",
                "read",
                false,
                "{\"Records\":[" + good() + ",{\"eventVersion\":\"1.08\",\"eventName\":}," + good()
                        + ",{\"eventVersion\":\"1.08\",\"eventNa," + good() + ",17," + good() + "]}",
                "malformed",
                "malformed",
                "not_a_record");
        object(
                "broken-line.jsonl",
                "read",
                false,
                good() + "\n{\"eventName\":\"cut off\n" + good() + "\n",
                "malformed");
        object(
                "deep.json",
                "read",
                false,
                "[" + good() + ",{\"eventName\":\"Deep\",\"requestParameters\":" + "[".repeat(10_000)
                        + "]".repeat(10_000) + "}," + good() + "]",
                "too_deep");
        object(
                "large.json.gz",
                "read",
                true,
                "{\"Records\":[" + good() + ",{\"eventName\":\"" + "x".repeat(40 << 20) + "\"}," + good() + "]}",
                "too_large");
        byte[] latin =
                ("[" + good() + ",{\"eventName\":\"caf\u00e9\"}," + good() + "]").getBytes(StandardCharsets.ISO_8859_1);
        object("latin.json", "read", latin, latin, "invalid_utf8");
        object("a\n..\nb/c.json", "read", false, good());

        truncated();
    }

    /** A gzip cut in its middle: what inflates is kept, the record that the cut goes through is told. */
    private void truncated() throws IOException {
        StringBuilder text = new StringBuilder("{\"Records\":[");
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            text.append(i == 0 ? "" : ",").append(good());
            ids.add(expected.remove(expected.size() - 1));
        }
        byte[] content = text.append("]}").toString().getBytes(StandardCharsets.UTF_8);
        byte[] stored = gzip(content);
        byte[] cut = Arrays.copyOf(stored, stored.length / 2);
        ByteArrayOutputStream there = new ByteArrayOutputStream();
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(cut), 512)) {
            for (int b; (b = in.read()) >= 0; ) {
                there.write(b);
            }
        } catch (IOException endsEarly) {
            // as it must
        }
        String kept = there.toString(StandardCharsets.UTF_8);
        int whole = 0;
        for (String id : ids) {
            int at = kept.indexOf(id);
            if (at >= 0 && kept.indexOf('}', at) >= 0) {
                expected.add(id);
                whole++;
            }
        }
        assertTrue(whole > 100 && whole < 2900, "the cut goes through the middle");
        object("truncated.json.gz", "partial", content, cut, "truncated");
    }

    private String good() {
        String id = String.format("00000000-0000-0000-0000-%012d", next++);
        expected.add(id);
        return "{\"eventVersion\":\"1.08\",\"eventTime\":\"2023-07-10T11:42:36Z\",\"eventSource\":\"s3.amazonaws.com\","
                + "\"eventName\":\"Get\\u004fbject\",\"recipientAccountId\":\"111122223333\",\"eventID\":\"" + id
                + "\"}";
    }

    private void object(String name, String status, boolean gzip, String content, String... rejects)
            throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        object(name, status, bytes, gzip ? gzip(bytes) : bytes, rejects);
    }

    private void object(String name, String status, byte[] content, byte[] stored, String... rejects)
            throws IOException {
        Path file = dir.resolve("archive").resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, stored);
        contents.put(name, content);
        statuses.put(name, status);
        if (rejects.length > 0) {
            reasons.put(name, List.of(rejects));
        }
    }

    private String caseDir() {
        return dir.resolve("case").toString();
    }

    private static List<String> eventIds(Case kase) {
        List<String> ids = new ArrayList<>();
        kase.table("cloudtrail").select("event_id").collectAsList().forEach(r -> ids.add(r.getString(0)));
        return sorted(ids);
    }

    private static List<String> rows(Case kase) {
        List<String> rows = new ArrayList<>();
        for (String table : List.of("cloudtrail", "objects", "rejects", "duplicates")) {
            kase.table(table).drop("raw").collectAsList().forEach(r -> rows.add(table + r));
        }
        return sorted(rows);
    }

    private static List<String> sorted(List<String> values) {
        return values.stream().sorted().toList();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }
}
