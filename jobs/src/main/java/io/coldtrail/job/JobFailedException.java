package io.coldtrail.job;

import java.util.List;

/** The job failed, through no fault of what was typed. Exit code 1. */
final class JobFailedException extends RuntimeException {
    /** How Java and Spark say that the driver or a task had too little memory. */
    private static final List<String> TOO_LITTLE = List.of(
            "Java heap space", "GC overhead limit exceeded", "spark.driver.maxResultSize", "INVALID_DRIVER_MEMORY");

    JobFailedException(Throwable cause, String log) {
        super(text(root(cause)) + "; what Spark said is in " + log, cause);
    }

    private static Throwable root(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }

    private static String text(Throwable root) {
        String text = root.getMessage() == null ? root.toString() : root.getMessage();
        String first = text.lines().findFirst().orElse(root.toString());
        return TOO_LITTLE.stream().anyMatch(text::contains)
                ? "too little memory (" + first + "): give it more, by COLDTRAIL_MEMORY=16g in the environment or by"
                        + " --driver-memory and --executor-memory of spark-submit, and run the same command again;"
                        + " what is committed is kept"
                : first;
    }
}
