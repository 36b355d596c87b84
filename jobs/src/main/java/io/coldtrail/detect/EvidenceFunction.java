package io.coldtrail.detect;

import io.coldtrail.detect.hunts.EvidenceRefs;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.connector.catalog.functions.AggregateFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * {@link EvidenceRefs} in SQL: {@code evidence(log, object, record_index, event_time)} over a group is what a hit
 * carries in its column {@code evidence}. A record without an object or a log is passed over.
 */
final class EvidenceFunction implements AggregateFunction<Serializable, ArrayData> {
    private static final long serialVersionUID = 1L;
    private static final StructType REF = new StructType()
            .add("log", DataTypes.StringType)
            .add("object", DataTypes.StringType)
            .add("record_index", DataTypes.IntegerType);

    static final SqlFunction FUNCTION = new SqlFunction(new EvidenceFunction(), "up to 20 records of a group");

    private EvidenceFunction() {}

    @Override
    public Serializable newAggregationState() {
        return new EvidenceRefs();
    }

    @Override
    public Serializable update(Serializable state, InternalRow row) {
        EvidenceRefs refs = EvidenceRefs.of(state);
        if (!row.isNullAt(0) && !row.isNullAt(1) && !row.isNullAt(2)) {
            refs.add(new EvidenceRefs.Ref(
                    row.isNullAt(3) ? Long.MAX_VALUE : row.getLong(3),
                    row.getString(0),
                    row.getString(1),
                    row.getInt(2)));
        }
        return refs;
    }

    @Override
    public Serializable merge(Serializable left, Serializable right) {
        EvidenceRefs refs = EvidenceRefs.of(left);
        refs.addAll(EvidenceRefs.of(right));
        return refs;
    }

    @Override
    public ArrayData produceResult(Serializable state) {
        List<EvidenceRefs.Ref> refs = EvidenceRefs.of(state).refs();
        return new GenericArrayData(refs.stream()
                .map(ref -> new GenericInternalRow(
                        new Object[] {UTF8String.fromString(ref.log()), UTF8String.fromString(ref.object()), ref.index()
                        }))
                .toArray());
    }

    @Override
    public DataType[] inputTypes() {
        return new DataType[] {
            DataTypes.StringType, DataTypes.StringType, DataTypes.IntegerType, DataTypes.TimestampType
        };
    }

    @Override
    public DataType resultType() {
        return DataTypes.createArrayType(REF);
    }

    @Override
    public String name() {
        return "evidence";
    }

    @Override
    public String canonicalName() {
        return DetectCatalog.NAME + "." + name();
    }
}
