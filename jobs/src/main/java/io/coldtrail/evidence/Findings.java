package io.coldtrail.evidence;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.coldtrail.lake.Case;
import io.coldtrail.lake.Severity;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * What was detected and traced, as findings that Security Hub imports, and the records that findings and steps of the
 * timeline rest on. Reads signals, rules, attribution, spread, sessions, addresses, cloudtrail, objects; writes tables
 * findings and evidence, and the files of {@link FindingFiles}.
 *
 * <p>A finding is one per type, account, region, principal or resource, and role; its id is the hash of these, so late
 * files change what it says and never what it is. Run again, it keeps created_at; updated_at moves with its content,
 * since Security Hub takes an update only when that time is later.
 */
public final class Findings {
    /** Findings that a panel names. */
    private static final int TOP = 10;

    private Findings() {}

    /**
     * What came of it.
     *
     * @param bySeverity findings by severity, gravest first; severities without any are not in it
     * @param top the gravest, an attacker's before others'
     * @param files written for Security Hub, relative to the case
     * @param notImportable findings in the table but in no file, for their records name no account or region
     */
    public record Summary(Map<Severity, Long> bySeverity, List<Top> top, List<String> files, long notImportable) {}

    /**
     * A finding in short.
     *
     * @param n records it rests on
     */
    public record Top(String findingId, Severity severity, String title, long n) {}

    /**
     * Writes findings and evidence in place of the case's former ones.
     *
     * @param now the time that new and changed findings get
     */
    public static Summary run(Case investigation, Instant now) {
        Dataset<Row> claims = Claims.of(investigation).persist(StorageLevel.MEMORY_AND_DISK());
        try {
            investigation.replace("findings", FindingRows.of(investigation, claims, now));
            Dataset<Row> chosen = EvidenceRows.choose(investigation, claims).persist(StorageLevel.MEMORY_AND_DISK());
            try {
                investigation.replace("evidence", EvidenceRows.of(investigation, chosen));
            } finally {
                chosen.unpersist();
            }
        } finally {
            claims.unpersist();
        }
        Dataset<Row> findings = investigation.table("findings");
        return new Summary(
                bySeverity(findings),
                top(findings),
                files(investigation, findings),
                findings.where(col("asff").isNull()).count());
    }

    private static List<String> files(Case investigation, Dataset<Row> findings) {
        FindingFiles files = new FindingFiles(investigation::writeText);
        Iterator<Row> rows = findings.where(col("asff").isNotNull())
                .orderBy(col("account_id"), col("aws_region"), gravity().desc(), col("finding_id"))
                .select("account_id", "aws_region", "asff")
                .toLocalIterator();
        while (rows.hasNext()) {
            Row row = rows.next();
            files.add(AwsPlace.of(row.getString(0), row.getString(1)), row.getString(2));
        }
        List<String> written = files.finish();
        investigation.list(FindingFiles.FOLDER).stream()
                .filter(name -> name.startsWith("findings") && name.endsWith(".asff.json"))
                .map(name -> FindingFiles.FOLDER + "/" + name)
                .filter(name -> !written.contains(name))
                .forEach(investigation::deleteFile);
        return written;
    }

    private static Map<Severity, Long> bySeverity(Dataset<Row> findings) {
        Map<Severity, Long> counts = new EnumMap<>(Severity.class);
        for (Row row : findings.groupBy("severity").agg(count(lit(1))).collectAsList()) {
            Severity.of(row.getString(0)).ifPresent(s -> counts.put(s, row.getLong(1)));
        }
        return counts;
    }

    private static List<Top> top(Dataset<Row> findings) {
        Column deed = when(col("actor").isin("attacker", "likely_attacker"), 0).otherwise(1);
        return findings
                .orderBy(gravity().desc(), deed, col("n").desc(), col("finding_id"))
                .limit(TOP)
                .select("finding_id", "severity", "title", "n")
                .collectAsList()
                .stream()
                .map(row -> new Top(
                        row.getString(0),
                        Severity.of(row.getString(1)).orElseThrow(),
                        row.getString(2),
                        row.getLong(3)))
                .toList();
    }

    private static Column gravity() {
        Column gravity = lit(-1);
        for (Severity severity : Severity.values()) {
            gravity = when(col("severity").equalTo(severity.word()), severity.ordinal())
                    .otherwise(gravity);
        }
        return gravity;
    }
}
