package io.coldtrail.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.coldtrail.SparkTest;
import io.coldtrail.lake.Case;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scan that stopped between two commits, and was run again. What it left is what a crash there would leave. */
class InterruptedScanTest extends SparkTest {
    @TempDir
    Path dir;

    @Test
    void takesUpWhereItStoppedAndDoublesNothing() throws IOException {
        Files.createDirectory(dir.resolve("archive"));
        for (int i = 0; i < 6; i++) {
            Files.writeString(
                    dir.resolve("archive/" + i + ".json"),
                    "[" + event(2 * i) + ",{broken}," + event(2 * i + 1) + "," + event(0) + "]");
        }
        scan();
        List<String> undisturbed = rows();
        assertEquals(12 + 6 + 6 + 6 + 6, undisturbed.size(), "events, event 0 again, objects, rejects, duplicates");

        // stopped after the events: neither rejects nor objects
        unmark();
        remove("rejects");
        remove("objects");
        scan();
        assertEquals(undisturbed, rows());

        // stopped after the rejects
        unmark();
        remove("objects");
        scan();
        assertEquals(undisturbed, rows());

        // stopped after the plan
        unmark();
        Files.delete(dir.resolve("case/batches/settled"));
        remove("duplicates");
        remove("cloudtrail");
        remove("rejects");
        remove("objects");
        scan();
        assertEquals(undisturbed, rows());

        // stopped after everything but the mark
        unmark();
        scan();
        assertEquals(undisturbed, rows());

        // stopped after the last batch, before it was known what was delivered twice
        Files.delete(dir.resolve("case/batches/settled"));
        remove("duplicates");
        scan();
        assertEquals(undisturbed, rows());
    }

    private void scan() {
        assertEquals(0, Commands.run("scan", dir.resolve("archive").toString(), "--case", caseDir()));
        session().catalog().clearCache();
    }

    private String caseDir() {
        return dir.resolve("case").toString();
    }

    private void unmark() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(caseDir(), "batches"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".done")).toList()) {
                Files.delete(file);
            }
        }
    }

    private void remove(String table) throws IOException {
        try (Stream<Path> tree = Files.walk(Path.of(caseDir(), "tables", table))) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private List<String> rows() {
        Case kase = new Case(session(), caseDir());
        List<String> rows = new ArrayList<>();
        for (String table : List.of("cloudtrail", "objects", "rejects", "duplicates")) {
            kase.table(table).collectAsList().forEach(row -> rows.add(table + row));
        }
        rows.sort(null);
        return rows;
    }

    private static String event(int n) {
        return "{\"eventVersion\":\"1.08\",\"eventTime\":\"2023-07-10T11:42:36Z\",\"eventSource\":\"s3.amazonaws.com\","
                + "\"eventName\":\"GetObject\",\"recipientAccountId\":\"111122223333\",\"eventID\":\"" + n + "\"}";
    }
}
