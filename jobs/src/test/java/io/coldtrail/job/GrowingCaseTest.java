package io.coldtrail.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.coldtrail.SparkTest;
import io.coldtrail.lake.Case;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that come again in later deliveries: what is made of a case step by step is what all of them at once make. */
class GrowingCaseTest extends SparkTest {
    private static final String FLOW =
            "2 111122223333 eni-1 203.0.113.26 10.0.0.15 41952 22 6 14 3120 1668092100" + " 1668092158 ACCEPT OK";

    @TempDir
    Path dir;

    private Path archive;

    @BeforeEach
    void firstDelivery() throws IOException {
        archive = Files.createDirectory(dir.resolve("archive"));
        object(
                "b.json",
                event("e1", "10T15", "StopLogging"),
                event("e2", "10T16", "x"),
                event("e3", "11T15", "StopLogging"));
        Files.writeString(archive.resolve("b_fl-0b_.log"), FLOW + "\n");
        detect("growing");
        assertEquals(List.of("id_conflict: ", "stopped: b.json 0, b.json 2"), signals("growing"));
    }

    @Test
    void whatIsFoundStepByStepIsWhatAllAtOnceShow() throws IOException {
        object("c.json", event("e1", "10T15", "StopLogging"), event("e4", "10T17", "StopLogging"));
        detect("growing");
        assertEquals(List.of("cloudtrail c.json 0 repeats b.json 0"), duplicates("growing"));
        assertEquals(List.of("id_conflict: ", "stopped: b.json 0, b.json 2, c.json 1"), signals("growing"));

        // these come before what the case has: now that is what repeats them
        object("a.json", event("e3", "11T15", "StopLogging"), event("e1", "10T15", "StopLogging"));
        Files.writeString(
                archive.resolve("a_fl-0a_.log"),
                "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action"
                        + " log-status vpc-id\n" + FLOW + " vpc-1\n");
        // and this has an id of old, on another day
        object("d.json", event("e2", "12T16", "y"));
        detect("growing");
        assertEquals(
                List.of(
                        "cloudtrail b.json 0 repeats a.json 1",
                        "cloudtrail b.json 2 repeats a.json 0",
                        "cloudtrail c.json 0 repeats a.json 1",
                        "flow b_fl-0b_.log 0 repeats a_fl-0a_.log 0"),
                duplicates("growing"));
        assertEquals(
                List.of("id_conflict: b.json 1, d.json 0", "stopped: a.json 0, a.json 1, c.json 1"),
                signals("growing"));

        Files.writeString(archive.resolve("c_fl-0c_.log"), FLOW.replace("41952", "41953") + "\n");
        detect("growing");
        detect("whole");
        for (String table : List.of("duplicates", "signals")) {
            assertEquals(rows("whole", table), rows("growing", table), table);
        }
    }

    @Test
    void otherRulesAreHeldAgainstWhatIsThere() throws IOException {
        Path rule = dir.resolve("mine.yml");
        Files.writeString(
                rule,
                """
                title: Mine
                id: 7a4ff2d8-6a5b-4e0c-9a2b-0d6d5a1c7e11
                description: Every x.
                logsource: {product: aws, service: cloudtrail}
                detection: {selection: {eventName: x}, condition: selection}
                level: low
                """);
        assertEquals(0, Commands.run("detect", "--case", path("growing"), "--rules", rule.toString()));
        assertEquals(1, kase("growing").table("signals").where("title = 'Mine'").count());
        object("c.json", event("e5", "10T15", "x"));
        detect("growing");
        assertEquals(2, kase("growing").table("signals").where("title = 'Mine'").count());
    }

    private void detect(String name) {
        assertEquals(0, Commands.run("scan", archive.toString(), "--case", path(name)));
        assertEquals(0, Commands.run("detect", "--case", path(name)));
    }

    private List<String> duplicates(String name) {
        return kase(name).table("duplicates").orderBy("log", "object", "record_index").collectAsList().stream()
                .map(r -> r.getAs("log") + " " + r.getAs("object") + " " + r.getAs("record_index") + " repeats "
                        + r.getAs("kept_object") + " " + r.getAs("kept_index"))
                .toList();
    }

    private List<String> signals(String name) {
        return Stream.of("id_conflict", "stopped")
                .map(rule -> rule + ": "
                        + kase(name)
                                .table("signals")
                                .where(
                                        rule.equals("stopped")
                                                ? "event_name = 'StopLogging'"
                                                : "rule_id = '" + rule + "'")
                                .select("object", "record_index")
                                .distinct()
                                .orderBy("object", "record_index")
                                .collectAsList()
                                .stream()
                                .map(r -> r.getString(0) + " " + r.getInt(1))
                                .collect(Collectors.joining(", ")))
                .toList();
    }

    private List<String> rows(String name, String table) {
        return kase(name).table(table).toJSON().collectAsList().stream()
                .sorted()
                .toList();
    }

    private Case kase(String name) {
        return new Case(session(), path(name));
    }

    private String path(String name) {
        return dir.resolve(name + " [1]").toString(); // to Spark a pattern, unless it is told
    }

    private void object(String name, String... events) throws IOException {
        Files.writeString(archive.resolve(name), "{\"Records\":[" + String.join(",", events) + "]}");
    }

    private static String event(String id, String hour, String name) {
        return ("{'eventVersion':'1.08','eventTime':'2022-11-%s:10:00Z','eventSource':'cloudtrail.amazonaws.com',"
                        + "'eventName':'%s','awsRegion':'us-west-2','recipientAccountId':'111122223333','eventID':'%s',"
                        + "'sourceIPAddress':'203.0.113.26','userIdentity':{'type':'IAMUser',"
                        + "'principalId':'AIDAEXAMPLE','arn':'arn:aws:iam::111122223333:user/a',"
                        + "'accountId':'111122223333','userName':'a'},'requestParameters':{'name':'t'}}")
                .formatted(hour, name, id)
                .replace('\'', '"');
    }
}
