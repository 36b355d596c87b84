package io.coldtrail.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coldtrail.Coldtrail;
import io.coldtrail.SparkTest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.delta.DeltaLog;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs that are processes of their own, killed at random moments, stopped, and started two at once. */
@Tag("variations")
class KilledRunsTest extends SparkTest {
    private static final int CASES = 5;
    private static final int KILLS_A_CASE = 4;
    private static final long SEED = 20221110;

    private static DemoCase demo;
    private static Path archive;
    private static Map<String, List<String>> undisturbed;
    private static Duration time;

    /** One day of what tells the story, for each run to be short. */
    @BeforeAll
    static void undisturbed() throws Exception {
        demo = DemoCase.write();
        archive = demo.only("/CloudTrail/us-west-2/2022/11/10/", "exportedlogs/", "s3-access/");
        Instant start = Instant.now();
        assertEquals(0, run("undisturbed").waitFor(), () -> said("undisturbed"));
        time = Duration.between(start, Instant.now());
        undisturbed = tables("undisturbed");
        assertFalse(undisturbed.get("findings").isEmpty(), "there is something to lose");
    }

    @AfterAll
    static void tidy() throws IOException {
        demo.close();
    }

    @Test
    void killedAtAnyMomentTheNextRunMakesItWhole() throws Exception {
        Random random = new Random(SEED);
        List<String> moments = new ArrayList<>();
        int killed = 0;
        for (int c = 0; c < CASES; c++) {
            String kase = "killed-" + c;
            for (int k = 0; k < KILLS_A_CASE; k++) {
                // rather early: there each table takes its rows batch by batch, later it takes them whole
                double part = Math.pow(random.nextDouble(), 1.5);
                Process run = run(kase);
                boolean ended = run.waitFor((long) (part * time.toMillis()), TimeUnit.MILLISECONDS);
                run.destroyForcibly().waitFor();
                killed += ended ? 0 : 1;
                moments.add(String.format("%s %.2f %s", kase, part, ended ? "ended" : phase(kase)));
                if (ended) {
                    assertEquals(0, run.exitValue(), () -> moments + said(kase));
                }
            }
            endedByOneOfTwo(kase, moments);
            assertEquals(undisturbed, tables(kase), moments::toString);
        }
        System.err.println("killed " + killed + " runs: " + moments);
        assertTrue(killed >= CASES * KILLS_A_CASE / 2, "most were killed, and did not end before: " + moments);
    }

    /** Two are started at once: one goes on, the other is refused in one line. */
    private static void endedByOneOfTwo(String kase, List<String> moments) throws Exception {
        Process one = run(kase, "one");
        Process other = run(kase, "other");
        assertEquals(
                Set.of(0, 4),
                new TreeSet<>(List.of(one.waitFor(), other.waitFor())),
                () -> moments + said("one") + said("other"));
        String refused = said(one.exitValue() == 4 ? "one" : "other");
        assertEquals(1, refused.lines().count(), refused);
    }

    @Test
    void stoppedByASignalItGivesTheCaseBack() throws Exception {
        Process run = run("stopped");
        while (run.isAlive() && !phase("stopped").startsWith("scan")) {
            Thread.sleep(50);
        }
        assertFalse(Files.readString(demo.dir.resolve("stopped/lock")).isEmpty(), "it is held");
        run.destroy();
        run.waitFor();
        assertEquals("", Files.readString(demo.dir.resolve("stopped/lock")), "it is given back");
    }

    private static Process run(String kase) throws IOException {
        return run(kase, kase);
    }

    /** An investigation in a JVM of its own, of the class path and options that this one has. */
    private static Process run(String kase, String log) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith("-Xmx"))
                .forEach(command::add);
        command.addAll(List.of(
                "-Xmx1g", "-cp", System.getProperty("java.class.path"), Coldtrail.class.getName(), "investigate"));
        command.addAll(
                List.of(archive.toString(), "--case", demo.dir.resolve(kase).toString()));
        command.addAll(
                List.of("--threat-list", demo.dir.resolve("threat-list.txt").toString()));
        command.addAll(List.of("--facts", demo.dir.resolve("facts.yml").toString(), "--now", DemoCase.NOW));
        return new ProcessBuilder(command)
                .redirectOutput(demo.dir.resolve(log + ".out").toFile())
                .redirectError(demo.dir.resolve(log + ".err").toFile())
                .start();
    }

    private static Map<String, List<String>> tables(String kase) {
        DeltaLog.clearCache();
        return DemoCase.tables(demo.dir.resolve(kase).toString());
    }

    private static String said(String log) {
        try {
            return Files.readString(demo.dir.resolve(log + ".err"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** The last that the run said it was at. */
    private static String phase(String log) {
        return said(log)
                .lines()
                .filter(line -> line.matches("\\d{4}-\\S+Z .*"))
                .reduce("", (before, line) -> line.substring(line.indexOf(' ') + 1));
    }
}
