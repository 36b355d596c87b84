package io.coldtrail.detect.buckets;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.get_json_object;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.when;

import io.coldtrail.lake.Case;
import io.coldtrail.lake.Outcome;
import io.coldtrail.lake.TableSchema;
import java.sql.Timestamp;
import java.time.Instant;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Table {@code bucket_states}: calls and items of AWS Config that change a bucket or its account, folded over time, each
 * bucket on its own. A bucket that nothing in the archive changes has no row: nothing is known of it.
 */
public final class BucketStates {
    static final String CLOUDTRAIL = "cloudtrail";
    static final String CONFIG = "config_items";
    static final String BUCKET_ITEM = "AWS::S3::Bucket";
    static final String ACCOUNT_ITEM = "AWS::S3::AccountPublicAccessBlock";

    private BucketStates() {}

    /** Replaces the table. */
    public static void write(Case kase) {
        Dataset<Row> events = kase.events(CLOUDTRAIL);
        Dataset<Row> changes = kase.keep(calls(events).unionByName(items(kase.events(CONFIG))));
        kase.replace("bucket_states", states(changes, end(events)));
    }

    private static Dataset<Row> states(Dataset<Row> changes, Instant end) {
        Dataset<Row> own = changes.where(col("bucket_name").isNotNull()).withColumn("own", lit(true));
        Dataset<Row> buckets = own.select("bucket_name", "account_id").distinct();
        // what an account says of all its buckets is said of each
        Dataset<Row> accounts = changes.where(col("bucket_name").isNull())
                .drop("bucket_name")
                .join(buckets, "account_id")
                .withColumn("own", lit(false));
        return own.unionByName(accounts)
                .groupByKey((MapFunction<Row, String>) row -> row.getAs("bucket_name"), Encoders.STRING())
                .flatMapSortedGroups(
                        // of one second: first the bucket is made
                        new Column[] {
                            col("event_time"),
                            col("change").notEqual("CreateBucket"),
                            col("log"),
                            col("object"),
                            col("record_index")
                        },
                        new BucketFold(end),
                        Encoders.row(TableSchema.of("bucket_states").columns()));
    }

    private static Instant end(Dataset<Row> events) {
        Timestamp end = events.agg(max("event_time")).first().getAs(0);
        return end == null ? null : end.toInstant();
    }

    private static Dataset<Row> calls(Dataset<Row> events) {
        Column account = col("event_name").endsWith("AccountPublicAccessBlock");
        Column asked = get_json_object(col("request_parameters"), "$.accountId");
        Column changed = col("outcome")
                .equalTo(Outcome.SUCCESS.word())
                .and(col("event_name")
                        .isin(SettingChange.CALLS.toArray())
                        .or(col("event_name").isin(SettingChange.ACCOUNT_CALLS.toArray())));
        Column notSet = concat_ws(" ", col("event_name"), col("error_code")).isin(SettingChange.NOT_SET.toArray());
        return events.where(col("event_source")
                        .equalTo("s3.amazonaws.com")
                        .and(changed.or(notSet))
                        .and(account.or(col("bucket_name").isNotNull()))
                        .and(col("event_time").isNotNull()))
                .select(
                        col("event_time"),
                        coalesce(when(account, asked), owner(), col("account_id"))
                                .as("account_id"),
                        col("aws_region"),
                        when(account, lit(null)).otherwise(col("bucket_name")).as("bucket_name"),
                        col("event_name").as("change"),
                        col("user_arn").as("changed_by"),
                        col("request_parameters").as("said"),
                        lit(null).cast("string").as("status"),
                        lit(CLOUDTRAIL).as("log"),
                        col("object"),
                        col("record_index"));
    }

    /** A caller of another account has a record too: the bucket's account is that of the resource. */
    private static Column owner() {
        Column resource = get_json_object(col("resources"), "$[0].accountId");
        return when(get_json_object(col("resources"), "$[0].type").equalTo(BUCKET_ITEM), resource);
    }

    private static Dataset<Row> items(Dataset<Row> items) {
        Column account = col("resource_type").equalTo(ACCOUNT_ITEM);
        return items.where(col("resource_type")
                        .isin(BUCKET_ITEM, ACCOUNT_ITEM)
                        .and(col("event_time").isNotNull()))
                .select(
                        col("event_time"),
                        col("account_id"),
                        col("aws_region"),
                        when(account, lit(null))
                                .otherwise(coalesce(col("resource_name"), col("resource_id")))
                                .as("bucket_name"),
                        col("resource_type").as("change"),
                        lit(null).cast("string").as("changed_by"),
                        when(account, col("configuration"))
                                .otherwise(col("supplementary_configuration"))
                                .as("said"),
                        coalesce(col("status"), lit("")).as("status"),
                        lit(CONFIG).as("log"),
                        col("object"),
                        col("record_index"));
    }
}
