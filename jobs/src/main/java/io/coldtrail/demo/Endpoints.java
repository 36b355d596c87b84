package io.coldtrail.demo;

import java.time.Duration;
import java.time.Instant;

/** Where AWS's services answer: in blocks that AWS publishes for them, a few addresses each, changing by the minute. */
final class Endpoints {
    private static final String[] S3 = {"52.218.", "52.92."};
    /** Services of us-west-2 that have no block of their own. */
    private static final String[] REGIONAL = {"52.94.176.", "52.94.180.", "52.119.164.", "54.240.250."};
    /** IAM and its like, in us-east-1. */
    private static final String[] GLOBAL = {"52.94.124.", "52.94.132."};

    private static final Duration ROTATION = Duration.ofMinutes(1);
    private static final int ADDRESSES_A_NAME = 8;

    private Endpoints() {}

    /** What a lookup of the name gives at that time. */
    static String address(World world, String name, Instant time) {
        long turn = time.getEpochSecond() / ROTATION.toSeconds();
        int which = Dice.of(world.seed, "turn of " + name, turn).below(ADDRESSES_A_NAME);
        Dice dice = Dice.of(world.seed, "endpoint " + name, which);
        if (name.contains("s3.")) {
            return dice.pick(S3) + dice.between(128, 255) + "." + dice.between(1, 254);
        }
        boolean global = name.startsWith("iam.") || name.contains(World.GLOBAL);
        return dice.pick(global ? GLOBAL : REGIONAL) + dice.between(1, 254);
    }

    /** What flow logs call the owner of an address: a service of AWS, null for anyone else. */
    static String serviceOf(String address) {
        for (String block : S3) {
            if (address.startsWith(block)) {
                return "S3";
            }
        }
        if (address.startsWith("52.94.") || address.startsWith("52.119.") || address.startsWith("54.240.")) {
            return "AMAZON";
        }
        return Addresses.isCompute(address) ? "EC2" : null;
    }
}
