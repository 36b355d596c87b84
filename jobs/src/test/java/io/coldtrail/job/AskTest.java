package io.coldtrail.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coldtrail.Said;
import io.coldtrail.SparkTest;
import io.coldtrail.ask.Questions;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The command ask, as it is typed. */
class AskTest extends SparkTest {
    @Test
    void withoutANameItListsAndWithoutACaseItShows() {
        Said list = Said.by("ask");
        assertEquals(0, list.code());
        assertEquals(Questions.NAMES.size() + 1, list.out().lines().count());
        assertTrue(list.out().contains("Who used this key?"), list.out());
        Said shown = Said.by("ask", "who-used-key");
        assertEquals(0, shown.code());
        assertTrue(shown.out().startsWith("Who used this key?\n"), shown.out());
        assertTrue(shown.out().contains("--key ASIA7ESTDCXK6MJ4FM3H   access key id"), shown.out());
        assertTrue(shown.out().contains("WHERE c.access_key_id = :key"), shown.out());
    }

    @Test
    void oneLineSaysWhatIsWrong() {
        wrong(
                "there is no question who-used-keys: the nearest are who-used-key",
                "ask",
                "--case",
                "c",
                "who-used-keys");
        wrong("who-used-key asks for --key: access key id, e.g. --key ASIA", "ask", "--case", "c", "who-used-key");
        wrong("--key has no value", "ask", "--case", "c", "who-used-key", "--key");
        wrong("which case is to answer? Add --case URI", "ask", "who-used-key", "--key", "AKIA1");
        wrong("one question at a time", "ask", "--case", "c", "incidents", "timeline");
        wrong("expected one of [TABLE, CSV, JSON]", "ask", "--case", "c", "incidents", "--format", "xml");
    }

    private static void wrong(String message, String... command) {
        Said said = Said.by(command);
        assertEquals(2, said.code());
        assertEquals(1, said.err().lines().count(), said.err());
        assertTrue(said.err().startsWith("coldtrail: "), said.err());
        assertTrue(said.err().contains(message), said.err());
    }

    @Test
    void answersAreTablesOrCsvOrJson() throws IOException {
        DemoCase demo = DemoCase.investigated();
        String kase = demo.dir.resolve("case").toString();
        String key = demo.truth.at("/incident/session/access_key_id").asText();
        Said json = Said.by("ask", "--case", kase, "--format", "json", "key-sessions", "--key", key);
        assertEquals(0, json.code(), json.err());
        JsonNode session = new ObjectMapper().readTree(json.out());
        assertEquals(1, session.size());
        assertEquals(
                demo.truth.at("/incident/session/arn").asText(),
                session.at("/0/arn").asText());
        assertTrue(session.at("/0/calls").isNumber());
        assertTrue(session.at("/0/parent_arn").isNull());

        Said csv = Said.by("ask", "key-sessions", "--key=" + key, "--case", kase, "--format=csv");
        assertTrue(csv.out().startsWith("access_key_id,kind,arn,"), csv.out());
        assertTrue(csv.out().contains("\r\n" + key + ",instance,"), csv.out());

        Said table = Said.by("ask", "--case", kase, "timeline", "--limit", "3");
        assertEquals(4, table.out().lines().count());
        assertTrue(table.err().contains("the first 3 rows; more with --limit N"), table.err());

        String times =
                "SELECT max(TIMESTAMP '2022-11-10 15:05:22.5') AS t, 'at 2022-11-10T15:05:22Z' AS s FROM incidents";
        Said vienna = Said.by("sql", "--case", kase, times, "--format", "csv", "--tz", "Europe/Vienna");
        assertEquals("t,s\r\n2022-11-10T16:05:22.5+01:00,at 2022-11-10T15:05:22Z\r\n", vienna.out());
        Said utc = Said.by("sql", "--case", kase, times, "--format", "csv");
        assertEquals("t,s\r\n2022-11-10T15:05:22.500Z,at 2022-11-10T15:05:22Z\r\n", utc.out());

        Said hostile = Said.by("ask", "--case", kase, "--format", "json", "key-sessions", "--key", "' OR '1'='1");
        assertEquals("[]\n", hostile.out());
        Said backslash = Said.by("ask", "--case", kase, "--format", "json", "key-sessions", "--key", "\\' OR 1=1 --");
        assertEquals("[]\n", backslash.out());

        Said sql = Said.by("sql", "--case", kase, "--format", "csv", "SELECT count(*) AS n FROM incidents");
        assertEquals("n\r\n1\r\n", sql.out());
        Said bad = Said.by("sql", "--case", kase, "SELECT nothing FROM incidents");
        assertEquals(2, bad.code());
        assertFalse(bad.err().contains("\tat "), bad.err());
    }
}
