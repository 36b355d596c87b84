package io.coldtrail;

import io.coldtrail.job.Commands;
import io.coldtrail.job.SparkSessions;

/** Entry point of every command. */
public final class Coldtrail {
    private Coldtrail() {}

    public static void main(String[] args) {
        int code = Commands.run(args);
        if (code == 0 && SparkSessions.onCluster()) {
            SparkSessions.stop(); // and no exit: YARN takes each for a failure, whatever its code, and starts anew
        } else {
            System.exit(code);
        }
    }
}
