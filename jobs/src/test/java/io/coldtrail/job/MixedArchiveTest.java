package io.coldtrail.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coldtrail.SparkTest;
import io.coldtrail.lake.Case;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bare folder of logs of every kind, under names that tell nothing: the first bytes tell what each is. */
class MixedArchiveTest extends SparkTest {
    private static final String EVENT = "{\"eventVersion\":\"1.08\",\"eventTime\":\"2022-11-10T15:10:00Z\","
            + "\"eventSource\":\"s3.amazonaws.com\",\"eventName\":\"GetObject\",\"awsRegion\":\"us-west-2\","
            + "\"recipientAccountId\":\"111122223333\",\"eventID\":\"e-1\"";
    private static final String FLOW =
            "2 111122223333 eni-1 203.0.113.26 10.0.0.15 41952 22 6 14 3120 1668092100" + " 1668092158 ACCEPT OK";
    private static final String ACCESS = "0a1b acme-data [10/Nov/2022:15:10:00 +0000] 203.0.113.26 - 3E57427F3EXAMPLE"
            + " REST.GET.OBJECT config.py \"GET /config.py HTTP/1.1\" 200 - 1284 1284 12 11 \"-\" \"curl/7.79.1\" -"
            + " s9lzHYrFp76ZVxRcpX9+5cjAnEH2ROuNkd2BHfIa6UkFVdtjf5mKR3/eTPFvsiP/XV/VLi31234= - - - host -";
    private static final String SSHD = "Nov 10 15:10:00 ip-10-0-0-15 sshd[4711]: Accepted password for alice from"
            + " 203.0.113.26 port 41952 ssh2";

    @TempDir
    Path dir;

    private final Map<String, String> expected = new TreeMap<>();

    @Test
    void contentTellsWhatKeysDoNot() throws IOException {
        object("a1", "cloudtrail 1", "{\"Records\":[" + EVENT + "}]}");
        object(
                "a2.json",
                "insights 1",
                "{\"Records\":[" + EVENT
                        + ",\"eventCategory\":\"Insight\",\"insightDetails\":{\"state\":\"Start\"}}]}");
        object("a3.json", "network_activity 1", "[" + EVENT + ",\"eventCategory\":\"NetworkActivity\"}]");
        object("a4.log", "flow 1", "start dstaddr srcaddr end\n1668092100 10.0.0.15 203.0.113.26 1668092158\n");
        object("a5", "flow 1", FLOW + "\n");
        object("a6", "s3_access 1", ACCESS + "\n");
        object(
                "a7.json",
                "dns 1",
                "{\"account_id\":\"111122223333\",\"query_timestamp\":\"2022-11-10T15:10:00Z\",\"query_name\":\"x.\"}");
        object("a8.txt", "host_auth 1", SSHD + "\n");
        object(
                "a9",
                "host_auth 1",
                "{\"messageType\":\"DATA_MESSAGE\",\"owner\":\"111122223333\",\"logGroup\":\"g\",\"logStream\":\"s\","
                        + "\"subscriptionFilters\":[],\"logEvents\":[{\"id\":\"1\",\"timestamp\":1668093000000,"
                        + "\"message\":\"" + SSHD + "\"}]}");
        object(
                "b1.jsonl",
                "imported_findings 1",
                "{\"schemaVersion\":\"2.0\",\"accountId\":\"111122223333\",\"region\":\"us-west-2\",\"id\":\"f\","
                        + "\"type\":\"UnauthorizedAccess:EC2/SSHBruteForce\",\"severity\":2.0,"
                        + "\"updatedAt\":\"2022-11-10T15:10:00.000Z\"}");
        object(
                "b2.json",
                "config_items 1",
                "{\"fileVersion\":\"1.0\",\"configurationItems\":[{\"resourceType\":\"AWS::EC2::Instance\","
                        + "\"configurationItemCaptureTime\":\"2022-01-10T15:10:00.000Z\","
                        + "\"configurationItemStatus\":\"OK\",\"resourceId\":\"i-1\"}]}");
        object(
                "b3.json",
                "digests 1",
                "{\"awsAccountId\":\"111122223333\",\"digestEndTime\":\"2022-11-10T15:00:00Z\",\"digestS3Object\":\"k\","
                        + "\"logFiles\":[]}");
        object("b4", "foreign 0", "dear diary");
        object("b5.gz", "foreign 0", "a picture, say");
        object("b6.json", "cloudtrail 0", "no JSON, though it is named so");
        object("said/c1", "dns 0", "{\"Records\":[" + EVENT + "}]}");

        String archive = dir.resolve("archive").toString();
        assertEquals(
                0,
                Commands.run(
                        "scan",
                        archive,
                        "--case",
                        caseDir(),
                        "--from",
                        "2022-11-10",
                        "--source",
                        "dns=" + archive + "/said"));
        Case kase = new Case(session(), caseDir());
        Map<String, String> found = new TreeMap<>();
        for (Row row : kase.table("objects").collectAsList()) {
            found.put(row.getAs("uri"), row.getAs("source") + " " + row.getAs("records"));
        }
        assertEquals(expected, found);
        for (String table :
                List.of("cloudtrail", "insights", "network_activity", "s3_access", "imported_findings", "digests")) {
            assertTrue(kase.has(table), table);
            assertEquals(1, kase.events(table).count(), table);
        }
        assertEquals(1, kase.events("dns").count());
        assertEquals(2, kase.events("flow").count());
        assertEquals(2, kase.events("host_auth").count());
        assertEquals(1, kase.events("config_items").count(), "set before the window, and so it was in the window");
        assertEquals("dns", kase.settings().sources().get(0).table());
    }

    @Test
    void aSourceThatIsNoneIsToldInOneLine() {
        PrintStream before = System.err;
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            assertEquals(2, Commands.run("scan", "--case", caseDir(), "--source", "vpcflow=" + dir));
        } finally {
            System.setErr(before);
        }
        String told = err.toString(StandardCharsets.UTF_8);
        assertTrue(
                told.contains("vpcflow")
                        && told.contains("s3_access")
                        && told.lines().count() == 1,
                told);
        assertTrue(Files.notExists(Path.of(caseDir())), "nothing is made");
    }

    private void object(String name, String what, String content) throws IOException {
        Path file = dir.resolve("archive").resolve(name);
        Files.createDirectories(file.getParent());
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        if (name.compareTo("a5") < 0 || name.endsWith(".gz")) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                gzip.write(bytes);
            }
            bytes = out.toByteArray();
        }
        Files.write(file, bytes);
        expected.put(file.toString(), what);
    }

    private String caseDir() {
        return dir.resolve("case").toString();
    }
}
