package io.coldtrail.archive;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the key of an object tells before it is fetched. Any prefix may stand before a layout; an organization's id before
 * the account, or before {@code AWSLogs/} (Control Tower); a bare folder of files keeps what the files' names say.
 *
 * <p>Layouts: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-find-log-files.html,
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-path.html,
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html,
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/S3Export.html
 *
 * @param kind what the object holds, as far as the key tells
 * @param account account, null where the key does not tell
 * @param region region, null where the key does not tell
 * @param delivered start of the minute (of the day, where only that is told) of delivery, null if unknown
 * @param toTheDay true where only the day of delivery is known
 */
public record KeyFacts(ObjectKind kind, String account, String region, Instant delivered, boolean toTheDay) {
    private static final String STAMP = "(\\d{4})(\\d\\d)(\\d\\d)T(\\d\\d)(\\d\\d)(?:\\d\\d)?Z";
    private static final String DASHED = "(\\d{4})-(\\d\\d)-(\\d\\d)-(\\d\\d)-(\\d\\d)-\\d\\d";
    private static final String UUID = "[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}";

    /** {@code <account>_<service>_<region>_..._<time>_...}; of two times in a name the later, last one. */
    private static final Pattern SERVICE_FILE = Pattern.compile(
            "([^/_]+)_(CloudTrail(?:-[A-Za-z]+)?|vpcflowlogs|Config)_([a-z0-9-]+)_(?:.*_)?" + STAMP + ".*");

    /** {@code <vpc>_vpcdnsquerylogs_<account>_<time>_...}: no region. */
    private static final Pattern DNS_FILE = Pattern.compile("vpc-[^_]+_vpcdnsquerylogs_([^_]+)_" + STAMP + ".*");

    /** An S3 access log: the prefix is glued on. */
    static final Pattern S3_ACCESS_FILE = Pattern.compile(".*" + DASHED + "-[0-9a-fA-F]{16}(?:\\.gz)?");

    /** A Firehose object: what it holds was the choice of who set it up. */
    private static final Pattern FIREHOSE_FILE = Pattern.compile(".+-\\d+-" + DASHED + "-" + UUID + "(?:\\.[a-z]+)*");

    /** Services with a folder of their own that are told apart; the CloudTrail ones are several. */
    static final String SERVICES = "CloudTrail(?:-[A-Za-z]+)?|vpcflowlogs|vpcdnsquerylogs|GuardDuty|Config";

    /** {@code <account>/<service>/<region>/<year>/<month>/<day>/}; in place of the region the resolver has a VPC. */
    private static final Pattern DATED =
            Pattern.compile("(?:^|/)([^/]+)/(" + SERVICES + ")/([a-z0-9-]+)/(\\d{4})/(\\d{1,2})/(\\d{1,2})/");

    private static final Pattern HIVE = Pattern.compile("(?:^|/)aws-account-id=([^/]+)/aws-service=([^/]+)"
            + "/aws-region=([^/]+)/year=(\\d{4})/month=(\\d{1,2})/day=(\\d{1,2})/");

    private static final Pattern UNDATED =
            Pattern.compile("(?:^|/)AWSLogs/(?:o-[a-z0-9]+/)?(\\d{12})/([^/]+)/(?:([a-z]{2}(?:-[a-z]+)+-\\d)/)?");

    /** {@code <account>/<region>/<bucket>/<year>/<month>/<day>/} of partitioned S3 access logs. */
    private static final Pattern S3_PARTITION =
            Pattern.compile("(?:^|/)(\\d{12})/([a-z0-9-]+)/[^/]+/\\d{4}/\\d\\d/\\d\\d/[^/]+$");

    /** A CloudWatch Logs export: the task's id, the stream, parts. */
    private static final Pattern EXPORT = Pattern.compile("(?:^|/)" + UUID + "/[^/]+/\\d{6}(?:\\.gz)?$");

    /** Objects by which a service tried whether it may write. */
    private static final Set<String> PROBES =
            Set.of("ConfigWritabilityCheckFile", "aws-logs-write-test", "ELBAccessLogTestFile");

    /** Ends of names that a log may have; one without an extension may be one, too. */
    private static final Set<String> LOG_EXTENSIONS = Set.of("json", "jsonl", "ndjson", "gz", "log", "txt", "parquet");

    /** Where an object store keeps its metadata on disk, beside the object. */
    static final String METADATA_SUFFIX = ".metadata.json";

    /**
     * Reads a key.
     *
     * @param key whole key in its bucket, or whole path on disk, with forward slashes
     */
    public static KeyFacts of(String key) {
        String name = key.substring(key.lastIndexOf('/') + 1);
        if (name.isEmpty() || PROBES.contains(name) || name.endsWith(METADATA_SUFFIX)) {
            return of(ObjectKind.FOREIGN, service(key));
        }
        Matcher m = SERVICE_FILE.matcher(name);
        if (m.matches()) {
            return new KeyFacts(kind(m.group(2)), m.group(1), m.group(3), time(m, 4, 5), false);
        }
        m = DNS_FILE.matcher(name);
        if (m.matches()) {
            return new KeyFacts(ObjectKind.DNS, m.group(1), null, time(m, 2, 5), false);
        }
        m = S3_ACCESS_FILE.matcher(name);
        if (m.matches()) {
            Matcher partition = S3_PARTITION.matcher(key);
            boolean partitioned = partition.find();
            // a log partitioned by the time of events has the day alone
            boolean toTheDay = partitioned && name.contains("-00-00-00-");
            return new KeyFacts(
                    ObjectKind.S3_ACCESS,
                    partitioned ? partition.group(1) : null,
                    partitioned ? partition.group(2) : null,
                    time(m, 1, 5),
                    toTheDay);
        }
        for (Pattern folders : List.of(DATED, HIVE)) {
            m = folders.matcher(key);
            if (m.find()) {
                ObjectKind kind = kind(m.group(2));
                String region = kind == ObjectKind.DNS ? null : m.group(3);
                return new KeyFacts(kind, m.group(1), region, time(m, 4, 3), true);
            }
        }
        Matcher service = service(key);
        if (service != null) {
            return of(kind(service.group(2)), service);
        }
        m = FIREHOSE_FILE.matcher(name);
        if (m.matches()) {
            return new KeyFacts(ObjectKind.UNKNOWN, null, null, time(m, 1, 5), false);
        }
        ObjectKind kind = EXPORT.matcher(key).find()
                ? ObjectKind.HOST_AUTH
                : mayBeLog(name) ? ObjectKind.UNKNOWN : ObjectKind.FOREIGN;
        return new KeyFacts(kind, null, null, null, false);
    }

    /** {@code AWSLogs/<account>/<service>/} with or without a region; null where the key has none. */
    private static Matcher service(String key) {
        Matcher m = UNDATED.matcher(key);
        return m.find() ? m : null;
    }

    private static KeyFacts of(ObjectKind kind, Matcher service) {
        return service == null
                ? new KeyFacts(kind, null, null, null, false)
                : new KeyFacts(kind, service.group(1), service.group(3), null, false);
    }

    private static boolean mayBeLog(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 || LOG_EXTENSIONS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    static ObjectKind kind(String service) {
        return switch (service) {
            case "CloudTrail" -> ObjectKind.CLOUDTRAIL;
            case "CloudTrail-Digest" -> ObjectKind.DIGESTS;
            case "CloudTrail-Insight" -> ObjectKind.INSIGHTS;
            case "CloudTrail-NetworkActivity" -> ObjectKind.NETWORK_ACTIVITY;
            case "CloudTrail-Aggregated" -> ObjectKind.AGGREGATED;
            case "vpcflowlogs" -> ObjectKind.FLOW;
            case "vpcdnsquerylogs" -> ObjectKind.DNS;
            case "GuardDuty" -> ObjectKind.IMPORTED_FINDINGS;
            case "Config" -> ObjectKind.CONFIG_ITEMS;
            default -> ObjectKind.FOREIGN;
        };
    }

    /** The time in so many groups from one on: year, month, day, and hour and minute where there are five. */
    private static Instant time(Matcher m, int group, int groups) {
        int[] n = new int[5];
        for (int i = 0; i < groups; i++) {
            n[i] = Integer.parseInt(m.group(group + i));
        }
        try {
            return LocalDateTime.of(n[0], n[1], n[2], n[3], n[4]).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null; // 20231399T9999Z: a name, not a time
        }
    }
}
