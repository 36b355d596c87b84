package io.coldtrail.detect;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;

import io.coldtrail.detect.sigma.RuleIndex;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Rules held against events, in the stage that reads them; and the threat lists, for what hunts ask of addresses. Open
 * while its rows are used.
 */
final class RuleMatching implements AutoCloseable {
    private final SparkSession spark;
    private final RuleIndex index;
    private final Broadcast<DetectionInput> input;
    private final MatchFunction function;
    private final SqlFunction listed;

    RuleMatching(SparkSession spark, DetectionInput input, RuleIndex index) {
        this.spark = spark;
        this.index = index;
        this.input = JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(input);
        this.function = new MatchFunction(input.digest(), index.columns(), this.input);
        this.listed = new ListedAddress(this.input).function();
        DetectCatalog.add(function);
        DetectCatalog.add(listed);
    }

    /** What an event's rules are: null for none. To be asked once an event, for it is dear. */
    Column hits() {
        String struct = index.columns().stream()
                .map(c -> "'" + c + "', cast(`" + c + "` as string)")
                .collect(Collectors.joining(", ", "named_struct(", ")"));
        return expr(DetectCatalog.NAME + "." + function.name() + "(" + struct + ")");
    }

    /** One row a rule and event, with the columns of {@code signals} that both give. */
    Dataset<Row> signals(Dataset<Row> events) {
        return events.withColumn("hits", hits())
                .select(SignalRows.eventColumns(
                        col("auth_method"), explode(col("hits")).as("hit")))
                .withColumn("rule", col("hit.rule"))
                .withColumn("detail", SignalRows.detail(col("hit.detail"), col("auth_method")))
                .drop("hit", "auth_method")
                .join(broadcast(SignalRows.heads(spark, index.heads())), "rule")
                .drop("rule");
    }

    @Override
    public void close() {
        DetectCatalog.remove(function);
        DetectCatalog.remove(listed);
        input.unpersist();
    }
}
