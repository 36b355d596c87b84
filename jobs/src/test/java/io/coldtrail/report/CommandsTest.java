package io.coldtrail.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that the page gives, run as a reader would run them. */
class CommandsTest {
    private static final String RECORD = "{\"eventName\":\"GetObject\",\"key\":\"M\u00fcller\"}";

    @TempDir
    private Path folder;

    @Test
    void proveARecordOfAGzippedObject() throws Exception {
        byte[] before = "{\"Records\":[{\"a\":\"\u00e4\"},".getBytes(StandardCharsets.UTF_8);
        byte[] record = RECORD.getBytes(StandardCharsets.UTF_8);
        Path file = folder.resolve("it's $(touch x) `y` \"z\".json.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(before);
            out.write(record);
            out.write("]}".getBytes(StandardCharsets.UTF_8));
        }
        Citation c = citation("file://" + file, before.length, record.length, "bytes");
        String[] said = run(Commands.check(c)).split("\n");
        assertEquals(StoryCase.hash(RECORD) + "  -", said[1]);
    }

    @Test
    void proveARecordOfAPlainObject() throws Exception {
        Path file = Files.writeString(folder.resolve("plain.json"), RECORD);
        Citation c = citation(file.toString(), 0, RECORD.getBytes(StandardCharsets.UTF_8).length, "bytes");
        assertEquals(
                StoryCase.hash(RECORD) + "  " + file + "\n" + StoryCase.hash(RECORD) + "  -\n", run(Commands.check(c)));
    }

    @Test
    void quoteAnyKeyForTheShell() throws Exception {
        for (String key : new String[] {"a'b", "a b$(id)", "-rf", "n\u00e4h\n;id", "\\'\"", "\u202E", ""}) {
            assertEquals(key, run("printf %s " + Commands.quote(key)));
        }
    }

    @Test
    void askS3ForTheVersionThatWasRead() {
        Citation c = citation("s3a://logs/AWSLogs/1/it's.json.gz", 10, 5, "bytes");
        assertEquals(
                """
                aws s3api get-object --bucket logs \\
                  --key 'AWSLogs/1/it'\\''s.json.gz' \\
                  --version-id v1 \\
                  object.gz
                sha256sum object.gz
                gzip -cdf object.gz | tail -c +11 | head -c 5 | sha256sum
                # %s"""
                        .formatted(StoryCase.hash(RECORD)),
                Commands.check(c));
    }

    private static Citation citation(String uri, long offset, long length, String form) {
        return new Citation(
                "step",
                "s",
                1,
                "cloudtrail",
                "e",
                null,
                "o",
                uri,
                "v1",
                "",
                "",
                1L,
                offset,
                length,
                form,
                StoryCase.hash(RECORD),
                RECORD,
                RECORD.length());
    }

    private static String run(String script) throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "no bash");
        Process process = new ProcessBuilder("/bin/bash", "-c", script)
                .redirectErrorStream(true)
                .start();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        process.getInputStream().transferTo(out);
        process.waitFor();
        return out.toString(StandardCharsets.UTF_8);
    }
}
