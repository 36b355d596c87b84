package io.coldtrail.archive;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * A bucket of millions of keys, none of which is held: CloudTrail of ten accounts and eight regions, and, a fifth of all,
 * S3 access logs in one flat folder.
 */
public final class LargeBucket {
    private static final int ACCOUNTS = 10;
    private static final String[] REGIONS = {
        "ap-northeast-1",
        "ap-southeast-2",
        "eu-central-1",
        "eu-west-1",
        "sa-east-1",
        "us-east-1",
        "us-east-2",
        "us-west-2"
    };
    private static final int A_DAY = 2000;
    private static final int ACCESS_A_DAY = 40_000;
    private static final LocalDate START = LocalDate.of(2023, 1, 15);

    private final int days;
    private final int trail;
    private final int access;
    private final SimulatedBucket bucket;

    /**
     * A bucket.
     *
     * @param days days of logs: 200,000 keys each
     * @param latency how long a request takes
     */
    public LargeBucket(int days, Duration latency) {
        this.days = days;
        this.trail = ACCOUNTS * REGIONS.length * days * A_DAY;
        this.access = days * ACCESS_A_DAY;
        this.bucket = new SimulatedBucket(trail + access, this::key, 1000, latency);
    }

    public int size() {
        return trail + access;
    }

    /** Requests so far. */
    public int requests() {
        return bucket.requests.get();
    }

    /** Lists it as an archive. */
    public void list(ArchiveFilter filter, Consumer<ObjectRef> sink) {
        KeyListing.list(bucket, "", filter, new Found("large", 0, filter, sink));
    }

    /** Names of the first so many. */
    public Iterator<String> names(int first) {
        return IntStream.range(0, first).mapToObj(this::key).iterator();
    }

    /** Pages one after the other: what the simulation itself costs. */
    public int pages() {
        int pages = 0;
        String token = null;
        do {
            token = bucket.page("", null, false, token).next();
            pages++;
        } while (token != null);
        return pages;
    }

    private String key(int i) {
        StringBuilder key = new StringBuilder(160);
        if (i >= trail) {
            int n = i - trail;
            LocalDate day = START.plusDays(n / ACCESS_A_DAY);
            int second = (int) (n % ACCESS_A_DAY * 86_400L / ACCESS_A_DAY);
            key.append("access/acme-data").append(day).append('-');
            two(key, second / 3600).append('-');
            two(key, second / 60 % 60).append('-');
            two(key, second % 60).append('-');
            return hex(key, n).toString();
        }
        int n = i % A_DAY;
        LocalDate day = START.plusDays(i / A_DAY % days);
        String region = REGIONS[i / A_DAY / days % REGIONS.length];
        int account = i / A_DAY / days / REGIONS.length;
        int minute = n * 1440 / A_DAY;
        key.append("AWSLogs/11112222333")
                .append(account)
                .append("/CloudTrail/")
                .append(region)
                .append('/');
        key.append(day.getYear()).append('/');
        two(key, day.getMonthValue()).append('/');
        two(key, day.getDayOfMonth()).append('/');
        key.append("11112222333")
                .append(account)
                .append("_CloudTrail_")
                .append(region)
                .append('_')
                .append(day.getYear());
        two(two(key, day.getMonthValue()), day.getDayOfMonth()).append('T');
        two(two(key, minute / 60), minute % 60).append("Z_");
        return hex(key, n).append(".json.gz").toString();
    }

    private static StringBuilder two(StringBuilder to, int n) {
        return to.append((char) ('0' + n / 10)).append((char) ('0' + n % 10));
    }

    private static StringBuilder hex(StringBuilder to, int n) {
        String hex = Integer.toHexString(n).toUpperCase(java.util.Locale.ROOT);
        return to.append("0000000000000000", 0, 16 - hex.length()).append(hex);
    }
}
