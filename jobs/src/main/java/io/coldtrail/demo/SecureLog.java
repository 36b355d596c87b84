package io.coldtrail.demo;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The web server's /var/log/secure, as an export of CloudWatch Logs gives it: an object a day, each line behind the
 * time of its event. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/S3Export.html
 */
final class SecureLog {
    /** Day of month padded with a blank, and no year: as syslog writes it. */
    private static final DateTimeFormatter SYSLOG =
            DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.US).withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter EXPORT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final World world;
    private final ArchiveFolder archive;
    private final Truth truth;
    private final String folder;
    private final TreeMap<LocalDate, List<HostLine>> days = new TreeMap<>();
    private long written;

    SecureLog(World world, ArchiveFolder archive, Truth truth) {
        this.world = world;
        this.archive = archive;
        this.truth = truth;
        folder = "exportedlogs/" + World.STORY + "-var-log-secure/"
                + Dice.of(world.seed, "export task").guid() + "/" + world.web.id() + "-ssh/";
    }

    void add(HostLine line) {
        days.computeIfAbsent(LocalDate.ofInstant(line.time(), ZoneOffset.UTC), day -> new ArrayList<>())
                .add(line);
    }

    /** What the export holds is known when it runs, after the last day. */
    void close() throws IOException {
        int number = 0;
        for (List<HostLine> day : days.values()) {
            day.sort(Comparator.comparing(HostLine::time));
            archive.put(folder + String.format(Locale.ROOT, "%06d.gz", number++), content(day));
        }
    }

    long written() {
        return written;
    }

    private byte[] content(List<HostLine> day) {
        List<String> lines = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        for (HostLine line : day) {
            String text = text(line);
            int before = seen.merge(text, 1, Integer::sum) - 1;
            lines.add(text);
            truth.add(line, Records.id(text, before));
        }
        written += lines.size();
        return Records.lines(lines);
    }

    private String text(HostLine line) {
        Instant time = line.time();
        String process = line.pid() == 0 ? line.program() : line.program() + "[" + line.pid() + "]";
        return EXPORT.format(time) + " " + SYSLOG.format(time) + " ip-"
                + world.web.privateIp().replace('.', '-') + " " + process + ": " + line.text();
    }
}
