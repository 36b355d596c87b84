package io.coldtrail.trace.exposure;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import io.coldtrail.trace.incident.CaseRecords;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Requests to buckets, each once: a CloudTrail data event and the line of the access log with its request id are one
 * request. Columns: event_time, bucket_name, object_key, action, success, source_ip, anonymous, bytes, size, encryption,
 * incident_id and grade where it is the attacker's, and the place of its record.
 */
final class S3Requests {
    private static final String PUTS =
            "event_name IN ('PutObject', 'CompleteMultipartUpload', 'PostObject', 'CopyObject')";

    private static final String BY_CALL =
            """
            CASE WHEN event_name IN ('GetObject', 'SelectObjectContent', 'GetObjectTorrent') THEN 'read'
                 WHEN %s THEN 'put'
                 WHEN event_name IN ('DeleteObject', 'DeleteObjects') THEN 'delete'
                 WHEN event_name = 'HeadObject' THEN 'head'
                 WHEN event_name IN ('ListObjects', 'ListObjectsV2', 'ListObjectVersions') THEN 'list' END"""
                    .formatted(PUTS);
    private static final String BY_OPERATION =
            """
            CASE WHEN operation IN ('REST.GET.OBJECT', 'WEBSITE.GET.OBJECT') THEN 'read'
                 WHEN operation = 'REST.COPY.OBJECT_GET' THEN 'copy'
                 WHEN operation IN ('REST.PUT.OBJECT', 'REST.POST.UPLOAD', 'REST.COPY.OBJECT', 'REST.POST.OBJECT') THEN 'put'
                 WHEN operation IN ('REST.DELETE.OBJECT', 'BATCH.DELETE.OBJECT') THEN 'delete'
                 WHEN operation = 'REST.HEAD.OBJECT' THEN 'head'
                 WHEN operation IN ('REST.GET.BUCKET', 'REST.GET.BUCKETVERSIONS', 'WEBSITE.GET.BUCKET') THEN 'list' END""";
    /** How the object was stored: what S3 answered, else what it says it did, else what was asked for. */
    private static final String ENCRYPTION =
            """
            coalesce(
              get_json_object(response_elements, '$.x-amz-server-side-encryption'),
              CASE WHEN get_json_object(additional_event_data, '$.SSEApplied') LIKE '%KMS%' THEN 'aws:kms'
                   WHEN get_json_object(additional_event_data, '$.SSEApplied') LIKE '%SSE_C%' THEN 'customer key'
                   WHEN get_json_object(additional_event_data, '$.SSEApplied') LIKE '%SSE_S3%' THEN 'AES256' END,
              get_json_object(request_parameters, '$.x-amz-server-side-encryption'))""";

    private static final String COPIES = "event_name = 'CopyObject'";

    private S3Requests() {}

    /** @param buckets the buckets asked for, in {@code bucket_name} */
    static Dataset<Row> of(CaseRecords records, Dataset<Row> buckets) {
        Dataset<Row> asked = broadcast(buckets.select("bucket_name").distinct());
        Dataset<Row> events = records.events("cloudtrail");
        // what a request says in JSON is only read of those that are asked for
        Dataset<Row> calls = calls(events.join(asked, "bucket_name"));
        Dataset<Row> copied = sources(calls(events.where(COPIES))).join(asked, "bucket_name");
        Dataset<Row> all = calls.drop("copied_from")
                .unionByName(copied)
                .unionByName(lines(records).join(asked, "bucket_name"));
        return all.where(col("action").isNotNull())
                .join(
                        records.attack().select("log", "object", "record_index", "incident_id", "grade"),
                        new String[] {"log", "object", "record_index"},
                        "left")
                .withColumn("request", coalesce(col("request_id"), concat_ws("\n", col("object"), col("record_index"))))
                .groupBy("bucket_name", "object_key", "request")
                .agg(
                        // cloudtrail comes before s3_access: its record speaks where there are both
                        expr("min(struct(log, object, record_index, action, success, source_ip)) AS record"),
                        expr("min(event_time) AS event_time"),
                        expr("bool_and(anonymous) AS anonymous"),
                        expr("coalesce(max(bytes) FILTER (WHERE log = 'cloudtrail'), max(bytes)) AS bytes"),
                        expr("max(size) AS size"),
                        expr("max(encryption) AS encryption"),
                        expr("max(incident_id) AS incident_id"),
                        expr("max(grade) AS grade"))
                .select("*", "record.*")
                .drop("request", "record");
    }

    /** Buckets in which a request of the attacker did something: with incident_id. */
    static Dataset<Row> touched(CaseRecords records) {
        Dataset<Row> attack = records.attackIn("cloudtrail");
        Dataset<Row> called = attack.where(
                col("outcome").equalTo("success").and(col("bucket_name").isNotNull()));
        Dataset<Row> read = records.attackIn("s3_access").where(col("outcome").equalTo("success"));
        Dataset<Row> sources = sources(calls(attack)
                .join(attack.select("object", "record_index", "incident_id"), new String[] {"object", "record_index"}));
        return called.select("incident_id", "bucket_name")
                .unionByName(read.select("incident_id", "bucket_name"))
                .unionByName(sources.select("incident_id", "bucket_name"))
                .where(col("bucket_name").isNotNull())
                .distinct();
    }

    /** A copy reads what it copies, in the bucket that it is in. */
    private static Dataset<Row> sources(Dataset<Row> calls) {
        Column path = expr("regexp_replace(regexp_replace(copied_from, '(?i)%2F', '/'), '^/|[?]versionId=.*$', '')");
        return calls.where(col("copied_from").isNotNull().and(col("success")))
                .withColumn("path", path)
                .withColumn("bucket_name", expr("substring_index(path, '/', 1)"))
                .withColumn("object_key", expr("substring(path, length(bucket_name) + 2)"))
                .withColumn("action", lit("copy"))
                .withColumn("request_id", expr("concat(coalesce(request_id, ''), '\n', object, '\n', record_index)"))
                .withColumn("encryption", lit(null).cast("string"))
                .drop("path", "copied_from");
    }

    private static Dataset<Row> calls(Dataset<Row> events) {
        return events.where(col("event_source")
                        .equalTo("s3.amazonaws.com")
                        .and(col("bucket_name").isNotNull()))
                .select(
                        lit("cloudtrail").as("log"),
                        col("object"),
                        col("record_index"),
                        col("event_time"),
                        col("bucket_name"),
                        col("object_key"),
                        expr(BY_CALL).as("action"),
                        succeeded(),
                        col("source_ip"),
                        expr("coalesce(user_account_id = 'ANONYMOUS_PRINCIPAL', false)")
                                .as("anonymous"),
                        col("request_id"),
                        expr("CASE WHEN event_name LIKE 'Put%' THEN bytes_in ELSE bytes_out END")
                                .as("bytes"),
                        expr("CASE WHEN event_name = 'PutObject' AND outcome = 'success' THEN bytes_in"
                                        + " WHEN event_name = 'GetObject' AND outcome = 'success'"
                                        + " AND get_json_object(request_parameters, '$.Range') IS NULL THEN bytes_out END")
                                .as("size"),
                        expr("CASE WHEN " + PUTS + " THEN " + ENCRYPTION + " END")
                                .as("encryption"),
                        expr("CASE WHEN " + COPIES
                                        + " THEN get_json_object(request_parameters, '$.x-amz-copy-source') END")
                                .as("copied_from"));
    }

    private static Dataset<Row> lines(CaseRecords records) {
        return records.events("s3_access")
                .where(col("bucket_name").isNotNull())
                .select(
                        lit("s3_access").as("log"),
                        col("object"),
                        col("record_index"),
                        col("event_time"),
                        col("bucket_name"),
                        col("object_key"),
                        expr(BY_OPERATION).as("action"),
                        succeeded(),
                        col("source_ip"),
                        // S3's own work has neither requester nor address
                        expr("requester IS NULL AND source_ip IS NOT NULL").as("anonymous"),
                        col("request_id"),
                        col("bytes_sent").as("bytes"),
                        col("object_size").as("size"),
                        lit(null).cast("string").as("encryption"));
    }

    private static Column succeeded() {
        return expr("outcome = 'success' AS success");
    }
}
