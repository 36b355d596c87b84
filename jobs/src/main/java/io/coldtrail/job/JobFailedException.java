package io.coldtrail.job;

/** The job failed, through no fault of what was typed. Exit code 1. */
final class JobFailedException extends RuntimeException {
    JobFailedException(Throwable cause, String log) {
        super(firstLine(cause) + "; what Spark said is in " + log, cause);
    }

    private static String firstLine(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String text = root.getMessage() == null ? root.toString() : root.getMessage();
        return text.lines().findFirst().orElse(root.toString());
    }
}
