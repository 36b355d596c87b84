package io.coldtrail.detect;

import io.coldtrail.detect.sigma.RuleIndex;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The matcher of one rule set as a function of a struct of text columns, those of {@link RuleIndex#columns()}: an array
 * of (place of the rule, detail), null where no rule matched.
 */
final class MatchFunction implements UnboundFunction {
    private final String digest;
    private final List<String> columns;
    private final Broadcast<DetectionInput> input;

    MatchFunction(String digest, List<String> columns, Broadcast<DetectionInput> input) {
        this.digest = digest;
        this.columns = columns;
        this.input = input;
    }

    @Override
    public String name() {
        return "match_" + digest;
    }

    @Override
    public String description() {
        return "rules that a record fulfils";
    }

    @Override
    public BoundFunction bind(StructType arguments) {
        if (arguments.size() != 1
                || !(arguments.fields()[0].dataType() instanceof StructType struct)
                || !columns.equals(List.of(struct.fieldNames()))) {
            throw new UnsupportedOperationException(name() + " takes a struct of " + columns);
        }
        for (StructField field : struct.fields()) {
            if (!(field.dataType() instanceof StringType)) {
                throw new UnsupportedOperationException(name() + " takes texts; " + field.name() + " is none");
            }
        }
        return new BoundMatch(digest, struct, input);
    }
}
