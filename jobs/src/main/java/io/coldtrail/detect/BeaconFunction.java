package io.coldtrail.detect;

import io.coldtrail.detect.hunts.BeaconScore;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * {@link BeaconScore} in SQL: {@code beacon_score(seconds, bytes)}, of the connections of one pair in one day. Public,
 * since the code that Spark generates calls it.
 */
public final class BeaconFunction implements ScalarFunction<Double> {
    private static final long serialVersionUID = 1L;
    private static final DataType LONGS = DataTypes.createArrayType(DataTypes.LongType);

    static final SqlFunction FUNCTION = new SqlFunction(
            new BeaconFunction(), "how regular connections are, 0 to 1: seconds of a day, bytes of each");

    private BeaconFunction() {}

    /** Called by Spark in place of {@link #produceResult}, with null for a null. */
    public Double invoke(ArrayData seconds, ArrayData bytes) {
        return seconds == null || bytes == null ? null : BeaconScore.of(seconds.toLongArray(), bytes.toLongArray());
    }

    @Override
    public Double produceResult(InternalRow arguments) {
        return invoke(arguments.getArray(0), arguments.getArray(1));
    }

    @Override
    public DataType[] inputTypes() {
        return new DataType[] {LONGS, LONGS};
    }

    @Override
    public DataType resultType() {
        return DataTypes.DoubleType;
    }

    @Override
    public String name() {
        return "beacon_score";
    }

    @Override
    public String canonicalName() {
        return DetectCatalog.NAME + "." + name();
    }
}
