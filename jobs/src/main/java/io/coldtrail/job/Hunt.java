package io.coldtrail.job;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.coldtrail.evidence.History;
import io.coldtrail.lake.Case;
import io.coldtrail.lake.Upkeep;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;

/** An investigation that goes on: what came since, and what is new for it. */
@Command(
        name = "hunt",
        mixinStandardHelpOptions = true,
        description = "Reads what came since the last time, with the same rules, and tells what is new: for a schedule."
                + " Late files count; the tables are those of one investigation of all there is. Where nothing"
                + " came, nothing is done. With --fail-on it is new and changed findings that count.",
        footer = {
            "",
            "Examples:",
            "  coldtrail hunt s3://acme-logs/AWSLogs --case s3://acme-cases/hunts --fail-on high",
            "  coldtrail hunt --case hunts --json | jq '.changes[] | select(.change == \"new\")'",
            "",
            "What each hunt told stays in table history, and in CASE/hunts/RUN.json."
        })
final class Hunt extends Investigate {
    /** More than anyone reads; table history has all. */
    private static final int MOST = 1_000;

    private static final int SHOWN = 20;

    /** It takes longer than a hunt in which nothing came. */
    private static final int HUNTS_AN_UPKEEP = 20;

    private static final String NEW = History.Change.NEW.word();
    private static final String CHANGED = History.Change.CHANGED.word();

    private String runId;

    @Override
    int run(JobRun run) {
        Case kase = run.kase();
        Instant time = time(run);
        runId = run.id();
        Inquiry inquiry = new Inquiry(kase, run.progress());
        ScanStep scan = scan(run, inquiry, time);
        History history = new History(kase, runId, time);
        history.begin();
        boolean same = Answered.still(kase);
        if (!same) {
            inquiry.answer(time);
        }
        history.take();
        List<Row> changes = History.of(kase, runId, MOST);
        run.endProgress();
        ObjectNode digest = digest(scan, time, changes);
        kase.files().writeText("hunts/" + runId + ".json", digest.toPrettyString() + "\n");
        if (kase.files().list("hunts").size() % HUNTS_AN_UPKEEP == 0) {
            Upkeep.of(kase);
        }
        if (json()) {
            System.out.println(digest);
        } else if (!quiet() || !changes.isEmpty()) {
            print(System.out, scan, changes, same);
        }
        return DONE;
    }

    @Override
    boolean isBad(JobRun run, List<String> severities) {
        return !run.kase()
                .table("history")
                .where(col("run_id")
                        .equalTo(runId)
                        .and(col("kind").equalTo("finding"))
                        .and(col("change").isin(NEW, CHANGED))
                        .and(col("severity").isin(severities.toArray())))
                .isEmpty();
    }

    private ObjectNode digest(ScanStep scan, Instant time, List<Row> changes) {
        ObjectNode digest = new ObjectMapper().createObjectNode();
        digest.put("run_id", runId).put("time", time.toString()).put("case", caseUri());
        digest.put("objects", scan.objects()).put("records", scan.records());
        ArrayNode all = digest.putArray("changes");
        for (Row change : changes) {
            ObjectNode one = all.addObject();
            for (String field : List.of(
                    "kind",
                    "change",
                    "id",
                    "severity",
                    "title",
                    "type",
                    "account_id",
                    "aws_region",
                    "incident_id",
                    "superseded_by")) {
                String value = change.getAs(field);
                if (value != null) {
                    one.put(field, value);
                }
            }
        }
        digest.put("more", changes.size() == MOST);
        return digest;
    }

    private void print(PrintStream out, ScanStep scan, List<Row> changes, boolean same) {
        out.printf(
                Locale.ROOT,
                "Hunt %s: %,d objects new, %,d records%s%n",
                runId,
                scan.objects(),
                scan.records(),
                same ? "; nothing that changes an answer" : "");
        changes.stream()
                .limit(SHOWN)
                .forEach(c -> out.println(String.format(
                                "  %-8s %-9s %-13s %s",
                                c.<String>getAs("change"),
                                c.<String>getAs("kind"),
                                c.<String>getAs("severity").toUpperCase(Locale.ROOT),
                                TextTable.visible(c.getAs("title")))
                        + (c.getAs("superseded_by") == null ? "" : "  now " + c.getAs("superseded_by"))));
        if (changes.isEmpty()) {
            out.println("  No finding and no incident is new, changed or gone.");
        } else if (changes.size() > SHOWN) {
            out.println("  and more: coldtrail sql --case " + caseUri()
                    + " \"SELECT change, kind, severity, title FROM history WHERE run_id = '" + runId + "'\"");
        }
    }
}
