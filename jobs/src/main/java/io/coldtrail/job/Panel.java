package io.coldtrail.job;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.desc;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;

import io.coldtrail.lake.Case;
import io.coldtrail.lake.EventHours;
import io.coldtrail.lake.Severity;
import io.coldtrail.report.Brief;
import io.coldtrail.report.Coverage;
import java.io.PrintStream;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What a job says at its end, on one screen. */
final class Panel {
    private static final int WIDTH = 98;
    private static final int TOP_FINDINGS = 6;

    /** ATT&CK's tactics for the cloud, in its order, and in four letters. */
    private static final Map<String, String> TACTICS = tactics();

    private final Case kase;
    private final PrintStream out;

    Panel(Case kase, PrintStream out) {
        this.kase = kase;
        this.out = out;
    }

    private static Map<String, String> tactics() {
        Map<String, String> tactics = new LinkedHashMap<>();
        tactics.put("reconnaissance", "recon");
        tactics.put("resource-development", "resrc");
        tactics.put("initial-access", "init");
        tactics.put("execution", "exec");
        tactics.put("persistence", "pers");
        tactics.put("privilege-escalation", "priv");
        tactics.put("defense-evasion", "evas");
        tactics.put("credential-access", "cred");
        tactics.put("discovery", "disc");
        tactics.put("lateral-movement", "late");
        tactics.put("collection", "coll");
        tactics.put("command-and-control", "c2");
        tactics.put("exfiltration", "exfil");
        tactics.put("impact", "impa");
        return tactics;
    }

    /** After a scan alone. */
    void scanned(Map<String, Double> seconds) {
        out.println();
        read(kase.events("cloudtrail").selectExpr("event_time AS first", "event_time AS last"));
        time(seconds);
        out.println();
    }

    /** After an investigation. */
    void investigated(Map<String, Double> seconds, String caseUri, Inquiry.Outcome outcome) {
        Brief brief = outcome.brief();
        List<String> written = outcome.written();
        out.println();
        incidents(brief);
        signals();
        findings();
        tactics(kase.table("timeline"));
        coverage(brief.coverage());
        read(kase.table(EventHours.TABLE)
                .where("log = 'cloudtrail'")
                .selectExpr("time_first AS first", "time_last AS last"));
        time(seconds);
        out.println();
        out.println("  Written");
        written.forEach(path -> out.println("    " + path));
        out.println("    " + kase.path("tables"));
        out.println();
        out.println("  Next");
        out.println("    read it     " + written.get(0));
        out.println("    ask more    coldtrail sql --case " + caseUri
                + " \"SELECT time_first, sentence FROM timeline ORDER BY incident_id, seq\"");
        out.println();
    }

    private void incidents(Brief brief) {
        List<Row> incidents = kase.table("incidents")
                .orderBy(desc("n_events"), col("incident_id"))
                .collectAsList();
        if (incidents.isEmpty()) {
            out.println("  No incident: nothing in what was read shows an attacker at work.");
            out.println("  What was not read cannot be told; signals and findings are below.");
            out.println();
        }
        for (Row incident : incidents) {
            String head = "  Incident " + incident.getAs("incident_id") + " ";
            String times = " " + time(incident, "first_seen") + " to " + time(incident, "last_seen") + " UTC";
            out.println(head + "-".repeat(Math.max(2, WIDTH - head.length() - times.length())) + times);
            out.println();
            paragraph(incident.getAs("title"));
            out.println();
            for (String sentence :
                    String.valueOf((Object) incident.getAs("story")).split("\n")) {
                paragraph(sentence);
            }
            out.println();
            out.printf(
                    Locale.ROOT,
                    "  Events     %,d of the attacker: %,d succeeded, %,d denied; %,d undecided, %,d of responders%n",
                    (long) incident.getAs("n_events"),
                    (long) incident.getAs("n_success"),
                    (long) incident.getAs("n_denied"),
                    (long) incident.getAs("n_ambiguous"),
                    (long) incident.getAs("n_responder"));
            Brief.Told told = brief.incidents().get(incident.<String>getAs("incident_id"));
            records(told.records());
            out.printf("  From       %s%n", shown(incident.getList(incident.fieldIndex("addresses"))));
            out.printf("  Fell       %s%n%n", shown(incident.getList(incident.fieldIndex("principals"))));
            questions(told.questions());
            orders(told.orders());
        }
    }

    private void records(Map<String, Long> records) {
        List<String> counts = new ArrayList<>();
        records.forEach((log, n) -> counts.add(String.format(Locale.ROOT, "%,d %s", n, TextTable.visible(log))));
        if (!counts.isEmpty()) {
            out.println("  Records    of the attacker: " + String.join(", ", counts));
        }
    }

    private void questions(List<Brief.Said> questions) {
        if (questions.isEmpty()) {
            return;
        }
        out.println("  Questions");
        for (Brief.Said said : questions) {
            String more = said.more() > 0 ? " +" + said.more() : "";
            String verdict =
                    said.verdict().isEmpty() ? "not answered" : said.verdict().replace('_', ' ');
            String line = String.format(
                    "    %d  %-16s %-12s ",
                    said.number(), cut(said.question().replace('_', ' '), 16), cut(verdict, 12));
            line += cut(said.statement(), WIDTH - 3 - line.length() - more.length()) + more;
            out.println((line + " ".repeat(WIDTH - 1 - line.length()) + cut(said.grade(), 4)).stripTrailing());
        }
        out.println();
    }

    private void orders(List<Brief.Order> orders) {
        if (orders.isEmpty()) {
            return;
        }
        out.println("  Do first");
        for (Brief.Order order : orders) {
            out.println(String.format(
                            "    %d  %-50s %s", order.number(), cut(order.what(), 50), cut(order.first(), WIDTH - 58))
                    .stripTrailing());
        }
        out.println();
    }

    /** On one line: without the marks of code, harmless, and cut where it is longer. */
    private static String cut(String text, int most) {
        String line = TextTable.visible(text.replace("`", ""));
        return line.length() <= most ? line : line.substring(0, most - 3) + "...";
    }

    private void coverage(Coverage coverage) {
        if (coverage.strips().isEmpty()) {
            return;
        }
        out.println("  Coverage   one mark " + coverage.slot().toHours() + " h from "
                + coverage.from().toString().replace('T', ' ').substring(0, 16)
                + "   # speaks   + in part   - off   . nothing seen");
        coverage.strips()
                .forEach(strip -> out.println(String.format("    %-12s ", strip.log())
                        + (strip.marks().isEmpty() ? "not in the archive" : strip.marks())));
        out.println();
    }

    private static String shown(List<String> values) {
        int few = 4;
        String text = String.join("  ", values.subList(0, Math.min(few, values.size())));
        return TextTable.visible(text) + (values.size() > few ? "  and " + (values.size() - few) + " more" : "");
    }

    private void paragraph(String text) {
        StringBuilder line = new StringBuilder(" ");
        for (String word : TextTable.visible(text).split(" ")) {
            if (line.length() + word.length() >= WIDTH - 4 && line.length() > 1) {
                out.println(line);
                line = new StringBuilder(" ");
            }
            line.append(' ').append(word);
        }
        out.println(line);
    }

    private void signals() {
        out.println("  Signals    " + bySeverity(kase.table("signals")));
    }

    private void findings() {
        Dataset<Row> findings = kase.table("findings");
        out.println("  Findings   " + bySeverity(findings));
        List<Row> top = findings.collectAsList(); // one a type and resource
        List<Row> sorted = new ArrayList<>(top);
        sorted.sort(Comparator.<Row, Integer>comparing(r ->
                        -Severity.of(r.getAs("severity")).map(Severity::ordinal).orElse(0))
                .thenComparing(r -> r.<Timestamp>getAs("first_seen"), Comparator.nullsLast(Comparator.naturalOrder()))
                .thenComparing(r -> r.<String>getAs("finding_id")));
        Map<String, Integer> lines = new LinkedHashMap<>(); // what was done in two regions is one line
        for (Row finding : sorted) {
            String severity = finding.<String>getAs("severity").toUpperCase(Locale.ROOT);
            lines.merge(String.format("%-9s %s", severity, TextTable.visible(finding.getAs("title"))), 1, Integer::sum);
        }
        lines.entrySet().stream()
                .limit(TOP_FINDINGS)
                .forEach(line -> out.println(
                        "    " + line.getKey() + (line.getValue() > 1 ? "  (" + line.getValue() + " regions)" : "")));
        out.println();
    }

    private String bySeverity(Dataset<Row> rows) {
        Map<String, Long> counts = new LinkedHashMap<>();
        rows.groupBy("severity")
                .agg(count(lit(1)))
                .collectAsList()
                .forEach(r -> counts.put(r.getString(0), r.getLong(1)));
        List<String> parts = new ArrayList<>();
        Severity[] severities = Severity.values();
        for (int i = severities.length - 1; i >= 0; i--) {
            parts.add(String.format(
                    Locale.ROOT, "%s %,d", severities[i].name(), counts.getOrDefault(severities[i].word(), 0L)));
        }
        return String.join("   ", parts);
    }

    private void tactics(Dataset<Row> timeline) {
        Map<String, Row> counts = new LinkedHashMap<>();
        timeline.where(col("actor").isin("attacker", "likely_attacker"))
                .groupBy("tactic")
                .agg(count(lit(1)), sum(col("n_success").gt(0).cast("long")))
                .collectAsList()
                .forEach(r -> counts.put(r.getString(0), r));
        if (counts.isEmpty()) {
            return;
        }
        StringBuilder head = new StringBuilder("  ATT&CK   ");
        StringBuilder steps = new StringBuilder("    steps  ");
        StringBuilder worked = new StringBuilder("    worked ");
        TACTICS.forEach((tactic, shortName) -> {
            Row row = counts.get(tactic);
            head.append(String.format("%6s", shortName));
            steps.append(String.format("%6s", row == null ? "." : Long.toString(row.getLong(1))));
            worked.append(String.format("%6s", row == null ? "." : Long.toString(row.getLong(2))));
        });
        out.println(head);
        out.println(steps);
        out.println(worked);
        out.println();
    }

    /** @param times first and last of CloudTrail's events, or of some of them each */
    private void read(Dataset<Row> times) {
        // a row for each kind of object and what came of it
        List<Row> groups = kase.table("objects")
                .groupBy("source", "status")
                .agg(
                        count(lit(1)).as("objects"),
                        coalesce(sum("size"), lit(0L)).as("size"),
                        coalesce(sum("records"), lit(0L)).as("records"),
                        coalesce(sum("rejects"), lit(0L)).as("rejects"))
                .collectAsList();
        List<Row> had = groups.stream()
                .filter(g -> Set.of("read", "partial", "unreadable", "empty").contains(g.<String>getAs("status")))
                .toList();
        Row window = times.agg(min("first"), max("last")).first();
        if (!window.isNullAt(0)) {
            out.println("  Window     " + window.getTimestamp(0).toInstant() + " to "
                    + window.getTimestamp(1).toInstant());
        }
        out.printf(
                Locale.ROOT,
                "  Read       %,d objects   %s   %,d records   %,d rejects   %,d delivered twice%n",
                total(had, "objects"),
                Sizes.bytes(total(had, "size")),
                total(had, "records"),
                total(had, "rejects"),
                kase.table("duplicates").count());
        Map<String, Long> logs = totals(groups, "source", "records");
        logs.values().removeIf(n -> n == 0);
        if (logs.size() > 1) {
            out.println("             records by log: " + listed(logs));
        }
        Map<String, Long> others = totals(groups, "status", "objects");
        others.remove("read");
        if (!others.isEmpty()) {
            out.println("             other than read: " + listed(others));
        }
    }

    private static long total(List<Row> groups, String column) {
        return groups.stream().mapToLong(g -> g.<Long>getAs(column)).sum();
    }

    private static Map<String, Long> totals(List<Row> groups, String by, String column) {
        Map<String, Long> totals = new TreeMap<>();
        groups.forEach(g -> totals.merge(g.getAs(by), g.<Long>getAs(column), Long::sum));
        return totals;
    }

    private static String listed(Map<String, Long> totals) {
        return totals.entrySet().stream()
                .map(t -> String.format(Locale.ROOT, "%,d %s", t.getValue(), t.getKey()))
                .collect(Collectors.joining(", "));
    }

    private void time(Map<String, Double> seconds) {
        double all = seconds.values().stream().mapToDouble(Double::doubleValue).sum();
        List<String> parts = new ArrayList<>();
        seconds.forEach((phase, s) -> parts.add(String.format(Locale.ROOT, "%s %.1f", phase, s)));
        out.printf(Locale.ROOT, "  Time       %s   %.1f s in all%n", String.join("   ", parts), all);
    }

    private static String time(Row row, String column) {
        Timestamp time = row.getAs(column);
        Instant instant = time == null ? null : time.toInstant().truncatedTo(ChronoUnit.SECONDS);
        return instant == null ? "-" : instant.toString().replace('T', ' ').replace("Z", "");
    }
}
