package io.coldtrail.detect.hunts;

import java.util.Arrays;

/**
 * How regular the connections of one pair of addresses are over a day, 0 to 1: the mean of four scores, of the gaps
 * between them, of their sizes, of their spread over the hours, and of how long they go on. After RITA 5,
 * https://github.com/activecm/rita (analysis/beacons.go).
 */
public final class BeaconScore {
    private static final int HOURS = 24;
    private static final int HOUR_SECONDS = 3600;

    /** With fewer different times there are too few gaps to have quartiles. */
    private static final int LEAST_TIMES = 4;

    /** Quartiles closer than this are one value: their skew would be noise. */
    private static final double LEAST_RANGE = 10;

    /** Hours with connections that a day with two kinds of hours must show. */
    private static final int BIMODAL_HOURS = 11;

    /** Hours that count as alike: 5 % of the fullest. */
    private static final double MODE_WIDTH = 0.05;

    /** Shorter than this it is no habit. */
    private static final int DURATION_HOURS = 6;

    /** A run this long is as good as a whole day. */
    private static final double FULL_RUN = 12;

    private BeaconScore() {}

    /**
     * The score, rounded to thousandths; 0 where the connections are too few to tell.
     *
     * @param seconds when each connection began, seconds from the start of the day that is looked at, in any order
     * @param bytes what each sent, in the same order
     */
    public static double of(long[] seconds, long[] bytes) {
        long[] times = Arrays.stream(seconds).sorted().distinct().toArray();
        if (times.length < LEAST_TIMES) {
            return 0;
        }
        double[] gaps = new double[times.length - 1];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = times[i + 1] - times[i];
        }
        double[] sizes = Arrays.stream(bytes).asDoubleStream().toArray();
        int[] hours = new int[HOURS];
        for (long second : seconds) {
            hours[hour(second)]++;
        }
        double score = (regularity(gaps)
                        + regularity(sizes)
                        + Math.max(evenness(wholeHours(times, hours)), bimodality(hours))
                        + duration(hours, times[times.length - 1] - times[0]))
                / 4;
        return Math.round(score * 1000) / 1000.0;
    }

    private static int hour(long second) {
        return (int) Math.max(0, Math.min(HOURS - 1, second / HOUR_SECONDS));
    }

    /** Values that lie close and evenly around their median: the mean of two scores. */
    private static double regularity(double[] values) {
        Arrays.sort(values);
        double median = quantile(values, 0.5);
        double low = quantile(values, 0.25);
        double high = quantile(values, 0.75);
        double skew = high - low < LEAST_RANGE || median == low || median == high
                ? 0
                : (low + high - 2 * median) / (high - low);
        double[] deviations =
                Arrays.stream(values).map(v -> Math.abs(v - median)).sorted().toArray();
        double deviation = quantile(deviations, 0.5);
        double dispersion = median <= 0 ? 0 : Math.max(0, (median - deviation) / median);
        return (1 - Math.abs(skew) + dispersion) / 2;
    }

    /**
     * The hours over which connections must be spread evenly: those that passed between the first and the last, the one
     * that was begun left off, for what starts at night is no less a clock than what ran all day. RITA takes the day, and
     * so are short runs held against it here.
     */
    private static int[] wholeHours(long[] times, int[] hours) {
        int first = hour(times[0]);
        int whole = (int) ((times[times.length - 1] - times[0]) / HOUR_SECONDS);
        return whole < DURATION_HOURS ? hours : Arrays.copyOfRange(hours, first, Math.min(HOURS, first + whole));
    }

    /** One less the coefficient of variation over the hours. */
    private static double evenness(int[] hours) {
        double mean = Arrays.stream(hours).average().orElse(0);
        double variance =
                Arrays.stream(hours).mapToDouble(h -> (h - mean) * (h - mean)).sum() / hours.length;
        return Math.max(0, 1 - Math.sqrt(variance) / mean);
    }

    /** How many hours belong to the two most frequent kinds, one stray hour apart. */
    private static double bimodality(int[] hours) {
        int[] full = Arrays.stream(hours).filter(h -> h > 0).toArray();
        if (full.length < BIMODAL_HOURS) {
            return 0;
        }
        double width = Math.max(1, Arrays.stream(full).max().orElse(0) * MODE_WIDTH);
        int[] modes = new int[(int) (Arrays.stream(full).max().orElse(0) / width) + 1];
        for (int hour : full) {
            modes[(int) (hour / width)]++;
        }
        Arrays.sort(modes);
        int largest = modes[modes.length - 1];
        int second = modes.length > 1 ? modes[modes.length - 2] : 0;
        return Math.min(1, (largest + second) / (double) (full.length - 1));
    }

    /** How much of the day they span, or how long they go on without a pause. */
    private static double duration(int[] hours, long span) {
        int full = 0;
        int run = 0;
        int longest = 0;
        for (int hour : hours) {
            full += hour > 0 ? 1 : 0;
            run = hour > 0 ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return full < DURATION_HOURS
                ? 0
                : Math.min(1, Math.max(span / (double) (HOURS * HOUR_SECONDS), longest / FULL_RUN));
    }

    private static double quantile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
