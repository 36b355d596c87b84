package io.coldtrail.detect.hunts;

import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import io.coldtrail.detect.sigma.RuleException;
import io.coldtrail.detect.sigma.RuleHead;
import io.coldtrail.lake.Case;
import io.coldtrail.lake.TableSchema;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Makes the rows that a query returns rows of {@code hits}: by name, with what the hunt's head says. */
final class HitRows {
    private static final StructType HITS = TableSchema.of("hits").columns();

    /** What a hit is about: these tell the hits of one hunt apart, and make its id. */
    private static final List<String> ENTITIES = List.of(
            "rule_id",
            "account_id",
            "aws_region",
            "role",
            "resource_type",
            "resource_id",
            "principal",
            "access_key_id",
            "instance_id",
            "interface_id",
            "bucket_name",
            "host_user",
            "local_ip",
            "remote_ip",
            "port");

    private static final int ID_HEX = 32;

    /** The columns of hits that the hunt's head fills. */
    private static final List<String> OF_HEAD = List.of("hit_id", "rule_id", "title", "tactic", "technique");

    private HitRows() {}

    static Dataset<Row> of(RuleHead head, Dataset<Row> found) throws RuleException {
        List<String> given = List.of(found.columns());
        List<String> known = Arrays.stream(HITS.fieldNames())
                .filter(c -> !OF_HEAD.contains(c))
                .toList();
        for (String column : given) {
            if (!known.contains(column)) {
                throw new RuleException("its column " + column + " is none that a hunt returns");
            }
        }
        Map<String, String> ofHead = new HashMap<>();
        ofHead.put("rule_id", head.id());
        ofHead.put("title", head.title());
        ofHead.put("tactic", head.tactic());
        ofHead.put("technique", head.technique());
        ofHead.put("severity", head.severity().word());
        ofHead.put("finding_type", head.findingType());
        Dataset<Row> rows = found.select(Stream.of(HITS.fields())
                .map(field -> value(field, given, ofHead.get(field.name())))
                .toArray(Column[]::new));
        return rows.withColumns(Map.of(
                        "resource_type", coalesce(col("resource_type"), resourceType()),
                        "resource_id", coalesce(col("resource_id"), resourceId()),
                        "evidence", slice(array_distinct(col("evidence")), 1, EvidenceRefs.MOST)))
                .withColumn("hit_id", substring(sha2(to_json(struct(entities())), 256), 1, ID_HEX));
    }

    private static Column value(StructField field, List<String> given, String ofHead) {
        Column fallback = lit(ofHead);
        Column value = given.contains(field.name()) ? coalesce(col(field.name()), fallback) : fallback;
        return value.cast(field.dataType()).as(field.name());
    }

    private static Column[] entities() {
        return ENTITIES.stream().map(e -> col(e)).toArray(Column[]::new);
    }

    private static Column resourceType() {
        return when(col("instance_id").isNotNull(), "AwsEc2Instance")
                .when(col("bucket_name").isNotNull(), "AwsS3Bucket")
                .when(col("interface_id").isNotNull(), "AwsEc2NetworkInterface")
                .when(col("access_key_id").isNotNull(), "AwsIamAccessKey");
    }

    private static Column resourceId() {
        Column partition = when(col("aws_region").startsWith("cn-"), "aws-cn")
                .when(col("aws_region").startsWith("us-gov-"), "aws-us-gov")
                .otherwise("aws");
        Column ec2 = concat(lit("arn:"), partition, lit(":ec2:"), col("aws_region"), lit(":"), col("account_id"));
        return coalesce(
                when(
                        col("instance_id").isNotNull(),
                        coalesce(concat(ec2, lit(":instance/"), col("instance_id")), col("instance_id"))),
                concat(lit("arn:"), partition, lit(":s3:::"), col("bucket_name")),
                when(
                        col("interface_id").isNotNull(),
                        coalesce(concat(ec2, lit(":network-interface/"), col("interface_id")), col("interface_id"))),
                col("access_key_id"));
    }

    /** All hits of all hunts, sorted, in few files. */
    static Dataset<Row> ordered(Case kase, List<Dataset<Row>> hits) {
        Dataset<Row> none = kase.spark().createDataFrame(List.of(), HITS);
        return hits.stream()
                .reduce(none, Dataset::unionByName)
                .coalesce(1)
                .sortWithinPartitions("rule_id", "time_first", "hit_id");
    }
}
