package io.coldtrail.emr;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coldtrail.job.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Who types what {@code emr/README.md} says, from its begin to its end, gets what it says. */
class ReadmeTest {
    private static final String RUN_OF_A_MAIL = "00f1cbn5g4bb0c01";

    @TempDir
    Path dir;

    @Test
    void fromNothingToAHuntEveryDayAndDownAgain() throws IOException {
        AwsDouble aws = new AwsDouble(dir);
        String policies = null;
        String bucket = null;
        JsonNode due = null;
        for (String block : blocks(Path.of("../emr/README.md"))) {
            if (block.contains("delete-stack")) {
                everyCommandLineIsOneOfColdtrails(
                        aws, aws.deployed("coldtrail", "runs").path("runs"));
            }
            AwsDouble.Output said = aws.type(due == null ? block : block.replace(RUN_OF_A_MAIL, id(due)));
            assertEquals(0, said.exit(), block + "\n" + said.out() + said.err());
            if (block.contains("AlarmEmail=")) {
                due = aws.deployed("coldtrail", "fired");
                assertEquals(1, due.path("fired").size());
                bucket = due.at("/outputs/CaseBucket").asText();
            }
            if (block.contains(RUN_OF_A_MAIL)) {
                assertTrue(said.err().contains("/cases/hunts/report/index.html"), said.err());
            }
            if (block.contains("ArchiveBucketPolicy")) {
                policies = said.out();
            }
        }
        assertTrue(Files.exists(dir.resolve("c1/report/index.html")));
        readableByTheJobAlone(policies, due.at("/outputs/JobRole").asText());
        assertEquals(
                0,
                aws.type("aws s3 ls s3://" + bucket + "/cases/c1/report/index.html")
                        .exit(),
                "the case is kept");
    }

    private static String id(JsonNode due) {
        return due.at("/fired/0/jobRunId").asText();
    }

    /** What stands four spaces in is what one types. */
    private static List<String> blocks(Path page) throws IOException {
        List<String> blocks = new ArrayList<>();
        boolean in = false;
        for (String line : Files.readAllLines(page)) {
            boolean typed = line.startsWith("    ");
            if (typed && in) {
                blocks.set(blocks.size() - 1, blocks.get(blocks.size() - 1) + "\n" + line.substring(4));
            } else if (typed) {
                blocks.add(line.substring(4));
            }
            in = typed;
        }
        return blocks;
    }

    private static void everyCommandLineIsOneOfColdtrails(AwsDouble aws, JsonNode runs) throws IOException {
        List<List<String>> lines = new ArrayList<>();
        for (String line : Files.readString(aws.file("coldtrail.arguments")).split("\n\n")) {
            lines.add(line.lines().toList());
        }
        runs.forEach(run -> lines.add(StreamSupport.stream(run.path("arguments").spliterator(), false)
                .map(JsonNode::asText)
                .toList()));
        assertTrue(lines.size() >= 5, lines.toString());
        for (List<String> line : lines) {
            assertDoesNotThrow(() -> parse(line), line.toString());
        }
    }

    private static void parse(List<String> line) {
        CommandLine coldtrail = new CommandLine(new Commands());
        String[] words = line.toArray(String[]::new);
        if (words[0].equals("hunt") && !coldtrail.getSubcommands().containsKey("hunt")) {
            words[0] = "investigate"; // which has the same options
        }
        coldtrail.parseArgs(words);
    }

    private static void readableByTheJobAlone(String policies, String role) throws IOException {
        String[] each = policies.strip().split("\t");
        assertEquals(2, each.length, policies);
        ObjectMapper json = new ObjectMapper();
        JsonNode statements = json.readTree(each[0]).path("Statement");
        assertEquals(2, statements.size());
        statements.forEach(statement -> {
            assertEquals(role, statement.at("/Principal/AWS").asText());
            assertTrue(statement.path("Resource").asText().startsWith("arn:aws:s3:::acme-logs"));
        });
        assertEquals("kms:Decrypt", json.readTree(each[1]).path("Action").asText());
        assertEquals(role, json.readTree(each[1]).at("/Principal/AWS").asText());
    }
}
