package io.coldtrail.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coldtrail.Said;
import io.coldtrail.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaseFormatTest extends SparkTest {
    @TempDir
    private Path folder;

    @Test
    void aCaseOfANewerFormatIsRefusedInOneLineAndStaysAsItIs() throws IOException {
        Path kase = Files.createDirectories(folder.resolve("case/tables/objects/_delta_log"))
                .getParent()
                .getParent()
                .getParent();
        Path commit = Files.writeString(kase.resolve("tables/objects/_delta_log/00000000000000000000.json"), "{}");
        Files.writeString(kase.resolve("format"), "2\n");
        Files.writeString(kase.resolve("settings.json"), "{}");
        for (List<String> command : List.of(
                List.of("sql", "--case", kase.toString(), "SELECT 1"),
                List.of("investigate", folder.toString(), "--case", kase.toString()),
                List.of("report", "--case", kase.toString()))) {
            Said said = Said.by(command.toArray(new String[0]));
            assertEquals(CaseCommand.WRONG_INPUT, said.code(), said.err());
            assertTrue(said.err().contains("has format 2, and this coldtrail knows 1"), said.err());
            assertEquals(
                    1,
                    said.err().lines().filter(l -> l.startsWith("coldtrail:")).count(),
                    said.err());
        }
        assertEquals("{}", Files.readString(commit));
        try (Stream<Path> tables = Files.list(kase.resolve("tables"))) {
            assertEquals(1, tables.count(), "nothing was written, no row in runs either");
        }
    }
}
