package io.coldtrail.job;

/** Where the tasks of a cluster look too. A bare path is on the disk of the driver alone, and would be empty to them. */
final class SharedPlace {
    private SharedPlace() {}

    /**
     * Refuses a bare path where tasks run on other machines.
     *
     * @param what the option that names the place
     */
    static void check(String what, String uri) {
        if (SparkSessions.onCluster() && !uri.matches("[a-z0-9]+:.*")) {
            throw new UsageException(what + " " + uri + " is a path on this machine, and the tasks of a cluster run on"
                    + " others: give s3://bucket/prefix, or file:/path where every machine has the same disk");
        }
    }
}
