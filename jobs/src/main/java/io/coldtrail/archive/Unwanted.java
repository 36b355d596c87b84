package io.coldtrail.archive;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What of an archive need not be listed: names of folders, or of the access logs in one, tell that nothing there is wanted. */
final class Unwanted {
    private static final String REGION = "[a-z]{2}(?:-[a-z]+)+-\\d";

    /** {@code <account>/<service>/<region>/<year>/<month>/<day>/}, as far as the key goes. */
    private static final Pattern DATED = Pattern.compile("(?:^|/)(?<account>\\d{12})/(?<service>" + KeyFacts.SERVICES
            + ")/(?:(?<region>[a-z0-9-]+)/(?:(?<year>\\d{4})/(?:(?<month>\\d{1,2})/(?:(?<day>\\d{1,2})/)?)?)?)?");

    private static final Pattern HIVE = Pattern.compile(
            "(?:^|/)aws-account-id=(?<account>\\d{12})/aws-service=(?<service>[^/]+)"
                    + "/(?:aws-region=(?<region>[^/]+)/(?:year=(?<year>\\d{4})/(?:month=(?<month>\\d{1,2})/(?:day=(?<day>\\d{1,2})/)?)?)?)?");

    /** Other services: when their objects were delivered is not looked at. */
    private static final Pattern UNDATED = Pattern.compile(
            "(?:^|/)AWSLogs/(?:o-[a-z0-9]+/)?(?<account>\\d{12})/(?<service>[^/]+)/(?:(?<region>" + REGION + ")/)?");

    /** {@code <account>/<region>/<bucket>/<year>/<month>/<day>/} of S3 access logs; the year tells that it is this layout. */
    private static final Pattern PARTITIONED = Pattern.compile("(?:^|/)(?<account>\\d{12})/(?<region>" + REGION
            + ")/[^/]+/(?<year>\\d{4})/(?:(?<month>\\d\\d)/(?:(?<day>\\d\\d)/)?)?");

    /** The file in a folder may be of the day before or after: around midnight its name and the folder may differ. */
    private static final Duration MARGIN = Duration.ofDays(1);

    private static final List<ChronoUnit> UNITS = List.of(ChronoUnit.YEARS, ChronoUnit.MONTHS, ChronoUnit.DAYS);

    private Unwanted() {}

    /** The topmost folder on the way to a key in which nothing is wanted, null for none. All keys in it give the same. */
    static String folder(ArchiveFilter filter, String key) {
        if (filter.isAll()) {
            return null;
        }
        for (Pattern layout : List.of(DATED, HIVE)) {
            Matcher m = layout.matcher(key);
            if (m.find()) {
                int place = place(filter, m);
                return through(key, place > 0 ? place : time(filter, KeyFacts.kind(m.group("service")), m));
            }
        }
        Matcher m = UNDATED.matcher(key);
        if (m.find()) {
            return through(key, place(filter, m));
        }
        m = PARTITIONED.matcher(key);
        if (m.find()) {
            boolean here = filter.wantsAccount(ObjectKind.S3_ACCESS, m.group("account"))
                    && filter.wantsRegion(m.group("region"));
            return through(key, here ? time(filter, ObjectKind.S3_ACCESS, m) : m.end("year"));
        }
        return null;
    }

    private static String through(String key, int endOfName) {
        return endOfName < 0 ? null : key.substring(0, endOfName + 1);
    }

    /** Where the name of the folder of an unwanted account or region ends, less than zero where there is none. */
    private static int place(ArchiveFilter filter, Matcher m) {
        ObjectKind kind = KeyFacts.kind(m.group("service"));
        if (!filter.wantsAccount(kind, m.group("account"))) {
            return m.end("service");
        }
        return kind == ObjectKind.DNS || filter.wantsRegion(m.group("region")) ? -1 : m.end("region");
    }

    /** Where the name of the topmost folder of an unwanted time ends, less than zero where there is none. */
    private static int time(ArchiveFilter filter, ObjectKind kind, Matcher m) {
        for (ChronoUnit unit : UNITS) {
            String name = unit == ChronoUnit.YEARS ? "year" : unit == ChronoUnit.MONTHS ? "month" : "day";
            LocalDate start =
                    m.group(name) == null ? null : start(unit, m.group("year"), m.group("month"), m.group("day"));
            if (start == null) {
                return -1;
            }
            if (!filter.wantsTime(
                    kind,
                    instant(start).minus(MARGIN),
                    instant(start.plus(1, unit)).plus(MARGIN))) {
                return m.end(name);
            }
        }
        return -1;
    }

    /**
     * What the name of an S3 access log begins with, through its year, month or day, where logs of that time are not wanted;
     * null where they are, or where it is none. What else lies in the folder and begins so is taken for one of them.
     */
    static String names(ArchiveFilter filter, String key) {
        if (filter.from() == null && filter.to() == null) {
            return null;
        }
        int name = key.lastIndexOf('/') + 1;
        Matcher m = KeyFacts.S3_ACCESS_FILE.matcher(key.substring(name));
        if (!m.matches()) {
            return null;
        }
        for (ChronoUnit unit : UNITS) {
            LocalDate start = start(unit, m.group(1), m.group(2), m.group(3));
            if (start == null) {
                return null;
            }
            if (!filter.wantsTime(ObjectKind.S3_ACCESS, instant(start), instant(start.plus(1, unit)))) {
                int end = unit == ChronoUnit.YEARS ? m.end(1) : unit == ChronoUnit.MONTHS ? m.end(2) : m.end(3);
                return key.substring(0, name + end + 1);
            }
        }
        return null;
    }

    /** First day of the year, month or day; null where it is a name, not a day. */
    private static LocalDate start(ChronoUnit unit, String year, String month, String day) {
        try {
            return LocalDate.of(
                    Integer.parseInt(year),
                    unit == ChronoUnit.YEARS ? 1 : Integer.parseInt(month),
                    unit == ChronoUnit.DAYS ? Integer.parseInt(day) : 1);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Instant instant(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
