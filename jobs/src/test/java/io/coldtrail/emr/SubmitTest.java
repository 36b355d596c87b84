package io.coldtrail.emr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code emr/submit} says and how it ends, where not all is well. Runs end as the double's cases are named. */
class SubmitTest {
    @TempDir
    static Path dir;

    private static AwsDouble aws;

    @BeforeAll
    static void deploy() throws IOException {
        aws = new AwsDouble(dir);
        assertEquals(
                0, aws.deploy("submit", "ArchiveBuckets=arn:aws:s3:::acme-logs").exit());
        assertEquals(0, aws.type("mvn").exit());
    }

    private static AwsDouble.Output submit(String arguments) throws IOException {
        return aws.type("emr/submit --stack submit " + arguments);
    }

    @Test
    void endsWithTheExitCodeOfTheRun() throws IOException {
        AwsDouble.Output found = submit("investigate s3://acme-logs --case found --fail-on high");
        assertEquals(3, found.exit(), found.err());
        assertTrue(found.err().contains("it found something grave (exit code 3)"), found.err());
        assertTrue(found.err().contains("/cases/found/report/index.html"), found.err());
        assertTrue(found.err().contains("emr/submit --stack submit --fetch found"), found.err());
        assertTrue(found.out().contains("CRITICAL 2"), found.out());

        AwsDouble.Output broken = submit("investigate s3://acme-logs --case broken");
        assertEquals(1, broken.exit());
        assertTrue(broken.err().contains("coldtrail: ended with 1"), broken.err());
        assertFalse(broken.err().contains("report"), broken.err());
    }

    @Test
    void handsOnWhatWasTypedAndFilesOfThisMachine() throws IOException {
        Files.createDirectories(aws.file("my rules"));
        Files.writeString(aws.file("my rules/a.yml"), "title: a\n");
        AwsDouble.Output said = submit("--no-wait --cores 100 investigate s3://acme-logs --case=c5"
                + " --rules 'my rules' --trust 'user=\"a\\b\"' --threat-list s3://acme-logs/bad.txt");
        assertEquals(0, said.exit(), said.err());
        JsonNode runs = aws.deployed("submit", "runs").path("runs");
        JsonNode run = null;
        for (JsonNode each : runs) {
            run = each.path("arguments").toString().contains("/c5") ? each : run;
        }
        String bucket = run.path("arguments").path(2).asText().replaceAll("--case=s3://(.*)/cases/c5", "$1");
        assertEquals("--rules", run.path("arguments").path(3).asText());
        String rules = run.path("arguments").path(4).asText();
        assertTrue(rules.matches("s3://" + bucket + "/coldtrail/given/[^/]*/my rules"), rules);
        assertEquals("title: a\n", aws.type("aws s3 cp '" + rules + "/a.yml' -").out());
        assertEquals("user=\"a\\b\"", run.path("arguments").path(6).asText());
        assertEquals("s3://acme-logs/bad.txt", run.path("arguments").path(8).asText());
        assertTrue(run.path("settings")
                .asText()
                .endsWith("initialExecutors=25 --conf"
                        + " spark.dynamicAllocation.maxExecutors=25 --conf spark.default.parallelism=100"));
    }

    @Test
    void saysInOneLineWhatIsMissing() throws IOException {
        refused(
                "emr/submit --stack nobody scan",
                "stack nobody cannot be read: see above; deploy emr/template.yaml first");
        refused("emr/submit --stack submit --cores 6 scan", "--cores 6: give a multiple of 4");
        refused("emr/submit --stack submit --fetch c9", "there is no report in s3://");
        refused("emr/submit --stack submit --jar no.jar scan", "there is no no.jar: mvn -DskipTests package makes it");
        refused(
                "emr/submit --stack submit scan --case ./here/c1",
                "--case ./here/c1: give a name, or s3://bucket/prefix");
        refused("emr/submit", "");
        refused("emr/submit --speed 9 scan", "there is no option --speed before COMMAND; see --help");
    }

    private static void refused(String command, String why) throws IOException {
        AwsDouble.Output said = aws.type(command);
        assertEquals(2, said.exit(), said.err());
        assertTrue(said.err().lines().anyMatch(line -> line.startsWith("emr/submit: " + why)), said.err());
    }
}
