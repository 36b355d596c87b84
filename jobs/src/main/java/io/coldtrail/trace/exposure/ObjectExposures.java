package io.coldtrail.trace.exposure;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.row_number;

import io.coldtrail.trace.incident.Evidence;
import io.coldtrail.trace.incident.IncidentView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/** Objects that the attacker put, read, copied or deleted, and what anyone could or did get at besides. */
final class ObjectExposures {
    /** Objects of an incident that get a row of their own; the rest is counted with their bucket. */
    static final int MOST = 1_000;

    private ObjectExposures() {}

    /**
     * Every object known in the buckets of an incident (column {@code of}), and what was done with it.
     *
     * @param requests what {@link S3Requests} gives
     * @param touched incident_id and bucket_name
     */
    static Dataset<Row> known(Dataset<Row> requests, Dataset<Row> touched) {
        Dataset<Row> matter = requests.where(col("object_key").isNotNull())
                .join(broadcast(touched.withColumnRenamed("incident_id", "of")), "bucket_name")
                .withColumn("ours", expr("coalesce(incident_id = of, false)"))
                .withColumn("stranger", expr("anonymous AND success AND action = 'read' AND incident_id IS NULL"))
                .withColumn("telling", expr("ours OR stranger OR (action = 'put' AND success)"))
                .where("success OR ours")
                .withColumn("at", expr("struct(event_time, log, object, record_index)"));
        return Evidence.marked(matter, col("telling"), "of", "bucket_name", "object_key")
                .groupBy("of", "bucket_name", "object_key")
                .agg(
                        expr("count_if(ours AND success AND action = 'read') AS reads"),
                        expr("count_if(ours AND success AND action = 'copy') AS copies"),
                        expr("count_if(ours AND success AND action = 'put') AS puts"),
                        expr("count_if(ours AND success AND action = 'delete') AS deletes"),
                        expr("count_if(stranger) AS strangers"),
                        expr("sum(bytes) FILTER (WHERE success AND action = 'read' AND (ours OR stranger)) AS bytes"),
                        expr("max(size) AS size"),
                        expr("min(event_time) FILTER (WHERE ours OR stranger) AS time_first"),
                        expr("max(event_time) FILTER (WHERE ours OR stranger) AS time_last"),
                        expr("max(event_time) FILTER (WHERE success AND action = 'put') AS put_last"),
                        expr("max_by(encryption, at) FILTER (WHERE success AND action = 'put') AS encryption"),
                        expr("max(event_time) FILTER (WHERE success AND action = 'delete') AS deleted"),
                        expr("min_by(grade, at) FILTER (WHERE ours) AS grade"),
                        expr("array_sort(collect_set(source_ip) FILTER (WHERE ours AND ref IS NOT NULL)) AS addresses"),
                        expr("array_sort(collect_set(source_ip) FILTER (WHERE ours AND ref IS NOT NULL"
                                + " AND success AND action IN ('read', 'copy'))) AS takers"),
                        Evidence.refs().as("evidence"));
    }

    /**
     * One row an object that matters, at most {@link #MOST} an incident, those with the most bytes first: what the
     * attacker or a stranger used, and what seems to hold secrets in a bucket that stood open.
     *
     * @param open buckets that stood open
     */
    static List<Row> rows(
            Dataset<Row> known, BucketHistory history, Collection<String> open, List<IncidentView> incidents) {
        Column secret = col("object_key")
                .rlike(Contents.anyPattern())
                .and(col("bucket_name").isin(open.toArray()));
        Column used = expr("reads + copies + puts + deletes + strangers > 0");
        List<Row> kept = known.where(used.or(secret))
                .withColumn(
                        "rank",
                        row_number()
                                .over(Window.partitionBy("of")
                                        .orderBy(
                                                col("bytes").desc_nulls_last(),
                                                col("size").desc_nulls_last(),
                                                col("bucket_name"),
                                                col("object_key"))))
                .where(col("rank").leq(MOST))
                .orderBy("of", "rank")
                .collectAsList();
        List<Row> rows = new ArrayList<>();
        for (IncidentView incident : incidents) {
            kept.stream()
                    .filter(r -> incident.id().equals(r.getAs("of")))
                    .map(r -> new ObjectExposure(r, incident, history).row())
                    .forEach(rows::add);
        }
        return rows;
    }
}
