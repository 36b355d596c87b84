package io.coldtrail;

import io.coldtrail.job.Commands;

/** Entry point of every command. */
public final class Coldtrail {
    private Coldtrail() {}

    public static void main(String[] args) {
        System.exit(Commands.run(args));
    }
}
