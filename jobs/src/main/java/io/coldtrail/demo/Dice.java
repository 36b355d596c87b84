package io.coldtrail.demo;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;

/** Chance that depends on nothing but a seed and a name, so that any part of the demo can be drawn alone and again. */
final class Dice {
    /** The letters of AWS's unique ids and access keys. */
    private static final String ID_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private static final String REQUEST_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final String FILE_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final SplittableRandom random;

    private Dice(long state) {
        random = new SplittableRandom(state);
    }

    static Dice of(long seed, String name, long... numbers) {
        long state = mix(seed ^ 0x9E3779B97F4A7C15L);
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            state = mix(state ^ b);
        }
        for (long number : numbers) {
            state = mix(state ^ number);
        }
        return new Dice(state);
    }

    /** The finalizer of SplitMix64. */
    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** A number from 0 to {@code bound - 1}. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** A number from {@code low} to {@code high}, both included. */
    int between(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    @SafeVarargs
    final <T> T pick(T... choices) {
        return choices[below(choices.length)];
    }

    <T> T pick(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    /** How often something happens that happens {@code mean} times as a rule: Poisson, by Knuth's method. */
    int count(double mean) {
        double limit = Math.exp(-mean);
        double product = random.nextDouble();
        int count = 0;
        while (product > limit) {
            product *= random.nextDouble();
            count++;
        }
        return count;
    }

    /** A whole second in the stretch that begins at {@code from}. */
    Instant within(Instant from, Duration stretch) {
        return from.plusSeconds(below((int) stretch.toSeconds()));
    }

    String hex(int length) {
        char[] text = new char[length];
        for (int i = 0; i < length; i++) {
            text[i] = HEX[below(16)];
        }
        return new String(text);
    }

    String digits(int length) {
        return letters("0123456789", length);
    }

    /** An AWS unique id such as {@code AROA...} or an access key such as {@code ASIA...}. */
    String id(String prefix) {
        return prefix + letters(ID_LETTERS, 20 - prefix.length());
    }

    /** S3's request id. */
    String requestId() {
        return letters(REQUEST_LETTERS, 16);
    }

    /** The part of a log file's name that has no meaning. */
    String fileSuffix() {
        return letters(FILE_LETTERS, 16);
    }

    String base64(int bytes) {
        byte[] noise = new byte[bytes];
        random.nextBytes(noise);
        return Base64.getEncoder().encodeToString(noise);
    }

    String guid() {
        String hex = hex(30);
        char variant = HEX[8 + below(4)];
        return hex.substring(0, 8) + '-' + hex.substring(8, 12) + "-4" + hex.substring(12, 15) + '-' + variant
                + hex.substring(15, 18) + '-' + hex.substring(18);
    }

    private String letters(String alphabet, int length) {
        char[] text = new char[length];
        for (int i = 0; i < length; i++) {
            text[i] = alphabet.charAt(below(alphabet.length()));
        }
        return new String(text);
    }
}
