package io.coldtrail.evidence;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.coldtrail.lake.Actor;
import io.coldtrail.lake.Case;
import io.coldtrail.lake.Severity;
import io.coldtrail.lake.Together;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

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

    private static final Set<String> ATTACKERS = Set.of(Actor.ATTACKER.word(), Actor.LIKELY_ATTACKER.word());

    private Findings() {}

    /**
     * What came of it.
     *
     * @param bySeverity findings by severity, mildest first; severities without any are not in it
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
        Dataset<Row> claims = investigation.keep(Claims.of(investigation));
        Together together = new Together();
        Supplier<Summary> summary = together.start(() -> writeFindings(investigation, claims, now));
        together.start(() -> writeEvidence(investigation, claims));
        together.end();
        return summary.get();
    }

    private static Summary writeFindings(Case investigation, Dataset<Row> claims, Instant now) {
        investigation.replace("findings", FindingRows.of(investigation, claims, now));
        return publish(investigation);
    }

    private static void writeEvidence(Case investigation, Dataset<Row> claims) {
        Dataset<Row> chosen = investigation.keep(EvidenceRows.choose(investigation, claims));
        try (RawRecords archive = new RawRecords(investigation)) {
            investigation.replace("evidence", EvidenceRows.of(investigation, chosen, archive));
        }
    }

    /** Writes the files and sums up, in one pass over the findings. */
    private static Summary publish(Case investigation) {
        FindingFiles files = new FindingFiles(investigation.files()::writeText);
        Map<Severity, Long> bySeverity = new EnumMap<>(Severity.class);
        PriorityQueue<Ranked> top = new PriorityQueue<>(TOP + 1, Comparator.reverseOrder());
        long notImportable = 0;
        Iterator<Row> rows = investigation
                .table("findings")
                .select(
                        col("account_id"),
                        col("aws_region"),
                        gravity().as("gravity"),
                        col("finding_id"),
                        col("title"),
                        col("actor"),
                        col("n"),
                        col("asff"))
                // a sort of one task: there are too few findings to share it
                .coalesce(1)
                .sortWithinPartitions(
                        col("account_id"), col("aws_region"), col("gravity").desc(), col("finding_id"))
                .toLocalIterator();
        while (rows.hasNext()) {
            Row row = rows.next();
            Severity severity = Severity.values()[row.<Integer>getAs("gravity")];
            bySeverity.merge(severity, 1L, Long::sum);
            boolean attackers = ATTACKERS.contains(row.<String>getAs("actor"));
            top.add(new Ranked(
                    attackers, new Top(row.getAs("finding_id"), severity, row.getAs("title"), row.<Long>getAs("n"))));
            if (top.size() > TOP) {
                top.remove();
            }
            if (row.getAs("asff") == null) {
                notImportable++;
            } else {
                files.add(AwsPlace.of(row.getAs("account_id"), row.getAs("aws_region")), row.getAs("asff"));
            }
        }
        List<String> written = files.finish();
        removeFormer(investigation, written);
        List<Top> ranked = top.stream().sorted().map(Ranked::finding).toList();
        return new Summary(bySeverity, ranked, written, notImportable);
    }

    /** Gravest first, then an attacker's, then the most frequent; by id where all that is equal. */
    private record Ranked(boolean attackers, Top finding) implements Comparable<Ranked> {
        private static final Comparator<Ranked> ORDER = Comparator.comparing(
                        (Ranked r) -> r.finding().severity(), Comparator.reverseOrder())
                .thenComparing(r -> !r.attackers())
                .thenComparing(r -> -r.finding().n())
                .thenComparing(r -> r.finding().findingId());

        @Override
        public int compareTo(Ranked other) {
            return ORDER.compare(this, other);
        }
    }

    private static void removeFormer(Case investigation, List<String> written) {
        investigation.files().list(FindingFiles.FOLDER).stream()
                .filter(name -> name.startsWith("findings") && name.endsWith(".asff.json"))
                .map(name -> FindingFiles.FOLDER + "/" + name)
                .filter(name -> !written.contains(name))
                .forEach(investigation.files()::delete);
    }

    /** Place of a severity among all, from mild to grave; every finding has one. */
    private static Column gravity() {
        Column gravity = lit(0);
        for (Severity severity : Severity.values()) {
            gravity = when(col("severity").equalTo(severity.word()), severity.ordinal())
                    .otherwise(gravity);
        }
        return gravity;
    }
}
