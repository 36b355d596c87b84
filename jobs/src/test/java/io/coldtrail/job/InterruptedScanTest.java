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
        // two flow logs of one interface: its traffic is in both
        flow("fl-0a", "dstaddr srcaddr interface-id start end");
        flow("fl-0b", "start end interface-id srcaddr dstaddr tcp-flags");
        scan();
        List<String> undisturbed = rows();
        assertEquals(12 + 6 + 4, count(undisturbed, "cloudtrail", "flow"), "events, event 0 again, flows");
        assertEquals(6 + 2, count(undisturbed, "objects"));
        assertEquals(6 + 2, count(undisturbed, "rejects"));
        assertEquals(6 + 2, count(undisturbed, "duplicates"));
        assertEquals(
                2,
                undisturbed.stream()
                        .filter(r -> r.contains("flow,") && r.contains("fl-0b"))
                        .filter(r -> r.startsWith("duplicates"))
                        .count(),
                undisturbed.toString());

        // stopped after the events of one log, before those of the other
        unmark();
        remove("flow");
        remove("rejects");
        remove("objects");
        scan();
        assertEquals(undisturbed, rows());

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
        remove("flow");
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
        for (String table : List.of("cloudtrail", "flow", "objects", "rejects", "duplicates")) {
            kase.table(table).collectAsList().forEach(row -> rows.add(table + row));
        }
        rows.sort(null);
        return rows;
    }

    private void flow(String id, String header) throws IOException {
        String values = header.replace("dstaddr", "10.0.0.15")
                .replace("srcaddr", "203.0.113.26")
                .replace("interface-id", "eni-1")
                .replace("start", "16680921%d")
                .replace("end", "1668092199")
                .replace("tcp-flags", "2");
        Files.writeString(
                dir.resolve("archive/111122223333_vpcflowlogs_us-west-2_" + id + "_20221110T1455Z_a1.log"),
                header + "\n" + String.format(values, 10) + "\nno flow\n" + String.format(values, 11) + "\n");
    }

    private static long count(List<String> rows, String... tables) {
        return rows.stream()
                .filter(row -> List.of(tables).stream().anyMatch(table -> row.startsWith(table + "[")))
                .count();
    }

    private static String event(int n) {
        return "{\"eventVersion\":\"1.08\",\"eventTime\":\"2023-07-10T11:42:36Z\",\"eventSource\":\"s3.amazonaws.com\","
                + "\"eventName\":\"GetObject\",\"recipientAccountId\":\"111122223333\",\"eventID\":\"" + n + "\"}";
    }
}
