package io.coldtrail.archive;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the key of an object tells before it is fetched. Layouts:
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-find-log-files.html. Any prefix may stand before
 * {@code AWSLogs/}; an organization's id before the account, or before {@code AWSLogs/} (Control Tower); a bare folder
 * of files keeps what the file's name says.
 *
 * @param kind what the object holds
 * @param account account, null where the key does not tell
 * @param region region, null where the key does not tell
 * @param delivered start of the minute (of the day, where only the folders tell) of delivery, null if unknown
 * @param toTheDay true where only the day of delivery is known
 */
public record KeyFacts(ObjectKind kind, String account, String region, Instant delivered, boolean toTheDay) {
    private static final Pattern FILE = Pattern.compile(
            "([^/_]+)_(CloudTrail(?:-[A-Za-z]+)?)_([a-z0-9-]+)_(?:.*_)?(\\d{4})(\\d\\d)(\\d\\d)T(\\d\\d)(\\d\\d)(?:\\d\\d)?Z.*");
    private static final Pattern FOLDERS = Pattern.compile(
            "(?:^|/)([^/]+)/(CloudTrail(?:-[A-Za-z]+)?)/([a-z0-9-]+)/(\\d{4})/(\\d{1,2})/(\\d{1,2})/[^/]*$",
            Pattern.DOTALL);
    private static final Pattern OTHER_SERVICE =
            Pattern.compile("(?:^|/)AWSLogs/(?:o-[a-z0-9]+/)?(\\d{12})/(?!CloudTrail/)([^/]+)/.*", Pattern.DOTALL);
    private static final Pattern JSON_FILE = Pattern.compile(
            ".*\\.(?:json|jsonl|ndjson|json\\.gz|jsonl\\.gz|ndjson\\.gz|gz)$",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /**
     * Reads a key.
     *
     * @param key whole key in its bucket, or whole path on disk, with forward slashes
     */
    public static KeyFacts of(String key) {
        String name = key.substring(key.lastIndexOf('/') + 1);
        Matcher folders = FOLDERS.matcher(key);
        boolean inFolders = folders.find();
        Matcher file = FILE.matcher(name);
        if (file.matches()) {
            Instant delivered = minute(file);
            return new KeyFacts(kind(file.group(2)), file.group(1), file.group(3), delivered, false);
        }
        if (name.isEmpty()) {
            return foreign(null);
        }
        if (inFolders) {
            Instant day = day(folders);
            return new KeyFacts(kind(folders.group(2)), folders.group(1), folders.group(3), day, true);
        }
        Matcher other = OTHER_SERVICE.matcher(key);
        if (other.find()) {
            return foreign(other.group(1));
        }
        return JSON_FILE.matcher(name).matches()
                ? new KeyFacts(ObjectKind.CLOUDTRAIL, null, null, null, false)
                : foreign(null);
    }

    private static KeyFacts foreign(String account) {
        return new KeyFacts(ObjectKind.FOREIGN, account, null, null, false);
    }

    private static ObjectKind kind(String folder) {
        return switch (folder) {
            case "CloudTrail" -> ObjectKind.CLOUDTRAIL;
            case "CloudTrail-Digest" -> ObjectKind.DIGESTS;
            case "CloudTrail-Insight" -> ObjectKind.INSIGHTS;
            case "CloudTrail-NetworkActivity" -> ObjectKind.NETWORK_ACTIVITY;
            case "CloudTrail-Aggregated" -> ObjectKind.AGGREGATED;
            default -> ObjectKind.FOREIGN;
        };
    }

    private static Instant minute(Matcher m) {
        try {
            return LocalDateTime.of(number(m, 4), number(m, 5), number(m, 6), number(m, 7), number(m, 8))
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null; // 20231399T9999Z: a name, not a time
        }
    }

    private static Instant day(Matcher m) {
        try {
            return LocalDate.of(number(m, 4), number(m, 5), number(m, 6))
                    .atStartOfDay()
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static int number(Matcher m, int group) {
        return Integer.parseInt(m.group(group));
    }
}
