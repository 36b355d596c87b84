package io.coldtrail.evidence;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.get_json_object;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.when;

import io.coldtrail.lake.Case;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** What a finding says of a record: who called what, where from, on which resource, and where the record lies. */
final class ClaimRecords {
    /** The unique id of a role, before the name that a session's caller chose. */
    private static final String ROLE_SESSION_ID = "(?s)^(A[A-Z0-9]{15,127}):.*$";

    private static final String ROLE_SESSION_ARN =
            "(?s)^arn:(aws[a-z-]*):sts::(\\d{12}):assumed-role/([^/]{1,128})/.*$";

    /** What a claim keeps of a record, beside the three columns that name it. */
    static final List<String> COLUMNS = List.of(
            "record_offset",
            "record_length",
            "event_id",
            "event_time",
            "account_id",
            "aws_region",
            "event_source",
            "event_name",
            "outcome",
            "source_ip",
            "access_key_id",
            "bucket_name",
            "object_key",
            "principal",
            "principal_id",
            "principal_type");

    private ClaimRecords() {}

    /** Calls as they were archived, each with its log: to be joined to what is claimed, then told by {@link #with}. */
    static Dataset<Row> read(Case investigation) {
        return investigation.table("cloudtrail").drop("raw").withColumn("log", lit("cloudtrail"));
    }

    /** Columns of {@link #COLUMNS} and those that targets lie in, beside others that are there. */
    static Column[] with(List<String> others) {
        Column arn = coalesce(
                text("issuer_arn"), regexp_replace(text("user_arn"), ROLE_SESSION_ARN, "arn:$1:iam::$2:role/$3"));
        Column id = coalesce(
                text("issuer_principal_id"),
                regexp_replace(text("principal_id"), ROLE_SESSION_ID, "$1"),
                text("user_arn"),
                when(text("user_name").isNotNull(), concat_ws("/", text("user_account_id"), text("user_name"))),
                text("invoked_by"),
                text("user_account_id"),
                lit("unknown"));
        return Stream.concat(
                        others.stream().map(functions::col),
                        Stream.of(
                                col("record_offset"),
                                col("record_length").cast("bigint").as("record_length"),
                                text("event_id").as("event_id"),
                                col("event_time"),
                                text("account_id").as("account_id"),
                                text("aws_region").as("aws_region"),
                                text("event_source").as("event_source"),
                                text("event_name").as("event_name"),
                                col("outcome"),
                                text("source_ip").as("source_ip"),
                                text("access_key_id").as("access_key_id"),
                                text("bucket_name").as("bucket_name"),
                                text("object_key").as("object_key"),
                                col("request_parameters"),
                                arn.as("principal"),
                                id.as("principal_id"),
                                text("user_type").as("principal_type")))
                .toArray(Column[]::new);
    }

    /** The resource that the type of the finding is about, as the record names it; null where the principal is it. */
    static Column target() {
        Map<String, List<FindingType>> byTarget = FindingType.known().stream()
                .filter(t -> t.target() != null)
                .collect(Collectors.groupingBy(FindingType::target, TreeMap::new, Collectors.toList()));
        Column target = when(
                named(FindingType.known().stream()
                        .filter(t -> FindingType.ACCOUNT.equals(t.resourceType()))
                        .toList()),
                col("account_id"));
        for (Map.Entry<String, List<FindingType>> types : byTarget.entrySet()) {
            target = target.when(named(types.getValue()), value(types.getKey()));
        }
        return target.when(
                named(List.copyOf(FindingType.known()))
                        .equalTo(false)
                        .and(col("type").contains(FindingType.OF_BUCKET)),
                col("bucket_name"));
    }

    private static Column named(List<FindingType> types) {
        return col("type").isin(types.stream().map(FindingType::name).toArray());
    }

    private static Column value(String paths) {
        return paths.equals(FindingType.BUCKET_PATH)
                ? col("bucket_name")
                : coalesce(Arrays.stream(paths.split(","))
                        .map(path -> bounded(get_json_object(col("request_parameters"), "$." + path)))
                        .toArray(Column[]::new));
    }

    private static Column text(String column) {
        return bounded(col(column));
    }

    /** Null for an empty text; no longer than an ARN can be, for the log may hold megabytes here. */
    private static Column bounded(Column text) {
        return when(length(text).gt(0), substring(text, 1, AsffLimits.ARN));
    }
}
