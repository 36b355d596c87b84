package io.coldtrail.job;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Under spark-submit on a cluster, a folder of the driver is none of the tasks'. */
class SharedPlaceTest {
    @TempDir
    Path dir;

    @AfterEach
    void alone() {
        System.clearProperty("spark.master");
    }

    @Test
    void aCaseOnTheDriversDiskIsRefusedBeforeAnythingIsDone() throws IOException {
        System.setProperty("spark.master", "yarn");
        assertEquals(
                2,
                Commands.run(
                        "scan", "s3://acme-logs", "--case", dir.resolve("c1").toString()));
        try (Stream<Path> made = Files.list(dir)) {
            assertEquals(0, made.count());
        }
    }

    @Test
    void saysWhatToGiveInstead() {
        System.setProperty("spark.master", "spark://10.0.0.1:7077");
        UsageException e = assertThrows(UsageException.class, () -> SharedPlace.check("archive", "logs/AWSLogs"));
        assertTrue(e.getMessage().contains("archive logs/AWSLogs is a path on this machine"), e.getMessage());
        assertTrue(e.getMessage().contains("s3://bucket/prefix"), e.getMessage());
        assertDoesNotThrow(() -> SharedPlace.check("archive", "s3://acme-logs/AWSLogs"));
        assertDoesNotThrow(() -> SharedPlace.check("archive", "file:/mnt/shared/AWSLogs"));
    }

    @Test
    void onOneMachineAnyPathIsFine() {
        assertDoesNotThrow(() -> SharedPlace.check("archive", "logs/AWSLogs"));
        System.setProperty("spark.master", "local[4]");
        assertDoesNotThrow(() -> SharedPlace.check("archive", "logs/AWSLogs"));
    }
}
