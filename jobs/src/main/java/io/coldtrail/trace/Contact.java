package io.coldtrail.trace;

import io.coldtrail.lake.Actor;
import io.coldtrail.lake.Grade;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.sql.Row;

/**
 * What a moment of another log than CloudTrail has beyond a call: who met whom.
 *
 * @param machine instance at the other end, or that logged; null where not known
 * @param other address at the other end, null for several
 * @param port of the server, null for several or none
 * @param tries attempts that the records stand for
 * @param methods how logins were proved
 * @param end last packet, or last record
 */
record Contact(String machine, String other, Integer port, long tries, SortedSet<String> methods, Instant end) {
    /** A flow's times are of packets within a minute. */
    private static final Duration FLOW = Duration.ofMinutes(1);

    private static final String FLOWS = "flow";
    private static final String REQUESTS = "s3_access";

    /** Moments by incident. */
    static Map<String, List<Moment>> moments(Collection<Row> rows) {
        Map<String, List<Moment>> moments = new HashMap<>();
        for (Row r : rows) {
            Moment m = moment(r);
            moments.computeIfAbsent(m.incident(), i -> new ArrayList<>()).add(m);
        }
        return moments;
    }

    private static Moment moment(Row r) {
        String log = r.getAs("log");
        String attacker = r.getAs("attacker");
        SortedSet<String> addresses = new TreeSet<>();
        if (io.coldtrail.net.IpAddress.parse(attacker) != null) {
            addresses.add(attacker);
        }
        Long targets = r.getAs("targets");
        EventRef last = ActivityReader.ref(r.getAs("last"));
        Contact contact = log.equals(REQUESTS)
                ? null
                : new Contact(
                        r.getAs("machine"),
                        r.getAs("other"),
                        r.getAs("port"),
                        r.<Long>getAs("tries"),
                        set(r, "methods"),
                        ActivityReader.instant(r, "end"));
        return new Moment(
                r.getAs("moment"),
                r.getAs("incident"),
                Actor.valueOf(r.<String>getAs("actor").toUpperCase(Locale.ROOT)),
                attacker,
                r.getAs("shape"),
                0,
                r.getAs("pinned"),
                Grade.valueOf(r.getAs("grade")),
                new Api(log, r.getAs("verb")),
                r.getAs("outcome"),
                false,
                r.getAs("parent"),
                targets == null ? 0 : targets,
                targets == null ? new TreeSet<>() : set(r, "sample"),
                r.<Long>getAs("n"),
                r.<Long>getAs("success"),
                r.<Long>getAs("denied"),
                r.<Long>getAs("bytes"),
                new Moment.Gaps(r.<Long>getAs("gaps"), r.<Double>getAs("gap_sum"), r.<Double>getAs("gap_squares")),
                ActivityReader.ref(r.getAs("first")),
                last,
                new TreeSet<>(),
                new TreeSet<>(),
                new TreeSet<>(),
                addresses,
                set(r, "regions"),
                set(r, "accounts"),
                new TreeSet<>(),
                set(r, "rules"),
                null,
                null,
                contact);
    }

    private static SortedSet<String> set(Row r, String column) {
        return new TreeSet<>(r.<String>getList(r.fieldIndex(column)));
    }

    /** Not before this. */
    static Instant lo(Moment m) {
        return isFlow(m) ? m.start().minus(FLOW) : m.start();
    }

    /** Not after this: logs of calls, requests and logins are good to a second. */
    static Instant hi(Moment m) {
        return isFlow(m) ? m.contact().end().plus(FLOW) : m.last().time().plusSeconds(1);
    }

    private static boolean isFlow(Moment m) {
        return m.contact() != null && m.api().source().equals(FLOWS);
    }
}
