package io.coldtrail.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.substring;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Reads findings, and the records that all claims rest on. */
final class ProofTables {
    /** Past these a page is no longer read; the table and the ASFF files have them all. */
    static final int MOST_FINDINGS = 200;
    /** Records shown for a claim; the register counts the rest. */
    private static final int MOST_RECORDS = 3;

    private final CaseTables source;

    ProofTables(CaseTables source) {
        this.source = source;
    }

    /** All, worst first. */
    List<Finding> findings() {
        return StoryTables.rows(source.table("findings").drop("asff"), Finding::of).stream()
                .sorted(Finding.WORST_FIRST)
                .toList();
    }

    /** The first records of each claim, the record itself cut to what the page can show. */
    List<Citation> citations(List<String> claims) {
        return StoryTables.rows(
                of(claims)
                        .where(col("seq").leq(MOST_RECORDS))
                        .withColumn("raw_length", length(col("raw")))
                        .withColumn("raw", substring(col("raw"), 1, Register.MOST_OF_A_RECORD)),
                Citation::of);
    }

    /** How many records each claim rests on. */
    Map<String, Long> citedInAll(List<String> claims) {
        Map<String, Long> counts = new TreeMap<>();
        of(claims)
                .groupBy("claim_id")
                .agg(count(lit(1)).as("n"))
                .collectAsList()
                .forEach(row -> counts.put(row.getString(0), row.getLong(1)));
        return counts;
    }

    private Dataset<Row> of(List<String> claims) {
        return source.table("evidence").where(col("claim_id").isin(claims.toArray()));
    }

    /** What the page shows and must prove. */
    static List<String> claims(
            List<Finding> findings, List<Incident> incidents, Map<String, List<Step>> steps, Conclusions told) {
        return Stream.of(
                        findings.stream().map(Finding::id),
                        incidents.stream()
                                .flatMap(i -> steps.getOrDefault(i.id(), List.of()).stream())
                                .map(Step::id),
                        incidents.stream()
                                .flatMap(i -> told.answers(i.id()).stream())
                                .map(Answer::id),
                        incidents.stream()
                                .flatMap(i -> told.shownExposures(i.id()).stream())
                                .map(Exposure::id),
                        incidents.stream()
                                .flatMap(i -> told.shownControls(i.id()).stream())
                                .map(Control::id))
                .flatMap(ids -> ids)
                .distinct()
                .sorted()
                .toList();
    }
}
