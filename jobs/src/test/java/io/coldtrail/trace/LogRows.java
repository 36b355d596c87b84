package io.coldtrail.trace;

import io.coldtrail.lake.Case;
import io.coldtrail.lake.TableSchema;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/** Records of logs other than CloudTrail, written by hand: each is told apart by the id that its maker returns. */
final class LogRows {
    private final Map<String, List<Row>> tables = new TreeMap<>();

    /** A row of a table by its columns in turn: name, value; times are text. */
    String add(String table, String time, Object... columns) {
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < columns.length; i += 2) {
            values.put((String) columns[i], columns[i + 1]);
        }
        List<Row> rows = tables.computeIfAbsent(table, t -> new ArrayList<>());
        String id = table + "-" + rows.size();
        values.put("event_time", time);
        values.put("event_id", id);
        values.put("object", table);
        values.put("record_index", rows.size());
        List<Object> row = new ArrayList<>();
        for (StructField f : TableSchema.of(table).columns().fields()) {
            Object value = f.name().equals("event_date")
                    ? Date.valueOf(Instant.parse(time).atZone(ZoneOffset.UTC).toLocalDate())
                    : values.remove(f.name());
            row.add(
                    value instanceof String text && f.dataType().equals(DataTypes.TimestampType)
                            ? Timestamp.from(Instant.parse(text))
                            : value);
        }
        values.keySet().removeIf(k -> k.equals("event_date"));
        if (!values.isEmpty()) {
            throw new IllegalArgumentException(table + " has no " + values.keySet());
        }
        rows.add(RowFactory.create(row.toArray()));
        return id;
    }

    /** A flow record of ten seconds, as an interface logs it; {@code ends} as "10.0.0.15:22 > 203.0.113.5:40000". */
    String flow(String time, String networkInterface, String ends, String action, long packets) {
        String[] parts = ends.split(" > |:");
        boolean ping = parts.length == 2;
        return add(
                "flow",
                time,
                "end_time",
                Instant.parse(time).plusSeconds(10).toString(),
                "account_id",
                Play.ACCOUNT,
                "aws_region",
                "us-west-2",
                "interface_id",
                networkInterface,
                "srcaddr",
                parts[0],
                "srcport",
                ping ? 0 : Integer.parseInt(parts[1]),
                "dstaddr",
                parts[ping ? 1 : 2],
                "dstport",
                ping ? 0 : Integer.parseInt(parts[3]),
                "protocol",
                ping ? 1 : 6,
                "packets",
                packets,
                "bytes",
                packets * 100,
                "action",
                action,
                "log_status",
                "OK");
    }

    /** A line of sshd. */
    String sshd(String time, String instance, int pid, String action, String user, String ip, String method) {
        return add(
                "host_auth",
                time,
                "instance_id",
                instance,
                "host",
                "ip-10-0-0-15",
                "program",
                "sshd",
                "pid",
                pid,
                "action",
                action,
                "user_name",
                user,
                "source_ip",
                ip,
                "source_port",
                ip == null ? null : 40000 + pid,
                "method",
                method,
                "repeats",
                1);
    }

    void store(Case c) {
        tables.forEach(c::replace);
    }
}
