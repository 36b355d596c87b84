package io.coldtrail.evidence;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;

import io.coldtrail.lake.Case;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * What other services found of the same thing: imported findings of a finding's type and resource, each in its latest
 * state. They stand beside its evidence, and make no finding: what they saw, the archive need not show.
 */
final class OthersFindings {
    /** More voices add nothing to what a finding's own records show. */
    private static final int OF_A_FINDING = 2;

    /** GuardDuty's names differ by where the caller sat, over the years and by what it knew. */
    private static final String PLACE = "\\.(Outside|Inside)AWS$";

    private static final String PASSWORD_LOGIN = "Policy:EC2/SSHPasswordAuthentication";

    private OthersFindings() {}

    /** References, numbered behind those of the finding itself. */
    static Dataset<Row> of(Case investigation, Dataset<Row> claims) {
        Dataset<Row> imported = investigation
                .table("imported_findings")
                .withColumn(
                        "state",
                        row_number()
                                .over(Window.partitionBy("account_id", "source", "finding_id")
                                        .orderBy(
                                                col("updated_at").desc_nulls_last(),
                                                col("object"),
                                                col("record_index"))))
                .where(col("state").equalTo(1))
                .select(
                        kind(col("type"), col("title")).as("kind"),
                        col("account_id"),
                        col("instance_id"),
                        col("bucket_name"),
                        col("principal_id").as("other_principal"),
                        lit("imported_findings").as("log"),
                        col("object"),
                        col("record_index"),
                        col("event_time"));
        Dataset<Row> findings = claims.select(
                        col("finding_id"),
                        regexp_replace(col("type"), PLACE, "").as("kind"),
                        col("account_id"),
                        col("target"),
                        col("principal_id"))
                .distinct();
        Column same = col("instance_id")
                .equalTo(col("target"))
                .or(col("bucket_name").equalTo(col("target")))
                .or(col("target").isNull().and(col("other_principal").startsWith(col("principal_id"))));
        return findings.join(broadcast(imported), new String[] {"kind", "account_id"})
                .where(same)
                .select(
                        lit("finding").as("claim_kind"),
                        col("finding_id").as("claim_id"),
                        col("log"),
                        col("object"),
                        col("record_index"),
                        col("event_time"))
                .distinct()
                .withColumn(
                        "seq",
                        row_number()
                                .over(Window.partitionBy("claim_id").orderBy("event_time", "object", "record_index")))
                .where(col("seq").leq(OF_A_FINDING))
                .withColumn("seq", col("seq").plus(EvidenceRows.PER_CLAIM));
    }

    /** The type that we have for it. Inspector has none, but titles. */
    private static Column kind(Column type, Column title) {
        return when(
                        lower(title).rlike("password (authentication|login).*ssh|ssh.*password (authentication|login)"),
                        PASSWORD_LOGIN)
                .otherwise(regexp_replace(type, PLACE, ""));
    }
}
