package io.coldtrail.trace.incident;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** How times, counts and names stand in a sentence. */
public final class Say {
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int NAMED = 5;

    private Say() {}

    public static String time(Instant time) {
        return time == null ? "an unknown time" : SECOND.format(time);
    }

    public static String span(Instant from, Instant to) {
        if (from == null || from.equals(to)) {
            return from == null ? "until " + time(to) : "at " + time(from);
        }
        return "from " + time(from) + " to " + (to == null ? "the end of the archive" : time(to));
    }

    public static String number(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    public static String count(long n, String one, String many) {
        return number(n) + " " + (n == 1 ? one : many);
    }

    public static String times(long n) {
        return n == 1 ? "once" : n == 2 ? "twice" : number(n) + " times";
    }

    public static String duration(Duration d) {
        if (d.toHours() >= 1) {
            return d.toHours() + " h " + d.toMinutesPart() + " min";
        }
        return d.toMinutes() >= 1 ? d.toMinutes() + " min" : d.toSeconds() + " s";
    }

    /** A few by name, the rest by number. */
    public static String list(Collection<String> names) {
        List<String> all = new ArrayList<>(names);
        if (all.isEmpty()) {
            return "none";
        }
        if (all.size() > NAMED) {
            return String.join(", ", all.subList(0, NAMED)) + " and " + number(all.size() - NAMED) + " more";
        }
        return all.size() == 1
                ? all.get(0)
                : String.join(", ", all.subList(0, all.size() - 1)) + " and " + all.get(all.size() - 1);
    }

    /** The last part of an arn, which a reader knows. */
    public static String name(String arn) {
        return arn == null ? "somebody" : arn.substring(Math.max(arn.lastIndexOf('/'), arn.lastIndexOf(':')) + 1);
    }

    /** Role and session of a role session, user name of a user. */
    public static String who(String arn) {
        int role = arn == null ? -1 : arn.indexOf(":assumed-role/");
        return role < 0 ? name(arn) : arn.substring(role + ":assumed-role/".length());
    }
}
