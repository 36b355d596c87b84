package io.coldtrail.trace.exposure;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import io.coldtrail.lake.Grade;
import io.coldtrail.lake.TableRow;
import io.coldtrail.trace.Ids;
import io.coldtrail.trace.incident.CaseRecords;
import io.coldtrail.trace.incident.Cell;
import io.coldtrail.trace.incident.Evidence;
import io.coldtrail.trace.incident.HeldSession;
import io.coldtrail.trace.incident.IncidentView;
import io.coldtrail.trace.incident.Say;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/** Keys that the attacker used or could have used, and the passwords that let them in over SSH. */
final class CredentialExposures {
    private static final int MOST = 1_000;
    /** A login this long before a key's first use elsewhere may be how the key left; a role's key lives 6 h. */
    private static final Duration BEFORE_USE = Duration.ofHours(6);

    private final CaseRecords records;
    private final List<Row> logins;

    CredentialExposures(CaseRecords records) {
        this.records = records;
        this.logins = Evidence.marked(
                        records.attackIn("host_auth").where("action = 'accepted'"),
                        "incident_id",
                        "instance_id",
                        "user_name",
                        "method")
                .groupBy("incident_id", "instance_id", "user_name", "method")
                .agg(
                        expr("count(*) AS n"),
                        expr("min(event_time) AS time_first"),
                        expr("max(event_time) AS time_last"),
                        expr("min(grade) AS grade"),
                        expr("array_sort(collect_set(source_ip) FILTER (WHERE ref IS NOT NULL)) AS addresses"),
                        Evidence.refs().as("evidence"))
                .orderBy("incident_id", "instance_id", "user_name", "method")
                .limit(MOST)
                .collectAsList();
    }

    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (IncidentView incident : records.incidents()) {
            logins.stream()
                    .filter(l -> incident.id().equals(l.getAs("incident_id")))
                    .filter(l -> "password".equals(l.getAs("method")))
                    .forEach(l -> rows.add(password(incident, l)));
        }
        Map<String, List<HeldSession>> sessions = new HashMap<>();
        records.incidents()
                .forEach(i -> i.sessions().forEach(s -> sessions.computeIfAbsent(s.id(), k -> new ArrayList<>())
                        .add(s)));
        for (Row use : uses()) {
            IncidentView incident = records.incidents().stream()
                    .filter(i -> i.id().equals(use.getAs("incident_id")))
                    .findFirst()
                    .orElse(null);
            List<HeldSession> held = sessions.getOrDefault(Cell.text(use, "session_id"), List.of());
            if (incident != null && !held.isEmpty()) {
                rows.add(key(incident, held.get(0), use));
            }
        }
        return rows;
    }

    /** Keys that signed calls of the attacker. */
    private List<Row> uses() {
        return Evidence.marked(
                        records.attackIn("cloudtrail")
                                .where(col("access_key_id").isNotNull()),
                        "incident_id",
                        "session_id",
                        "access_key_id")
                .groupBy("incident_id", "session_id", "access_key_id")
                .agg(
                        expr("count(*) AS n"),
                        expr("min(event_time) AS time_first"),
                        expr("max(event_time) AS time_last"),
                        expr("min(event_time) FILTER (WHERE actor = 'attacker') AS used_outside"),
                        expr(
                                "min_by(source_ip, struct(event_time, object, record_index)) FILTER (WHERE actor = 'attacker') AS outside"),
                        expr("max(event_time) FILTER (WHERE outcome = 'success') AS last_success"),
                        expr("min(grade) AS grade"),
                        expr("array_sort(collect_set(source_ip) FILTER (WHERE ref IS NOT NULL)) AS addresses"),
                        Evidence.refs().as("evidence"))
                .orderBy("incident_id", "time_first", "access_key_id")
                .limit(MOST)
                .collectAsList();
    }

    private Row key(IncidentView incident, HeldSession session, Row use) {
        String key = use.getAs("access_key_id");
        Instant first =
                Cell.time(use, "used_outside") == null ? Cell.time(use, "time_first") : Cell.time(use, "used_outside");
        Row login = session.ofInstance() ? login(incident, session.name(), first) : null;
        List<List<Row>> refs = new ArrayList<>();
        if (login != null) {
            refs.add(Evidence.of(login).subList(0, 1));
        }
        refs.add(Evidence.of(use));
        return TableRow.of("exposures")
                .set("exposure_id", Ids.of("exposure", incident.id(), "credential", session.id(), key))
                .set("incident_id", incident.id())
                .set("kind", "credential")
                .set("resource_type", "AwsIamAccessKey")
                .set("resource_id", key)
                .set("container", session.principal())
                .set("item", key)
                .set("state", session.used() ? "READ_PROVEN" : "REACHABLE")
                .set("time_first", Cell.time(use, "time_first"))
                .set("time_last", Cell.time(use, "time_last"))
                .set("expires", session.expires())
                .set("who", Cell.texts(use, "addresses"))
                .set("n", Cell.number(use, "n"))
                .set("contents", "signs calls as " + session.shortName())
                .set("grade", session.grade())
                .set("rule", session.rule())
                .set("detail", detail(session, key, use, login))
                .set("evidence", Evidence.together(refs))
                .row();
    }

    private static String detail(HeldSession session, String key, Row use, Row login) {
        String whose = session.ofInstance()
                ? "role " + session.shortName() + " on " + session.name()
                : session.principal() != null && session.principal().contains(":role/")
                        ? "role " + session.shortName() + (session.name() == null ? "" : ", session " + session.name())
                        : session.shortName();
        String left = !session.ofInstance()
                ? ""
                : login != null
                        ? " It left the machine by SSH, after the login as " + login.getAs("user_name") + " at "
                                + Say.time(Cell.time(login, "time_first"))
                                + ": whoever has a shell there can ask the metadata service for it."
                        : " No log here shows how it left the machine.";
        String end = session.expires() == null
                ? " It has no end."
                : " It expires at " + Say.time(session.expires()) + " ("
                        + "issued at " + Say.time(session.created())
                        + ("issuing event".equals(session.basis())
                                ? ", by the event of it"
                                : ", and the longest AWS allows")
                        + ").";
        Instant outside = Cell.time(use, "used_outside");
        return "Key " + key + " of " + whose + " signed " + Say.count(Cell.number(use, "n"), "call", "calls")
                + " of the attacker"
                + (outside == null ? "" : ", first at " + Say.time(outside) + " from " + use.getAs("outside"))
                + "." + left + end;
    }

    /** The login that may have let the key out. */
    private Row login(IncidentView incident, String instance, Instant used) {
        return logins.stream()
                .filter(l -> incident.id().equals(l.getAs("incident_id")) && instance.equals(l.getAs("instance_id")))
                .filter(l -> !Cell.time(l, "time_first").isAfter(used)
                        && !Cell.time(l, "time_first").plus(BEFORE_USE).isBefore(used))
                .findFirst()
                .orElse(null);
    }

    private static Row password(IncidentView incident, Row login) {
        String user = login.getAs("user_name");
        String instance = login.getAs("instance_id");
        String place = instance == null ? "a machine without a name in its log" : instance;
        return TableRow.of("exposures")
                .set("exposure_id", Ids.of("exposure", incident.id(), "password", instance, user))
                .set("incident_id", incident.id())
                .set("kind", "password")
                .set("resource_type", "Other")
                .set("resource_id", place + "/" + user)
                .set("container", instance)
                .set("item", user)
                .set("state", "READ_PROVEN")
                .set("time_first", Cell.time(login, "time_first"))
                .set("time_last", Cell.time(login, "time_last"))
                .set("who", Cell.texts(login, "addresses"))
                .set("n", Cell.number(login, "n"))
                .set("contents", "lets in over SSH")
                .set("grade", Grade.A.name())
                .set("rule", "accepted password")
                .set(
                        "detail",
                        "The password of " + user + " on " + place + " let the attacker in "
                                + Say.times(Cell.number(login, "n")) + ", first at "
                                + Say.time(Cell.time(login, "time_first"))
                                + ". It is good until someone changes it.")
                .set("evidence", Evidence.of(login))
                .row();
    }
}
