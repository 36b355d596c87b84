package io.coldtrail.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coldtrail.SparkTest;
import io.coldtrail.lake.Case;
import io.coldtrail.lake.EventHours;
import io.coldtrail.lake.TableSchema;
import io.coldtrail.report.Report;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an investigation says at its end. */
class PanelTest extends SparkTest {
    /** A user name as sshd logs it, that would clear the screen, turn the line around, and forge one of its own. */
    private static final String USER = "alice\u001B[2J\u202Egnp\n  Incident none";

    @TempDir
    private Path folder;

    @Test
    void answersInAScreenThatALogCannotWrite() {
        Case kase = new Case(session(), folder.resolve("case").toString());
        Timestamp time = Timestamp.from(Instant.parse("2022-11-28T02:12:09Z"));
        add(
                kase,
                "incidents",
                Map.of(
                        "incident_id",
                        "7f3ac1",
                        "title",
                        "A guessed password of " + USER,
                        "story",
                        "One.",
                        "n_events",
                        3L),
                Map.of("n_success", 1L, "n_denied", 2L, "n_ambiguous", 0L, "n_responder", 0L, "first_seen", time),
                Map.of("addresses", List.of("203.0.113.66"), "principals", List.of(USER)));
        add(
                kase,
                "attribution",
                Map.of("log", "host_auth", "actor", "attacker", "incident_id", "7f3ac1", "step_id", "s1"));
        add(
                kase,
                "claims",
                Map.of("claim_id", "c1", "incident_id", "7f3ac1", "question", "brute_force", "seq", 1, "grade", "A"),
                Map.of("verdict", "yes", "statement", "`" + USER + "` was guessed " + "again ".repeat(50)));
        add(
                kase,
                "containment",
                Map.of(
                        "containment_id",
                        "k1",
                        "incident_id",
                        "7f3ac1",
                        "control",
                        "user_password_changed",
                        "priority",
                        1),
                Map.of("target", USER, "check_first", "Who else logs in as " + USER, "automate", "person"));
        add(kase, "host_auth", Map.of("event_time", time, "user_name", USER));
        kase.replace(EventHours.TABLE, EventHours.of(kase::events));
        Report.Written report = Report.run(kase);

        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Panel(kase, new PrintStream(out, true, StandardCharsets.UTF_8))
                .investigated(
                        Map.of("scan", 1.0), "case", new Inquiry.Outcome(List.of(report.index()), report.brief()));
        String screen = out.toString(StandardCharsets.UTF_8);

        assertEquals(1, screen.lines().filter(l -> l.startsWith("  Incident ")).count(), screen);
        assertTrue(screen.codePoints().allMatch(c -> c == '\n' || !Character.isISOControl(c) && c != 0x202E), screen);
        assertTrue(screen.contains("  Records    of the attacker: 1 host_auth\n"), screen);
        String answer =
                line(screen, "    1  brute force      yes          alice\\u001b[2J\\u202egnp\\n  Incident none");
        assertTrue(answer.endsWith("...  A"), answer);
        assertTrue(line(screen, "    8  automation").endsWith("not answered"), screen);
        assertTrue(line(screen, "    1  Change the password of alice\\u001b").contains("Who else logs in"), screen);
        assertEquals("    host_auth    #", line(screen, "    host_auth"));
        assertEquals("    flow         not in the archive", line(screen, "    flow"));
        screen.lines().takeWhile(l -> !l.equals("  Written")).forEach(l -> assertTrue(l.length() <= 98, l));
    }

    /** What README shows is what the demo prints, but for times and paths. */
    @Test
    void isWhatReadmeShows() throws IOException {
        List<String> shown = told(Files.readString(Path.of("../README.md")));
        assertTrue(shown.size() > 50, shown.size() + " lines");
        assertEquals(shown, told(DemoCase.screen()));
    }

    /** From the incident to how long it took. */
    private static List<String> told(String text) {
        return text.lines()
                .dropWhile(l -> !l.startsWith("  Incident "))
                .takeWhile(l -> !l.startsWith("  Time "))
                .toList();
    }

    private static String line(String screen, String begin) {
        return screen.lines()
                .filter(l -> l.startsWith(begin))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line begins with " + begin + " in\n" + screen));
    }

    @SafeVarargs
    private static void add(Case kase, String table, Map<String, Object>... cells) {
        Map<String, Object> named = new HashMap<>();
        Arrays.stream(cells).forEach(named::putAll);
        Row row =
                RowFactory.create(Arrays.stream(TableSchema.of(table).columns().fieldNames())
                        .map(named::get)
                        .toArray());
        kase.replace(table, List.of(row));
    }
}
