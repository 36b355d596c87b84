package io.coldtrail.lake;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coldtrail.S3Server;
import io.coldtrail.archive.SharedText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Who may write to a case: on disk, and in a real S3 server. */
class CaseLockTest {
    private static final String BUCKET = "locks";
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Duration SHORT = Duration.ofSeconds(4);

    @TempDir
    Path dir;

    @BeforeAll
    static void bucket() throws IOException {
        S3Server.start().client().createBucket(b -> b.bucket(BUCKET));
    }

    @ParameterizedTest
    @ValueSource(strings = {"disk", "s3"})
    void theSecondIsToldWhoHasItAndGetsItAfterwards(String store) {
        String kase = kase(store);
        try (CaseLock first = CaseLock.take(kase, "investigate logs --case c1")) {
            first.check();
            CaseInUseException refused =
                    assertThrows(CaseInUseException.class, () -> CaseLock.take(kase, "detect --case c1"));
            assertEquals(1, refused.getMessage().lines().count());
            assertTrue(refused.getMessage().contains("\"investigate logs --case c1\""), refused.getMessage());
            assertTrue(
                    refused.getMessage()
                            .contains("process " + ProcessHandle.current().pid() + " on "),
                    refused.getMessage());
        }
        assertEquals("", text(kase));
        CaseLock.take(kase, "detect --case c1").close();
    }

    @Test
    void ofManyAtOnceOneGetsIt() throws Exception {
        String kase = kase("disk");
        assertEquals(1, takers(kase), "of those that found no lock");
        put(kase, elsewhere(Instant.now().minusSeconds(1)).toText());
        assertEquals(1, takers(kase), "of those that found one whose time was over");
    }

    /** The server looks and writes in two steps, so that many at once would test it alone; S3 does it in one. */
    @Test
    void whoIsOvertakenInS3SeesIt() throws IOException {
        S3Client s3 = S3Server.start().client();
        String key = UUID.randomUUID().toString();
        SharedText text = SharedText.at("s3://" + BUCKET + "/" + key);
        for (String other : List.of("where there was none", "where there was one")) {
            List<String> seen = new ArrayList<>();
            text.update(now -> {
                if (seen.isEmpty()) {
                    s3.putObject(b -> b.bucket(BUCKET).key(key), RequestBody.fromString(other));
                }
                seen.add(now);
                return "mine";
            });
            assertEquals(List.of(seen.get(0), other), seen);
            assertEquals("mine", text.update(now -> null));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"disk", "s3"})
    void whoWasNotHeardOfLosesIt(String store) throws Exception {
        String kase = kase(store);
        CountDownLatch told = new CountDownLatch(1);
        try (CaseLock slept = CaseLock.take(kase, elsewhere(Instant.now().plus(LONG)), SHORT)) {
            slept.whenLost(told::countDown);
            String other = elsewhere(Instant.now().plus(LONG)).toText();
            put(kase, other); // before the first beat, as another run does once the time is over
            assertTrue(told.await(10, TimeUnit.SECONDS));
            CaseInUseException lost = assertThrows(CaseInUseException.class, slept::check);
            assertTrue(lost.getMessage().contains("process 4711 on elsewhere"), lost.getMessage());
            slept.close();
            assertEquals(other, text(kase), "what is another's is not given back");
        }
    }

    @Test
    void afterASleepItIsAskedForBeforeAnythingIsWritten() {
        String kase = kase("disk");
        // an hour until the next beat
        Duration hours = Duration.ofHours(4);
        try (CaseLock slept = CaseLock.take(kase, elsewhere(Instant.now().minusSeconds(1)), hours)) {
            slept.check();
            assertTrue(Lease.fromText(text(kase)).orElseThrow().until().isAfter(Instant.now()));
        }
        try (CaseLock slept = CaseLock.take(kase, elsewhere(Instant.now().minusSeconds(1)), hours)) {
            put(kase, elsewhere(Instant.now().plus(LONG)).toText());
            assertThrows(CaseInUseException.class, slept::check);
        }
    }

    @Test
    void whoIsAliveKeepsItBeyondTheFirstLease() throws Exception {
        String kase = kase("disk");
        try (CaseLock lock = CaseLock.take(kase, Lease.of("investigate", SHORT), SHORT)) {
            Thread.sleep(SHORT.toMillis() + 500);
            assertThrows(CaseInUseException.class, () -> CaseLock.take(kase, "detect"));
            lock.check();
        }
    }

    @Test
    void whoseProcessIsGoneHoldsNobodyOff() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version")
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("version").toFile())
                .start();
        process.waitFor();
        String kase = kase("disk");
        Lease here = Lease.of("investigate", LONG);
        put(
                kase,
                lease(here.host(), here.processes(), process.pid(), here.until())
                        .toText());
        assertDoesNotThrow(() -> CaseLock.take(kase, "investigate").close());

        // the same number on another machine, or in another container, is another process
        put(
                kase,
                lease(here.host(), "another boot", process.pid(), here.until()).toText());
        assertThrows(CaseInUseException.class, () -> CaseLock.take(kase, "investigate"));
    }

    @Test
    void aLockThatWasBrokenOffHoldsNobodyOff() {
        String kase = kase("disk");
        String whole = elsewhere(Instant.now().plus(LONG)).toText();
        put(kase, whole.substring(0, whole.length() / 2));
        assertDoesNotThrow(() -> CaseLock.take(kase, "investigate").close());
    }

    @Test
    void whoGaveItBackWritesNoMore() {
        CaseLock lock = CaseLock.take(kase("disk"), "investigate");
        lock.close();
        assertThrows(CaseInUseException.class, lock::check);
    }

    /** How many of eight have it, all having asked at once. */
    private static int takers(String kase) throws InterruptedException, ExecutionException {
        ExecutorService runs = Executors.newFixedThreadPool(8);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<CaseLock>> taken = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            taken.add(runs.submit(() -> {
                start.await();
                try {
                    return CaseLock.take(kase, "investigate");
                } catch (CaseInUseException e) {
                    return null;
                }
            }));
        }
        start.countDown();
        List<CaseLock> locks = new ArrayList<>();
        for (Future<CaseLock> future : taken) {
            if (future.get() != null) {
                locks.add(future.get());
            }
        }
        locks.forEach(CaseLock::close);
        runs.shutdown();
        return locks.size();
    }

    private String kase(String store) {
        return store.equals("disk") ? dir.resolve("case").toString() : "s3://" + BUCKET + "/" + UUID.randomUUID();
    }

    private static void put(String kase, String text) {
        SharedText.at(kase + "/lock").update(now -> text);
    }

    private static String text(String kase) {
        return SharedText.at(kase + "/lock").update(now -> null);
    }

    /** Of a run on another machine. */
    private static Lease elsewhere(Instant until) {
        return lease("elsewhere", "another boot", 4711, until);
    }

    private static Lease lease(String host, String processes, long pid, Instant until) {
        return new Lease(
                UUID.randomUUID().toString(), host, processes, pid, "investigate", until.minusSeconds(60), until);
    }
}
