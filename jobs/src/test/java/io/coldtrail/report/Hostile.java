package io.coldtrail.report;

import io.coldtrail.lake.TableSchema;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/** What an attacker would write into a log for whoever reads it. */
final class Hostile {
    static final String TEXT = "<script>document.documentElement.dataset.pwned=1</script>\"><img src=x"
            + " onerror=\"document.documentElement.dataset.pwned=1\"><svg/onload=alert(1)>' onmouseover='alert(1)"
            + " {{7*7}} {% raw %} </style></pre> `code` [x](javascript:alert(1)) ![i](https://evil.example/p.png) @everyone #1"
            + " https://evil.example/ \u202Egnp.exe\u202C \u2066\u0000\u0007\u001B[31m\r\n=cmd|' /C calc'!A0\uD800\u200B\uFEFF";

    private static final String LONG = "A".repeat(1_000_000);

    private Hostile() {}

    /** A record of a megabyte, texts of one, a ring in the spread, and a row of nothing in every table. */
    static void more(Tables t) {
        t.row(
                "evidence",
                "claim_kind",
                "step",
                "claim_id",
                "step-2",
                "seq",
                2,
                "log",
                "cloudtrail",
                "object",
                TEXT,
                "uri",
                "/tmp/" + TEXT,
                "record_offset",
                0,
                "record_length",
                1_000_000,
                "record_form",
                "json_string",
                "raw",
                "{\"userAgent\":\"" + LONG + TEXT + "\"}");
        t.row(
                "timeline",
                "step_id",
                TEXT,
                "incident_id",
                StoryCase.INCIDENT,
                "seq",
                90,
                "actor",
                TEXT,
                "grade",
                TEXT,
                "sentence",
                LONG + TEXT,
                "target",
                LONG,
                "action",
                LONG,
                "tactic",
                TEXT,
                "time_first",
                StoryCase.at("03:00:00"),
                "principal",
                LONG,
                "addresses",
                List.of(LONG, TEXT),
                "regions",
                List.of(TEXT),
                "why",
                List.of(TEXT));
        t.row(
                "findings",
                "finding_id",
                TEXT,
                "title",
                LONG,
                "type",
                TEXT,
                "severity",
                TEXT,
                "remediation",
                TEXT,
                "remediation_url",
                "javascript:alert(1)",
                "resource_type",
                TEXT,
                "role",
                TEXT,
                "actor",
                TEXT,
                "tactic",
                TEXT);
        t.row(
                "spread",
                "node",
                "a:" + TEXT,
                "parent",
                "b:" + TEXT,
                "incident_id",
                StoryCase.INCIDENT,
                "kind",
                TEXT,
                "grade",
                TEXT);
        t.row("spread", "node", "b:" + TEXT, "parent", "a:" + TEXT, "incident_id", StoryCase.INCIDENT, "hop", 1);
        conclusions(t);
        t.row("incidents", "incident_id", "0ddba1", "title", TEXT, "story", TEXT, "severity", TEXT);
        TableSchema.NAMES.forEach(t::row);
    }

    /** Whatever the trace tells, told by the attacker: every text of the row is his. */
    private static void conclusions(Tables t) {
        for (String table : List.of("claims", "exposures", "containment", "blind_spots", "hits")) {
            List<Object> cells = new ArrayList<>();
            for (StructField field : TableSchema.of(table).columns().fields()) {
                if (field.name().equals("incident_id")) {
                    cells.addAll(List.of(field.name(), StoryCase.INCIDENT));
                } else if (field.dataType().equals(DataTypes.StringType)) {
                    cells.addAll(List.of(field.name(), TEXT));
                } else if (field.dataType().equals(DataTypes.createArrayType(DataTypes.StringType))) {
                    cells.addAll(List.of(field.name(), List.of(TEXT, LONG)));
                }
            }
            t.row(table, cells.toArray());
        }
        t.row("containment", "incident_id", StoryCase.INCIDENT, "containment_id", "k9", "priority", 1, "target", TEXT);
    }
}
