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
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.spark.sql.delta.DeltaLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scan that stopped between two commits, and was run again. What it left is what a crash there would leave. */
class InterruptedScanTest extends SparkTest {
    @TempDir
    Path dir;

    @Test
    void takesUpWhereItStoppedAndDoublesNothing() throws Exception {
        Files.createDirectory(dir.resolve("archive"));
        json(0, 3);
        // two flow logs of one interface: its traffic is in both
        flow("fl-0a", "dstaddr srcaddr interface-id start end");
        scan();
        json(3, 6);
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

        // stopped after the second batch, before it was known what was delivered twice; and before that was marked
        Files.delete(dir.resolve("case/batches/settled"));
        uncommit("duplicates", "");
        scan();
        assertEquals(undisturbed, rows());
        Files.delete(dir.resolve("case/batches/settled"));
        scan();
        assertEquals(undisturbed, rows());

        // stopped in the second batch, ever earlier: before its mark, its objects, its rejects, one log, both
        List<String> commits = List.of("objects", "rejects", "flow", "cloudtrail");
        for (int lost = 0; lost < commits.size(); lost++) {
            stopInSecondBatch(commits.subList(0, lost));
            scan();
            assertEquals(undisturbed, rows(), "without " + commits.subList(0, lost));
        }
        stopInSecondBatch(commits);
        assertEquals(Set.of(0, 4), Set.copyOf(twoAtOnce()), "one goes on, the other is refused");
        assertEquals(undisturbed, rows(), "after the plan, taken up by two at once");

        // stopped while the second plan was written: it has no name yet
        stopInSecondBatch(commits);
        Path plan = last("batches", ".jsonl");
        Files.writeString(Path.of(plan + ".part"), Files.readString(plan).substring(0, 100));
        Files.delete(plan);
        scan();
        assertEquals(undisturbed, rows());
    }

    /** A table that has files, and no commit that says that they are its, is none yet. */
    @Test
    void takesUpWhatWasNotCommittedEvenOnce() throws IOException {
        Files.createDirectory(dir.resolve("archive"));
        json(0, 2);
        scan();
        List<String> undisturbed = rows();
        Files.delete(last("batches", ".done"));
        Files.delete(dir.resolve("case/batches/settled"));
        for (String table : List.of("cloudtrail", "rejects", "objects", "dns", "duplicates")) {
            uncommit(table, "");
        }
        scan();
        assertEquals(undisturbed, rows());
    }

    private void scan() {
        DeltaLog.clearCache(); // the run that was stopped was another process
        assertEquals(0, Commands.run("scan", dir.resolve("archive").toString(), "--case", caseDir()));
        session().catalog().clearCache();
    }

    /** Exit codes of two scans. */
    private List<Integer> twoAtOnce() throws Exception {
        DeltaLog.clearCache();
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        Callable<Integer> run = () -> {
            start.await();
            return Commands.run("scan", dir.resolve("archive").toString(), "--case", caseDir());
        };
        List<Future<Integer>> runs = List.of(threads.submit(run), threads.submit(run));
        start.countDown();
        List<Integer> codes = List.of(runs.get(0).get(), runs.get(1).get());
        threads.shutdown();
        session().catalog().clearCache();
        return codes;
    }

    private String caseDir() {
        return dir.resolve("case").toString();
    }

    /** Its commits are the last of each table. */
    private void stopInSecondBatch(List<String> lost) throws IOException {
        Files.delete(last("batches", ".done"));
        for (String table : lost) {
            Path commit = last("tables/" + table + "/_delta_log", ".json");
            uncommit(table, commit.getFileName().toString().replace(".json", ""));
        }
    }

    /** Takes away the commits of which the name has a part; the table's files stay. */
    private void uncommit(String table, String part) throws IOException {
        try (Stream<Path> log = Files.list(Path.of(caseDir(), "tables", table, "_delta_log"))) {
            for (Path file : log.filter(f -> f.getFileName().toString().contains(part))
                    .filter(Files::isRegularFile)
                    .toList()) {
                Files.delete(file);
            }
        }
    }

    private Path last(String folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(caseDir(), folder))) {
            return files.filter(f -> f.toString().endsWith(ending))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
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

    /** Objects of two events, a broken record, and an event that the others have too. */
    private void json(int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            Files.writeString(
                    dir.resolve("archive/" + i + ".json"),
                    "[" + event(2 * i) + ",{broken}," + event(2 * i + 1) + "," + event(0) + "]");
        }
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
