package io.coldtrail.trace.incident;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.expressions.Window;

/** The records that something rests on: at most {@link #MOST} of them, the first and the last among them. */
public final class Evidence {
    public static final int MOST = 20;

    private Evidence() {}

    /** Marks, in column {@code ref}, the records of each group that are shown; rows have the columns of an event. */
    public static Dataset<Row> marked(Dataset<Row> events, String... group) {
        Column[] keys = Arrays.stream(group).map(c -> col(c)).toArray(Column[]::new);
        return events.withColumns(Map.of(
                        "nth",
                        row_number()
                                .over(Window.partitionBy(keys).orderBy("event_time", "log", "object", "record_index")),
                        "group_size",
                        count(lit(1)).over(Window.partitionBy(keys))))
                .withColumn(
                        "ref",
                        when(
                                col("nth").lt(MOST).or(col("nth").equalTo(col("group_size"))),
                                struct("event_time", "log", "object", "record_index")))
                .drop("nth", "group_size");
    }

    /** As {@link #marked(Dataset, String...)}, where some records alone can be shown: only these need to be sorted. */
    public static Dataset<Row> marked(Dataset<Row> events, Column telling, String... group) {
        Column tells = coalesce(telling, lit(false));
        Dataset<Row> shown = marked(events.where(tells), group);
        Column none = lit(null).cast(shown.schema().apply("ref").dataType());
        return shown.unionByName(events.where(not(tells)).withColumn("ref", none));
    }

    /** The marked records of a group, in the order of time, as the tables hold them. */
    public static Column refs() {
        return expr("transform(array_sort(collect_list(ref)), "
                + "r -> named_struct('log', r.log, 'object', r.object, 'record_index', r.record_index))");
    }

    public static Row ref(String log, String object, int recordIndex) {
        return RowFactory.create(log, object, recordIndex);
    }

    public static List<Row> of(Row row) {
        int at = row.fieldIndex("evidence");
        return row.isNullAt(at) ? List.of() : row.getList(at);
    }

    /** Several lists as one, each record once, shortened in its middle. */
    public static List<Row> together(Collection<List<Row>> lists) {
        Set<Row> all = new LinkedHashSet<>();
        lists.forEach(all::addAll);
        List<Row> refs = List.copyOf(all);
        if (refs.size() <= MOST) {
            return refs;
        }
        Set<Row> some = new LinkedHashSet<>(refs.subList(0, MOST - 1));
        some.add(refs.get(refs.size() - 1));
        return List.copyOf(some);
    }
}
