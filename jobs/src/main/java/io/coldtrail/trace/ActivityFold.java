package io.coldtrail.trace;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.struct;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import scala.Function1;

/**
 * Folds the events of a partition into activities, which then need to be merged. Spark's own aggregation would sort all
 * events, since a text does not fit into its hash map; here events of one activity are told by the bytes of what they
 * share, as Spark wrote them, and nothing is read out of them.
 */
final class ActivityFold implements FlatMapFunction<Iterator<InternalRow>, Row> {
    /** What tells activities apart. */
    static final List<String> KEYS = List.of(
            "ident",
            "acct",
            "uid",
            "user_arn",
            "user_type",
            "session_created",
            "access_key_id",
            "ip",
            "vpc_endpoint_id",
            "service",
            "ua",
            "presigned",
            "day");

    /** Of these the greatest is kept. */
    static final List<String> TRAITS = List.of(
            "issuer_arn", "user_name", "source_identity", "on_behalf_of", "web_id_provider", "in_scope_of", "mfa");

    /** An identity with a key is named, and a tool's family found, once an activity; they follow from what is here. */
    private static final List<Column> SHARED = Stream.of(
                    Stream.of(expr("CASE WHEN NOT (" + Ident.KEYED + ") THEN ident END")
                            .as("keyless")),
                    KEYS.stream()
                            .filter(k -> !k.equals("ident") && !k.equals("ua"))
                            .map(functions::col),
                    Stream.of(col("user_agent")),
                    TRAITS.stream().map(functions::col))
            .flatMap(s -> s)
            .toList();

    private static final int SHARED_AT = 0;
    private static final int REF_AT = 1;
    private static final int DENIED_AT = 2;

    /** A task that meets more lets them go and begins anew: what it gives is merged later anyway. */
    private static final int MOST = 50_000;

    private final StructType folded;
    private final int shared;

    private ActivityFold(StructType folded) {
        this.folded = folded;
        this.shared = ((StructType) folded.apply("shared").dataType()).length();
    }

    /**
     * One row an activity and partition, or more: columns {@link #KEYS}, {@link #TRAITS}, n, denied, first, last.
     *
     * @param events with {@code user_agent} and the columns of {@link #KEYS}
     * @param family of {@code user_agent}
     */
    static Dataset<Row> of(Dataset<Row> events, Column family) {
        Dataset<Row> packed = events.select(
                struct(SHARED.toArray(new Column[0])).as("shared"),
                struct(col("event_time"), col("object"), col("record_index"), col("event_id"))
                        .as("ref"),
                expr("outcome <=> 'denied'").as("denied"));
        StructType ref = (StructType) packed.schema().apply("ref").dataType();
        StructType folded = new StructType()
                .add("shared", packed.schema().apply("shared").dataType())
                .add("n", "bigint")
                .add("denied", "bigint")
                .add("first", ref)
                .add("last", ref);
        return events.sparkSession()
                .createDataFrame(
                        packed.queryExecution().toRdd().toJavaRDD().mapPartitions(new ActivityFold(folded)), folded)
                .select(col("shared.*"), col("n"), col("denied"), col("first"), col("last"))
                .withColumn("ua", family)
                .withColumn("ident", expr("coalesce(keyless, " + Ident.SQL_OF_KEYED + ")"));
    }

    private static final class Sum {
        private long n;
        private long denied;
        private UnsafeRow first;
        private UnsafeRow last;

        void add(UnsafeRow ref, boolean isDenied) {
            n++;
            denied += isDenied ? 1 : 0;
            boolean earliest = first == null || compare(ref, first) < 0;
            boolean latest = last == null || compare(ref, last) > 0;
            if (earliest || latest) {
                UnsafeRow kept = ref.copy();
                first = earliest ? kept : first;
                last = latest ? kept : last;
            }
        }

        private static int compare(UnsafeRow x, UnsafeRow y) {
            int c = Long.compare(x.getLong(0), y.getLong(0));
            if (c == 0) {
                c = x.getUTF8String(1).compareTo(y.getUTF8String(1));
            }
            return c != 0 ? c : Integer.compare(x.getInt(2), y.getInt(2));
        }
    }

    @Override
    public Iterator<Row> call(Iterator<InternalRow> events) {
        Function1<Object, Object> outside = CatalystTypeConverters.createToScalaConverter(folded);
        return new Iterator<>() {
            private Iterator<Map.Entry<UnsafeRow, Sum>> sums =
                    Map.<UnsafeRow, Sum>of().entrySet().iterator();

            @Override
            public boolean hasNext() {
                if (!sums.hasNext() && events.hasNext()) {
                    sums = fold(events).entrySet().iterator();
                }
                return sums.hasNext();
            }

            @Override
            public Row next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                Map.Entry<UnsafeRow, Sum> one = sums.next();
                Sum sum = one.getValue();
                return (Row) outside.apply(
                        new GenericInternalRow(new Object[] {one.getKey(), sum.n, sum.denied, sum.first, sum.last}));
            }
        };
    }

    private Map<UnsafeRow, Sum> fold(Iterator<InternalRow> events) {
        Map<UnsafeRow, Sum> sums = new HashMap<>();
        while (events.hasNext() && sums.size() < MOST) {
            UnsafeRow event = (UnsafeRow) events.next(); // its bytes are the next event's a moment later
            UnsafeRow key = event.getStruct(SHARED_AT, shared);
            Sum sum = sums.get(key);
            if (sum == null) {
                sum = new Sum();
                sums.put(key.copy(), sum);
            }
            sum.add(event.getStruct(REF_AT, 4), event.getBoolean(DENIED_AT));
        }
        return sums;
    }
}
