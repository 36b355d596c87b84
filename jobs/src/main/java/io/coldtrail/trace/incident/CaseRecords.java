package io.coldtrail.trace.incident;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.to_date;

import io.coldtrail.lake.Actor;
import io.coldtrail.lake.Settings;
import io.coldtrail.trace.WorkingSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What the answers are read from: incidents, and the attacker's records, log by log. */
public final class CaseRecords {
    /** More of one kind than anyone reads; what an attacker can make many of must not fill the driver. */
    private static final int MOST = 1_000;

    private final WorkingSet set;
    private final Dataset<Row> attack;
    private final List<IncidentView> incidents;
    private final Map<String, Dataset<Row>> attacks = new ConcurrentHashMap<>();

    public CaseRecords(WorkingSet set) {
        this.set = set;
        this.attack = set.keep(set.table("attribution")
                .where(col("actor")
                        .isin(Actor.ATTACKER.word(), Actor.LIKELY_ATTACKER.word())
                        .and(col("incident_id").isNotNull()))
                .select(
                        col("incident_id"),
                        col("actor"),
                        col("grade"),
                        col("session_id"),
                        col("log"),
                        col("object"),
                        col("record_index"),
                        to_date(col("event_time")).as("event_date")));
        this.incidents = read();
    }

    /** What the case was asked. */
    public Settings settings() {
        return set.kase().settings();
    }

    /** See {@link WorkingSet#events}. */
    public Dataset<Row> events(String log) {
        return set.events(log);
    }

    /** True where the archive holds no record of a log, be it outside of the window. */
    public boolean isAbsent(String log) {
        return set.kase().isEmpty(log);
    }

    /** See {@link WorkingSet#table}. */
    public Dataset<Row> table(String name) {
        return set.table(name);
    }

    /** See {@link WorkingSet#replace(String, List)}. */
    public void replace(String name, List<Row> rows) {
        set.replace(name, rows);
    }

    /** See {@link WorkingSet#replace(String, Dataset)}. */
    public void replace(String name, Dataset<Row> rows) {
        set.replace(name, rows);
    }

    /** Keeps rows that several queries read. */
    public Dataset<Row> keep(Dataset<Row> rows) {
        return set.keep(rows);
    }

    /** In the order of their beginning. */
    public List<IncidentView> incidents() {
        return incidents;
    }

    /** Places of the attacker's records, with day, incident, actor, grade and session. */
    public Dataset<Row> attack() {
        return attack;
    }

    /** The attacker's records of a log, all but their bytes, with incident, actor, grade and session; column {@code log} names it. */
    public Dataset<Row> attackIn(String log) {
        return attacks.computeIfAbsent(log, l -> {
            // by day, too: files of other days are not opened
            return keep(events(l)
                    .join(
                            attack.where(col("log").equalTo(l)).drop("log"),
                            new String[] {"event_date", "object", "record_index"})
                    .withColumn("log", lit(l)));
        });
    }

    /** The records of a log that are not the attacker's. */
    public Dataset<Row> othersIn(String log) {
        return events(log)
                .join(
                        attack.where(col("log").equalTo(log)).select("object", "record_index"),
                        new String[] {"object", "record_index"},
                        "left_anti")
                .withColumn("log", lit(log));
    }

    private List<IncidentView> read() {
        Map<String, List<HeldSession>> sessions = new HashMap<>();
        for (Row r : some("sessions", col("state").isNotNull(), "session_id")) {
            sessions.computeIfAbsent(Cell.text(r, "incident_id"), i -> new ArrayList<>())
                    .add(new HeldSession(
                            Cell.text(r, "session_id"),
                            Cell.text(r, "kind"),
                            Cell.text(r, "principal"),
                            Cell.text(r, "session_name"),
                            Cell.time(r, "created"),
                            Cell.text(r, "parent_session_id"),
                            Cell.time(r, "expires"),
                            Cell.text(r, "expires_basis"),
                            "USED".equals(Cell.text(r, "state")),
                            Cell.text(r, "grade"),
                            Cell.text(r, "rule")));
        }
        Map<String, SortedSet<String>> machines = new HashMap<>();
        for (Row r : some("spread", col("kind").equalTo("instance"), "node")) {
            add(machines, r, Cell.text(r, "node").replaceFirst("^instance:", ""));
        }
        Map<String, SortedSet<String>> addresses = new HashMap<>();
        Map<String, SortedSet<String>> owners = new HashMap<>();
        for (Row r : some("addresses", col("state").isNotNull(), "address_id")) {
            add(addresses, r, Cell.text(r, "ip"));
            if ("instance".equals(Cell.text(r, "owner_kind"))) {
                add(owners, r, Cell.text(r, "owner"));
            }
        }
        SortedSet<String> suspects = new TreeSet<>();
        some("facts", col("kind").equalTo("suspect").and(col("what").equalTo("instance")), "fact_id")
                .forEach(r -> suspects.add(Cell.text(r, "value")));
        List<IncidentView> views = new ArrayList<>();
        for (Row r : some("incidents", col("incident_id").isNotNull(), "incident_id")) {
            String id = Cell.text(r, "incident_id");
            SortedSet<String> ips = addresses.getOrDefault(id, new TreeSet<>());
            SortedSet<String> fallen = new TreeSet<>(machines.getOrDefault(id, new TreeSet<>()));
            SortedSet<String> attackers = new TreeSet<>(owners.getOrDefault(id, new TreeSet<>()));
            SortedSet<String> named = new TreeSet<>(suspects);
            named.retainAll(union(attackers, fallen));
            attackers.addAll(named);
            // a machine is its own address's owner too: what the attacker brought along is not what fell
            fallen.removeAll(attackers);
            views.add(new IncidentView(
                    id,
                    Cell.time(r, "first_seen"),
                    Cell.time(r, "last_seen"),
                    Cell.time(r, "last_success"),
                    new TreeSet<>(Cell.texts(r, "accounts")),
                    new TreeSet<>(Cell.texts(r, "regions")),
                    ips,
                    sessions.getOrDefault(id, List.of()),
                    withSessions(fallen, sessions.getOrDefault(id, List.of()), attackers),
                    attackers,
                    named));
        }
        views.sort(Comparator.comparing(IncidentView::first, Comparator.nullsLast(Comparator.<Instant>naturalOrder()))
                .thenComparing(IncidentView::id));
        return List.copyOf(views);
    }

    /** A machine whose credentials were used elsewhere gave them away, whatever else is known of it. */
    private static SortedSet<String> withSessions(
            SortedSet<String> fallen, List<HeldSession> sessions, SortedSet<String> attackers) {
        sessions.stream()
                .filter(s -> s.used() && s.ofInstance() && !attackers.contains(s.name()))
                .forEach(s -> fallen.add(s.name()));
        return fallen;
    }

    private static SortedSet<String> union(SortedSet<String> a, SortedSet<String> b) {
        SortedSet<String> all = new TreeSet<>(a);
        all.addAll(b);
        return all;
    }

    private static void add(Map<String, SortedSet<String>> map, Row row, String value) {
        if (value != null) {
            map.computeIfAbsent(Cell.text(row, "incident_id"), i -> new TreeSet<>())
                    .add(value);
        }
    }

    private List<Row> some(String table, Column where, String order) {
        return set.table(table).where(where).orderBy(order).limit(MOST).collectAsList();
    }
}
