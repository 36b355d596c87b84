package io.coldtrail.detect;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.when;

import io.coldtrail.detect.sigma.RuleHead;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** How rows of {@code signals} are put together: what the event gives, what the rule gives, id and order. */
final class SignalRows {
    private static final List<String> OF_EVENT = List.of(
            "object",
            "record_index",
            "event_id",
            "event_time",
            "account_id",
            "aws_region",
            "event_source",
            "event_name",
            "outcome",
            "user_arn",
            "principal_id",
            "access_key_id",
            "source_ip");

    private static final int ID_HEX = 32;

    private SignalRows() {}

    /** The columns that a signal takes from its event, and further ones. */
    static Column[] eventColumns(Column... more) {
        List<Column> columns = new ArrayList<>();
        OF_EVENT.forEach(c -> columns.add(col(c)));
        columns.addAll(Arrays.asList(more));
        return columns.toArray(new Column[0]);
    }

    /** A listed address of a presigned request is that of whoever has the link, not of the signer: the detail says so. */
    static Column detail(Column entry, Column authMethod) {
        return when(
                        entry.isNotNull().and(authMethod.equalTo("QueryString")),
                        concat(entry, lit("; presigned request: the address of who used the link")))
                .otherwise(entry);
    }

    /** What rules give their signals, by their place. */
    static Dataset<Row> heads(SparkSession spark, List<RuleHead> heads) {
        List<Row> rows = new ArrayList<>();
        for (RuleHead head : heads) {
            rows.add(RowFactory.create(
                    rows.size(),
                    head.id(),
                    head.title(),
                    head.severity().word(),
                    head.tactic(),
                    head.technique(),
                    head.findingType()));
        }
        StructType schema = new StructType()
                .add("rule", DataTypes.IntegerType)
                .add("rule_id", DataTypes.StringType)
                .add("title", DataTypes.StringType)
                .add("severity", DataTypes.StringType)
                .add("tactic", DataTypes.StringType)
                .add("technique", DataTypes.StringType)
                .add("finding_type", DataTypes.StringType);
        return spark.createDataFrame(rows, schema);
    }

    /** Gives each row its id; sorted, in few files. */
    static Dataset<Row> ordered(Dataset<Row> signals, String log) {
        Column key = concat_ws("\n", col("rule_id"), lit(log), col("object"), col("record_index"));
        return signals.withColumn("log", lit(log))
                .withColumn("signal_id", substring(sha2(key.cast("binary"), 256), 1, ID_HEX))
                .repartition(col("rule_id"))
                .sortWithinPartitions("rule_id", "event_time", "object", "record_index");
    }
}
