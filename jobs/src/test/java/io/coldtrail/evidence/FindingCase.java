package io.coldtrail.evidence;

import io.coldtrail.lake.Case;
import io.coldtrail.lake.TableSchema;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructField;

/** A small case made by hand, table by table, with the bytes of its archived objects. */
final class FindingCase {
    static final String ACCOUNT = "111122223333";
    static final String REGION = "us-west-2";
    static final String ROLE = "arn:aws:iam::" + ACCOUNT + ":role/web";
    static final String ATTACKER_IP = "203.0.113.66";

    final Case investigation;
    final Map<String, byte[]> archive = new HashMap<>();
    private final Map<String, List<Row>> tables = new HashMap<>();
    private final Map<String, StringBuilder> bodies = new HashMap<>();

    FindingCase(Case investigation) {
        this.investigation = investigation;
    }

    /** A record and where it lies. */
    record Record(String object, int index, Instant time) {}

    /** Adds an event to the object's body and to table cloudtrail. */
    Record event(String object, String time, String source, String name, Map<String, Object> more) {
        StringBuilder body = bodies.computeIfAbsent(object, o -> new StringBuilder("{\"Records\":["));
        int index = body.toString().split("\"eventName\"", -1).length - 1;
        body.append(index == 0 ? "" : ", ");
        String raw = "{\"eventName\": \"" + name + "\", \"eventTime\": \"" + time + "\", \"place\": \"Zürich " + index
                + "\"}";
        long offset = body.toString().getBytes(StandardCharsets.UTF_8).length;
        body.append(raw);
        Instant instant = Instant.parse(time);
        Map<String, Object> cells = new HashMap<>();
        cells.put("event_time", Timestamp.from(instant));
        cells.put("event_date", Date.valueOf(LocalDate.ofInstant(instant, ZoneOffset.UTC)));
        cells.put("account_id", ACCOUNT);
        cells.put("aws_region", REGION);
        cells.put("event_source", source + ".amazonaws.com");
        cells.put("event_name", name);
        cells.put("outcome", "success");
        cells.put("event_id", object + "-" + index);
        cells.put("raw", raw);
        cells.put("object", object);
        cells.put("record_index", index);
        cells.put("record_offset", offset);
        cells.put("record_length", raw.getBytes(StandardCharsets.UTF_8).length);
        cells.put("record_form", "bytes");
        cells.putAll(more);
        add("cloudtrail", cells);
        return new Record(object, index, instant);
    }

    /** The stolen session of role web, at the attacker's address. */
    static Map<String, Object> stolen(Object... more) {
        Map<String, Object> cells = new HashMap<>(Map.of(
                "user_type", "AssumedRole",
                "user_arn", "arn:aws:sts::" + ACCOUNT + ":assumed-role/web/i-0a1b2c3d",
                "principal_id", "AROAEXAMPLEEXAMPLE123:i-0a1b2c3d",
                "issuer_arn", ROLE,
                "issuer_principal_id", "AROAEXAMPLEEXAMPLE123",
                "access_key_id", "ASIAEXAMPLE",
                "source_ip", ATTACKER_IP));
        for (int i = 0; i < more.length; i += 2) {
            cells.put((String) more[i], more[i + 1]);
        }
        return cells;
    }

    static Map<String, Object> user(String name, String ip) {
        return new HashMap<>(Map.of(
                "user_type",
                "IAMUser",
                "user_arn",
                "arn:aws:iam::" + ACCOUNT + ":user/" + name,
                "principal_id",
                "AIDAEXAMPLE" + name,
                "user_name",
                name,
                "access_key_id",
                "AKIA" + name,
                "source_ip",
                ip));
    }

    void signal(Record record, String rule, String severity, String tactic, String findingType) {
        Map<String, Object> cells = place(record);
        cells.put("signal_id", rule + record);
        cells.put("rule_id", rule);
        cells.put("title", "Rule " + rule);
        cells.put("severity", severity);
        cells.put("tactic", tactic);
        cells.put("technique", "T1078");
        cells.put("finding_type", findingType);
        add("signals", cells);
    }

    void attribute(Record record, String actor, String grade, String sessionId, String stepId) {
        Map<String, Object> cells = place(record);
        cells.put("actor", actor);
        cells.put("grade", grade);
        cells.put("session_id", sessionId);
        cells.put("source_ip", ATTACKER_IP);
        cells.put("incident_id", "7f3ac1");
        cells.put("step_id", stepId);
        add("attribution", cells);
    }

    private static Map<String, Object> place(Record record) {
        Map<String, Object> cells = new HashMap<>();
        cells.put("log", "cloudtrail");
        cells.put("object", record.object());
        cells.put("record_index", record.index());
        cells.put("event_time", Timestamp.from(record.time()));
        return cells;
    }

    void add(String table, Map<String, Object> cells) {
        StructField[] columns = TableSchema.of(table).columns().fields();
        Object[] values = new Object[columns.length];
        for (int i = 0; i < columns.length; i++) {
            values[i] = cells.get(columns[i].name());
        }
        tables.computeIfAbsent(table, t -> new ArrayList<>()).add(RowFactory.create(values));
    }

    /** Writes all tables as they now are. */
    void write() {
        tables.remove("objects");
        bodies.forEach((object, body) -> {
            byte[] bytes = (body + "]}").getBytes(StandardCharsets.UTF_8);
            archive.put(object, bytes);
            add(
                    "objects",
                    Map.of(
                            "object", object,
                            "uri", "s3://logs/" + object,
                            "version_id", "v-" + object,
                            "etag", "e-" + object,
                            "sha256", "sha-" + object));
        });
        tables.forEach(investigation::replace);
    }
}
