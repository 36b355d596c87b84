package io.coldtrail.evidence;

import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.when;

import io.coldtrail.lake.Case;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Rows of evidence: for each finding, step of the timeline, answer, exposure and containment the records it rests on,
 * down to the archived object, the bytes in it and their hash. What other services found of the same stands behind a
 * finding's own records.
 */
final class EvidenceRows {
    /**
     * Records of one claim: the first, the last and an even spread between, which shows the run of it and which a person
     * can still read. How many there are in all stands in the claim; all of a step's are in attribution.
     */
    static final int PER_CLAIM = 20;

    private static final String[] REFERENCE = {"claim_kind", "claim_id", "log", "object", "record_index", "event_time"};

    private EvidenceRows() {}

    /**
     * References to the records that stand for each claim, numbered in order of time.
     *
     * @param claims as {@link Claims} has them
     */
    static Dataset<Row> choose(Case investigation, Dataset<Row> claims) {
        Dataset<Row> findings = claims.where(col("object").isNotNull())
                .select(reference("finding", "finding_id"))
                .dropDuplicates("claim_id", "log", "object", "record_index");
        Dataset<Row> steps = investigation
                .table("attribution")
                .where(col("step_id").isNotNull())
                .select(reference("step", "step_id"));
        return chosen(findings.unionByName(steps).unionByName(told(investigation)))
                .unionByName(OthersFindings.of(investigation, claims));
    }

    /** What answers, exposures and containment name themselves. */
    private static Dataset<Row> told(Case investigation) {
        Dataset<Row> told = named(investigation, "claim", "claims", "claim_id")
                .unionByName(named(investigation, "exposure", "exposures", "exposure_id"))
                .unionByName(named(investigation, "containment", "containment", "containment_id"));
        return told.join(EventRecords.of(investigation, EventRecords.named(told), "event_time"), Claims.RECORD);
    }

    private static Dataset<Row> named(Case investigation, String kind, String table, String id) {
        return investigation
                .table(table)
                .select(
                        lit(kind).as("claim_kind"),
                        col(id).as("claim_id"),
                        explode(array_distinct(col("evidence"))).as("record"))
                .select("claim_kind", "claim_id", "record.*");
    }

    /**
     * The rows of evidence.
     *
     * @param chosen as {@link #choose} has them; read twice, so keep it
     * @param archive where raw texts are that the case left out
     */
    static Dataset<Row> of(Case investigation, Dataset<Row> chosen, RawRecords archive) {
        // bounded by the days there are: only these days' files are opened for what is dear to read, the raw records
        List<Row> met = chosen.select(col("log"), to_date(col("event_time")).as("day"))
                .distinct()
                .collectAsList();
        Object[] days = met.stream()
                .map(row -> row.getAs("day"))
                .filter(Objects::nonNull)
                .distinct()
                .toArray();
        List<String> logs =
                met.stream().map(row -> row.<String>getAs("log")).distinct().toList();
        Dataset<Row> records = EventRecords.of(
                        investigation,
                        logs,
                        "event_date",
                        "event_id",
                        "event_time",
                        "record_offset",
                        "record_length",
                        "record_form",
                        "raw",
                        "record_sha256")
                .where(col("event_date").isin(days).or(col("event_time").isNull()))
                .drop("event_date");
        Dataset<Row> objects = investigation
                .table("objects")
                .select(
                        col("object"),
                        col("uri"),
                        col("version_id"),
                        col("etag"),
                        col("sha256").as("object_sha256"));
        return whole(chosen.drop("event_time").join(records, Claims.RECORD), investigation, archive)
                .join(objects, new String[] {"object"}, "left")
                .withColumn(
                        "evidence_id",
                        Claims.id(col("claim_kind"), col("claim_id"), col("log"), col("object"), col("record_index")))
                .withColumn(
                        "record_sha256",
                        coalesce(col("record_sha256"), sha2(col("raw").cast("binary"), 256)));
    }

    /** With the raw texts that a lean case left out, where the archive still has what was hashed. */
    private static Dataset<Row> whole(Dataset<Row> rows, Case investigation, RawRecords archive) {
        if (!investigation.settings().rawOfHitsOnly()) {
            return rows;
        }
        Column same = sha2(col("archived").cast("binary"), 256).equalTo(col("record_sha256"));
        return archive.of(rows.where(col("record_sha256").isNotNull()))
                .map(raw -> rows.join(raw.withColumnRenamed("raw", "archived"), Claims.RECORD, "left")
                        .withColumn("raw", coalesce(col("raw"), when(same, col("archived"))))
                        .drop("archived"))
                .orElse(rows);
    }

    private static Column[] reference(String kind, String id) {
        return new Column[] {
            lit(kind).as("claim_kind"),
            col(id).as("claim_id"),
            col("log"),
            col("object"),
            col("record_index"),
            col("event_time")
        };
    }

    /** Of each claim at most {@link #PER_CLAIM} references, numbered in order of time. */
    private static Dataset<Row> chosen(Dataset<Row> references) {
        WindowSpec claim = Window.partitionBy("claim_kind", "claim_id");
        WindowSpec ordered =
                claim.orderBy(col("event_time").asc_nulls_last(), col("log"), col("object"), col("record_index"));
        // the n references are cut into PER_CLAIM stretches that begin at the first and end with the last alone
        Column few = col("n").leq(PER_CLAIM);
        return references
                .select(
                        col("*"),
                        row_number().over(ordered).as("place"),
                        count(lit(1)).over(claim).as("n"))
                .where(few.or(col("place").equalTo(1)).or(stretch("place - 1").notEqual(stretch("place - 2"))))
                .select(
                        col("claim_kind"),
                        col("claim_id"),
                        col("log"),
                        col("object"),
                        col("record_index"),
                        col("event_time"),
                        when(few, col("place")).otherwise(stretch("place - 1")).as("seq"));
    }

    /** Number, from 1, of the stretch that a place from 0 falls into; asked only where n is over PER_CLAIM. */
    private static Column stretch(String place) {
        return expr("CAST((" + place + ") * " + (PER_CLAIM - 1) + "L DIV greatest(n - 1, 1) AS INT) + 1");
    }
}
