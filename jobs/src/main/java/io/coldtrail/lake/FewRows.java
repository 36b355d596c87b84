package io.coldtrail.lake;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.StructType;
import scala.Function1;

/**
 * Rows that are few enough for the driver to hold. What is asked of such Spark answers while it plans, without a job,
 * and a job costs more than they are worth.
 */
final class FewRows {
    /** More are for tasks: to plan on them takes longer than a job. */
    static final int MOST = 1000;

    /** Of all of them together: who writes the logs may write long ones. */
    static final int BYTES = 4 << 20;

    private static final Part TOO_MUCH = new Part(List.of(), BYTES + 1);

    private FewRows() {}

    /** What a task sends. */
    private record Part(List<UnsafeRow> rows, int bytes) implements Serializable {}

    /** All rows, in their order; null where they are too many, or too long. Runs a job. */
    static List<Row> of(Dataset<Row> rows) {
        List<Part> parts = rows.queryExecution()
                .toRdd()
                .toJavaRDD()
                .mapPartitions(FewRows::read)
                .collect();
        if (parts.stream().mapToLong(Part::bytes).sum() > BYTES
                || parts.stream().mapToInt(part -> part.rows().size()).sum() > MOST) {
            return null;
        }
        StructType columns = rows.schema();
        Function1<Object, Object> convert = CatalystTypeConverters.createToScalaConverter(columns);
        List<Row> few = new ArrayList<>();
        parts.forEach(part -> part.rows().forEach(row -> few.add((Row) convert.apply(row))));
        return few;
    }

    /** No more of a partition than the driver may hold in all. */
    private static Iterator<Part> read(Iterator<InternalRow> rows) {
        List<UnsafeRow> read = new ArrayList<>();
        int bytes = 0;
        while (rows.hasNext()) {
            UnsafeRow row = (UnsafeRow) rows.next();
            if (read.size() == MOST || row.getSizeInBytes() > BYTES - bytes) {
                return List.of(TOO_MUCH).iterator();
            }
            bytes += row.getSizeInBytes();
            read.add(row.copy());
        }
        return List.of(new Part(read, bytes)).iterator();
    }
}
