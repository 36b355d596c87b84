package io.coldtrail.lake;

import io.delta.kernel.data.ArrayValue;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.MapValue;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.internal.data.DefaultRowBasedColumnarBatch;
import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.StructType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataType;
import scala.Function1;

/**
 * A row of Spark as Delta Kernel reads it: dates as days and times as microseconds, both since 1970.
 *
 * @param row its values
 * @param types of these values, to Spark
 * @param schema the same, to the kernel
 */
record CatalystRow(InternalRow row, org.apache.spark.sql.types.StructType types, StructType schema) implements Row {
    /** Rows as Spark's users have them, to be written to a table of these columns. */
    static List<Row> of(
            List<org.apache.spark.sql.Row> rows, org.apache.spark.sql.types.StructType types, StructType schema) {
        Function1<Object, Object> convert = CatalystTypeConverters.createToCatalystConverter(types);
        List<Row> converted = new ArrayList<>(rows.size());
        rows.forEach(row -> converted.add(new CatalystRow((InternalRow) convert.apply(row), types, schema)));
        return converted;
    }

    @Override
    public StructType getSchema() {
        return schema;
    }

    @Override
    public boolean isNullAt(int i) {
        return row.isNullAt(i);
    }

    @Override
    public boolean getBoolean(int i) {
        return row.getBoolean(i);
    }

    @Override
    public byte getByte(int i) {
        return row.getByte(i);
    }

    @Override
    public short getShort(int i) {
        return row.getShort(i);
    }

    @Override
    public int getInt(int i) {
        return row.getInt(i);
    }

    @Override
    public long getLong(int i) {
        return row.getLong(i);
    }

    @Override
    public float getFloat(int i) {
        return row.getFloat(i);
    }

    @Override
    public double getDouble(int i) {
        return row.getDouble(i);
    }

    @Override
    public String getString(int i) {
        return row.getUTF8String(i).toString();
    }

    @Override
    public byte[] getBinary(int i) {
        return row.getBinary(i);
    }

    @Override
    public BigDecimal getDecimal(int i) {
        throw new UnsupportedOperationException("no table has decimals");
    }

    @Override
    public MapValue getMap(int i) {
        throw new UnsupportedOperationException("no table has maps");
    }

    @Override
    public Row getStruct(int i) {
        var nested = (org.apache.spark.sql.types.StructType) types.fields()[i].dataType();
        return new CatalystRow(row.getStruct(i, nested.size()), nested, (StructType)
                schema.at(i).getDataType());
    }

    @Override
    public ArrayValue getArray(int i) {
        DataType type = ((org.apache.spark.sql.types.ArrayType) types.fields()[i].dataType()).elementType();
        ArrayType array = (ArrayType) schema.at(i).getDataType();
        // a vector of the kernel is a column of rows
        var elementTypes = new org.apache.spark.sql.types.StructType().add("element", type);
        StructType elementSchema = new StructType().add("element", array.getElementType());
        ArrayData values = row.getArray(i);
        List<Row> elements = new ArrayList<>(values.numElements());
        for (int e = 0; e < values.numElements(); e++) {
            Object value = values.isNullAt(e) ? null : values.get(e, type);
            elements.add(new CatalystRow(new GenericInternalRow(new Object[] {value}), elementTypes, elementSchema));
        }
        ColumnVector vector = new DefaultRowBasedColumnarBatch(elementSchema, elements).getColumnVector(0);
        return new ArrayValue() {
            @Override
            public int getSize() {
                return elements.size();
            }

            @Override
            public ColumnVector getElements() {
                return vector;
            }
        };
    }
}
