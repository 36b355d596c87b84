package io.coldtrail.demo;

import java.util.Arrays;

/**
 * Addresses by who has them. AWS's lie in blocks that AWS publishes for EC2 in us-west-2; everyone else's in ranges
 * that nobody owns: RFC 5737 (documentation) and RFC 2544 (benchmarks).
 */
record Addresses(long seed, String attacker, String web, String nat) {
    /** First two bytes of blocks in AWS's ip-ranges.json, EC2, us-west-2. */
    private static final String[] AWS = {"35.164.", "34.212.", "44.233.", "52.26.", "54.186.", "52.33.", "54.200."};

    static Addresses of(long seed) {
        Dice dice = Dice.of(seed, "addresses");
        return new Addresses(seed, "203.0.113." + dice.between(20, 250), aws(dice), aws(dice));
    }

    private static String aws(Dice dice) {
        return dice.pick(AWS) + dice.below(256) + "." + dice.between(1, 254);
    }

    /** Of a function or a task: AWS's, and never one that is held. */
    String roaming(Dice dice) {
        String address = aws(dice);
        while (address.equals(web) || address.equals(nat)) {
            address = aws(dice);
        }
        return address;
    }

    static boolean isCompute(String address) {
        return Arrays.stream(AWS).anyMatch(address::startsWith);
    }

    /** An office's NAT. */
    String office(int number) {
        int first = Dice.of(seed, "office").between(1, 90);
        return "198.51.100." + (first + number % 64);
    }

    /** Someone's home. */
    String home(int number) {
        Dice dice = Dice.of(seed, "home", number);
        return "198.18." + dice.below(256) + "." + dice.between(1, 254);
    }

    /** A runner of the code host, which the next stranger gets. */
    static String runner(Dice dice) {
        return "192.0.2." + dice.between(1, 254);
    }

    /** A customer, anywhere. */
    static String customer(Dice dice) {
        return "198.19." + dice.below(256) + "." + dice.between(1, 254);
    }

    /** A public time server. */
    static String timeServer(int number) {
        return "198.18.123." + (1 + number);
    }

    /** One of the few hosts that knock at every door of the internet; never the attacker's. */
    String scanner(int number) {
        int host = Dice.of(seed, "scanner", number).between(1, 254);
        String address = "203.0.113." + host;
        return address.equals(attacker) ? "198.51.100.254" : address;
    }
}
