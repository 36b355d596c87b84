package io.coldtrail.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The one line that is said of a failure. */
class JobFailedExceptionTest {
    @Test
    void saysTheInnermostReasonAndWhereTheRestIs() {
        Throwable cause = new RuntimeException("outer", new IllegalStateException("the disk is full\nat Plan 1"));
        assertEquals(
                "the disk is full; what Spark said is in /c/log/r-0001.log",
                new JobFailedException(cause, "/c/log/r-0001.log").getMessage());
    }

    /** As Spark 3.5 says it: of what a query sends to the driver, of a task, of the driver itself, of a heap below its floor. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Job aborted due to stage failure: Total size of serialized results of 13 tasks (1040.3 MiB) is bigger"
                        + " than spark.driver.maxResultSize (1024.0 MiB)",
                "Job aborted due to stage failure: Task 0 in stage 4.0 failed 1 times, most recent failure: Lost task"
                        + " 0.0 in stage 4.0 (TID 5) (localhost executor driver): java.lang.OutOfMemoryError: Java heap"
                        + " space\n\tat java.base/java.util.Arrays.copyOf(Arrays.java:3745)\n",
                "GC overhead limit exceeded",
                "[INVALID_DRIVER_MEMORY] System memory 466092032 must be at least 471859200."
            })
    void saysHowToGiveMoreMemory(String spark) {
        String said = new JobFailedException(new SparkException(spark, null), "/log").getMessage();
        assertTrue(
                said.startsWith(
                        "too little memory (" + spark.lines().findFirst().orElseThrow()),
                said);
        assertTrue(said.contains("COLDTRAIL_MEMORY=16g") && said.contains("--driver-memory"), said);
        assertFalse(said.contains("\n"), said);
    }
}
