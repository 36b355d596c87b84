package io.coldtrail.detect;

import io.coldtrail.detect.sigma.FieldView;
import io.coldtrail.detect.sigma.Matcher;
import io.coldtrail.detect.sigma.RuleIndex;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * {@link MatchFunction}, bound to its columns. A task has a copy of its own, and with it a matcher of its own. Public,
 * since the code that Spark generates calls it.
 */
public final class BoundMatch implements ScalarFunction<ArrayData> {
    private static final long serialVersionUID = 1L;
    private static final StructType HIT =
            new StructType().add("rule", DataTypes.IntegerType, false).add("detail", DataTypes.StringType, true);
    /** Compiled once a JVM, not once a task. A JVM sees few rule sets in its life. */
    private static final Map<String, RuleIndex> COMPILED = new ConcurrentHashMap<>();

    private final String digest;
    private final StructType columns;
    private final Broadcast<DetectionInput> input;
    private transient Matcher matcher;

    BoundMatch(String digest, StructType columns, Broadcast<DetectionInput> input) {
        this.digest = digest;
        this.columns = columns;
        this.input = input;
    }

    /** Called by Spark in place of {@link #produceResult}. */
    public ArrayData invoke(InternalRow columnTexts) {
        if (matcher == null) {
            matcher = new Matcher(COMPILED.computeIfAbsent(
                    digest, d -> input.value().compile().index()));
        }
        FieldView record = place -> columnTexts.isNullAt(place)
                ? null
                : columnTexts.getUTF8String(place).toString();
        int[] rules = matcher.match(record);
        if (rules.length == 0) {
            return null;
        }
        Object[] hits = new Object[rules.length];
        for (int i = 0; i < rules.length; i++) {
            hits[i] = new GenericInternalRow(new Object[] {rules[i], UTF8String.fromString(matcher.detail(rules[i]))});
        }
        return new GenericArrayData(hits);
    }

    @Override
    public ArrayData produceResult(InternalRow arguments) {
        return invoke(arguments.getStruct(0, columns.size()));
    }

    @Override
    public DataType[] inputTypes() {
        return new DataType[] {columns};
    }

    @Override
    public DataType resultType() {
        return new ArrayType(HIT, false);
    }

    @Override
    public String name() {
        return "match_" + digest;
    }

    @Override
    public String canonicalName() {
        return DetectCatalog.NAME + "." + name();
    }

    /** Said so that Spark does not copy the call into a filter, and match each record twice. */
    @Override
    public boolean isDeterministic() {
        return false;
    }
}
