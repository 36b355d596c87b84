package io.coldtrail.notebooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coldtrail.Coldtrail;
import io.coldtrail.SparkTest;
import io.coldtrail.Tools;
import io.coldtrail.job.InvestigatedDemo;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The notebooks as they stand here; and as they run on the demo's case, held against the demo's truth. */
class NotebooksTest extends SparkTest {
    private static final Path HERE = Path.of("../notebooks").toAbsolutePath().normalize();
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What {@code SparkSessions.FOR_FEW_RECORDS} is to commands. */
    private static final String FEW_RECORDS = "spark.master=local[2] spark.sql.codegen.wholeStage=false"
            + " spark.sql.codegen.factoryMode=NO_CODEGEN spark.sql.adaptive.enabled=false"
            + " spark.sql.shuffle.partitions=1 spark.sql.constraintPropagation.enabled=false";

    /** Said as PySpark 4 starts a Java. */
    private static final String OF_JAVA = "WARNING: Using incubator modules: jdk.incubator.vector\n";

    @TempDir
    private static Path dir;

    private static JsonNode truth;

    @BeforeAll
    static void runAll() throws IOException, InterruptedException {
        Path python = Tools.python();
        Path demo = InvestigatedDemo.folder();
        truth = JSON.readTree(demo.resolve("truth.json").toFile());
        Path copy = dir.resolve("case"); // a hunt is written into it
        FileUtils.copyDirectory(demo.resolve("case").toFile(), copy.toFile());
        String classPath = System.getProperty("java.class.path");
        // the launcher would build; options as this JVM's
        String options = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith("-Xmx"))
                .map(option -> "'" + option + "'")
                .collect(Collectors.joining(" "));
        Path coldtrail = dir.resolve("coldtrail");
        Files.writeString(
                coldtrail,
                "#!/bin/sh\nexec '%s/bin/java' -Xmx1g %s -cp '%s' %s \"$@\"\n"
                        .formatted(System.getProperty("java.home"), options, classPath, Coldtrail.class.getName()));
        assertTrue(coldtrail.toFile().setExecutable(true));
        run(
                Map.of(
                        "COLDTRAIL",
                        coldtrail.toString(),
                        "COLDTRAIL_CLASSPATH",
                        classPath,
                        "COLDTRAIL_JAVA_OPTIONS",
                        "-XX:TieredStopAtLevel=1",
                        "COLDTRAIL_SPARK",
                        FEW_RECORDS,
                        "COLDTRAIL_RULES",
                        dir.resolve("my-rules").toString()),
                python.toString(),
                HERE.resolve("run").toString(),
                "--case",
                copy.toString(),
                "--out",
                dir.resolve("out").toString());
    }

    private static void run(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        Path log = dir.resolve("log");
        ProcessBuilder process =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        process.environment().putAll(environment);
        String spark = session().version();
        if (!spark.startsWith("3.")) { // which is what the packages hold
            process.environment()
                    .put("PYTHONPATH", Tools.find("pyspark-" + spark).toString());
        }
        process.environment().putAll(Map.of("MPLBACKEND", "agg", "AWS_DEFAULT_REGION", "us-east-1"));
        process.environment().put("JAVA_HOME", System.getProperty("java.home"));
        process.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        process.environment().remove("SPARK_HOME");
        if (environment.containsKey("COLDTRAIL")) {
            process.environment().remove("MPLBACKEND"); // a kernel has its own
        }
        assertEquals(0, process.start().waitFor(), () -> {
            try {
                return Files.readString(log);
            } catch (IOException e) {
                return e.toString();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"open-a-case", "pivot", "write-a-hunt"})
    void standHereWithoutWhatARunLeavesInThem(String name) throws IOException {
        Path file = HERE.resolve(name + ".ipynb");
        assertTrue(Files.size(file) < 25_000, "small");
        JsonNode cells = JSON.readTree(file.toFile()).path("cells");
        for (int i = 0; i < cells.size(); i++) {
            JsonNode cell = cells.get(i);
            if (cell.path("cell_type").asText().equals("code")) {
                String clear = file + " holds what a run left: notebooks/run --clear";
                assertTrue(cell.path("outputs").isEmpty(), clear);
                assertTrue(cell.path("execution_count").isNull(), clear);
            }
            String source = source(cell);
            assertFalse(source.matches("(?s).*(/home/|/root/|/Users/|/tmp/|display\\(|HTML).*"), source);
            if (source.matches("(?s).*case\\.(per_hour|over_time|bars)\\(.*")) {
                JsonNode below = cells.get(i + 1);
                assertEquals(
                        "markdown", below.path("cell_type").asText(), "what a plot shows stands below it: " + source);
            }
        }
    }

    @Test
    void runOnTheSparkThatColdtrailRunsOn() throws IOException {
        Matcher version =
                Pattern.compile("<spark.version>(.*)</spark.version>").matcher(Files.readString(Path.of("../pom.xml")));
        assertTrue(version.find());
        String pyspark = "pyspark==" + version.group(1);
        assertTrue(Files.readString(HERE.resolve("README.md")).contains(pyspark + "\n"), pyspark);
        assertTrue(Files.readString(Path.of("../.ci/requirements.txt")).contains(pyspark + "\n"), pyspark);
    }

    @Test
    void aCaseIsRead() throws IOException {
        String said = said("open-a-case", 2);
        JsonNode incident = truth.path("incident");
        int calls = truth.at("/attacker/cloudtrail").size();
        assertTrue(said.contains(calls + " of "), said);
        assertTrue(said.contains(" calls are the attacker's, the first in the hour from 2022-11-10 15:00:00."), said);
        for (String fact : List.of(
                incident.at("/session/access_key_id").asText() + " of role ",
                incident.at("/addresses/attacker").asText(),
                incident.path("malicious_host").asText(),
                truth.at("/answers/brute_force/failed_tries").asText() + " tries that failed",
                incident.at("/calls/GetObject/success").asText() + " reads and ",
                "passwd.txt (1,697 bytes, unencrypted)",
                "Was it contained?\n  partly",
                "READ_PROVEN  credential",
                "password_login_off",
                "SKIPDATA",
                "object as it was read:  True\nrecord as it was read:  True\nand as the case has it: True\n",
                "\"accessKeyId\": \"" + incident.at("/session/access_key_id").asText() + "\"")) {
            assertTrue(said.contains(fact), fact + "\nin\n" + said);
        }
        assertTrue(said.matches("(?s).*\nr-0001  investigate .*"), said);
        for (String question : List.of(
                "guessed", "get away", "do with them", "encryption", "taken", "attacked", "contained", "machine do")) {
            assertTrue(
                    said.matches("(?s).*\n[WH][^\n]*" + question + "[^\n]*\\?\n  (yes|no|partly|cannot_tell) \\(.*"),
                    question);
        }
    }

    @Test
    void aKeyAnAddressAndAnObjectAreFollowed() throws IOException {
        JsonNode incident = truth.path("incident");
        String parameters =
                source(JSON.readTree(HERE.resolve("pivot.ipynb").toFile()).at("/cells/1"));
        String key = incident.at("/session/access_key_id").asText();
        String address = incident.at("/addresses/attacker").asText();
        for (String value : List.of(key, address, incident.at("/buckets/data").asText(), "config.py")) {
            assertTrue(parameters.contains("\"" + value + "\""), value);
        }
        String said = said("pivot", 5);
        int reads = incident.at("/calls/GetObject/success").asInt();
        int bytes = reads
                * truth.at("/answers/objects/read_by_attacker/0/bytes_each").asInt();
        assertTrue(
                said.contains(String.format("it was read %d times, %,d bytes, by %s.", reads, bytes, address)), said);
        row(said, key, "instance", time("created"));
        row(
                said,
                "DeleteBucket",
                "denied",
                incident.at("/calls/DeleteBucket/denied").asText());
        row(said, address, "instance", incident.path("malicious_host").asText());
        row(said, "sshd: failed", truth.at("/answers/brute_force/failed_tries").asText());
        row(said, "sshd: accepted", time("stolen"));
        row(said, "calls: sts.amazonaws.com", "1", time("first_use"));
        row(said, address, "REST.GET.OBJECT", "success", "config.py", String.valueOf(reads));
    }

    @Test
    void aHuntIsTriedAndRun() throws IOException {
        String said = said("write-a-hunt", 2);
        String key = truth.at("/incident/session/access_key_id").asText();
        assertTrue(said.contains("hits: 1; more with 3: 0"), said);
        row(said, "Many kinds of calls denied to one key", "True", "1");
        row(said, "low", key, truth.at("/incident/role").asText().substring(0, 30));
        assertTrue(
                Files.readString(dir.resolve("my-rules/many-kinds-denied.sql")).contains("least: {value: 4,"));
    }

    @Test
    void textOfLogsStaysTextAndAthenaAnswersToo() throws IOException, InterruptedException {
        run(
                Map.of("AWS_ACCESS_KEY_ID", "test", "AWS_SECRET_ACCESS_KEY", "test"),
                Tools.python().toString(),
                "src/test/resources/notebooks/case_check.py",
                HERE.toString());
    }

    private static String time(String name) {
        String time = name.equals("created")
                ? truth.at("/incident/session/created").asText()
                : truth.at("/incident/times/" + name).asText();
        return time.substring(11, 19);
    }

    /** Some line has these, in this order, or its continuation below has the last. */
    private static void row(String said, String... cells) {
        String row = List.of(cells).stream().map(Pattern::quote).collect(Collectors.joining("[^\n]*"));
        String folded = List.of(cells).subList(0, cells.length - 1).stream()
                        .map(Pattern::quote)
                        .collect(Collectors.joining("[^\n]*"))
                + "[^\n]*\n +[^\n]*"
                + Pattern.quote(cells[cells.length - 1]);
        assertTrue(said.matches("(?s).*(" + row + "|" + folded + ").*"), String.join(" ", cells) + "\nin\n" + said);
    }

    /** What a notebook printed; it printed no error and no HTML, and showed so many pictures that are not blank. */
    private static String said(String name, int pictures) throws IOException {
        StringBuilder said = new StringBuilder();
        List<String> shown = new ArrayList<>();
        for (JsonNode cell :
                JSON.readTree(dir.resolve("out/" + name + ".ipynb").toFile()).path("cells")) {
            for (JsonNode output : cell.path("outputs")) {
                assertFalse(output.path("output_type").asText().equals("error"), output.toString());
                assertFalse(
                        output.path("name").asText().equals("stderr")
                                && !text(output.path("text")).equals(OF_JAVA),
                        output.toString());
                assertFalse(output.at("/data").has("text/html"), output.toString());
                said.append(text(output.path("text")));
                if (output.at("/data").has("image/png")) {
                    shown.add(text(output.at("/data/image~1png")));
                }
            }
        }
        assertEquals(pictures, shown.size());
        for (String picture : shown) {
            byte[] png = Base64.getMimeDecoder().decode(picture);
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
            assertTrue(image.getWidth() >= 600 && png.length > 5_000, "a picture with something in it");
        }
        return said.toString();
    }

    private static String source(JsonNode cell) {
        return text(cell.path("source"));
    }

    /** Text as notebooks have it: one, or a list of lines. */
    private static String text(JsonNode node) {
        StringBuilder text = new StringBuilder(node.isArray() ? "" : node.asText());
        node.forEach(line -> text.append(line.asText()));
        return text.toString();
    }
}
