package io.coldtrail.trace;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.struct;

import java.io.Serializable;
import java.lang.ref.Reference;
import java.util.ArrayList;
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
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Folds the events of a partition into activities, which then need to be merged. Spark's own aggregation would sort all
 * events, since a text does not fit into its hash map; here events of one activity are told by the bytes of what they
 * share, as Spark wrote them, and nothing is read out of them until all are folded.
 */
final class ActivityFold implements FlatMapFunction<Iterator<InternalRow>, ActivityFold.Folded> {
    /** What tells an activity from others. */
    static final List<String> TOLD_BY = List.of(
            "keyless",
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

    /** What else its events say of it: {@link Activity.Traits}. */
    static final List<String> TRAITS = List.of(
            "issuer_arn", "user_name", "source_identity", "on_behalf_of", "web_id_provider", "in_scope_of", "mfa");

    private static final List<String> REF = List.of("event_time", "object", "record_index", "event_id");

    private static final int SHARED_AT = 0;
    private static final int REF_AT = 1;
    private static final int DENIED_AT = 2;

    /** A task that meets more lets them go and begins anew: what it gives is merged later anyway. */
    private static final int MOST = 50_000;

    private final StructType shared;

    private ActivityFold(StructType shared) {
        this.shared = shared;
    }

    /**
     * Some activities of a partition, or parts of them; by column, for they go to the driver.
     *
     * @param values what they share, each value once, for most recur: texts, longs (times in microseconds), booleans,
     *     null; and objects
     * @param shared places in {@code values} of what {@link #TOLD_BY} names and then {@link #TRAITS}, one activity after
     *     the other
     * @param n events
     */
    record Folded(Object[] values, int[] shared, long[] n, long[] denied, Refs first, Refs last)
            implements Serializable {}

    /**
     * An event of each activity.
     *
     * @param micros when, since 1970
     * @param objects places in {@link Folded#values}
     */
    record Refs(long[] micros, int[] objects, int[] recordIndexes, String[] eventIds) implements Serializable {
        private Refs(int size) {
            this(new long[size], new int[size], new int[size], new String[size]);
        }
    }

    /** Activities by partition; {@code keyless} is {@code ident} where there is neither key nor creation time. */
    static List<Folded> of(Dataset<Row> events) {
        Dataset<Row> packed = events.withColumn("keyless", expr("CASE WHEN NOT (" + Ident.KEYED + ") THEN ident END"))
                .select(
                        struct(columns(Stream.concat(TOLD_BY.stream(), TRAITS.stream())))
                                .as("shared"),
                        struct(columns(REF.stream())).as("ref"),
                        expr("outcome <=> 'denied'").as("denied"));
        ActivityFold fold =
                new ActivityFold((StructType) packed.schema().apply("shared").dataType());
        List<Folded> folded =
                packed.queryExecution().toRdd().toJavaRDD().mapPartitions(fold).collect();
        Reference.reachabilityFence(packed); // a plan that is forgotten while its tasks run takes their metrics with it
        return folded;
    }

    private static Column[] columns(Stream<String> names) {
        return names.map(functions::col).toArray(Column[]::new);
    }

    @Override
    public Iterator<Folded> call(Iterator<InternalRow> events) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return events.hasNext();
            }

            @Override
            public Folded next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return fold(events);
            }
        };
    }

    private Folded fold(Iterator<InternalRow> events) {
        Map<UnsafeRow, Running> running = new HashMap<>();
        while (events.hasNext() && running.size() < MOST) {
            UnsafeRow event = (UnsafeRow) events.next(); // its bytes are the next event's a moment later
            UnsafeRow key = event.getStruct(SHARED_AT, shared.length());
            Running sum = running.get(key);
            if (sum == null) {
                sum = new Running();
                running.put(key.copy(), sum);
            }
            sum.add(event.getStruct(REF_AT, REF.size()), event.getBoolean(DENIED_AT));
        }
        return folded(running);
    }

    private Folded folded(Map<UnsafeRow, Running> running) {
        int size = running.size();
        Values values = new Values();
        int[] places = new int[size * shared.length()];
        long[] n = new long[size];
        long[] denied = new long[size];
        Refs first = new Refs(size);
        Refs last = new Refs(size);
        int i = 0;
        for (Map.Entry<UnsafeRow, Running> entry : running.entrySet()) {
            Running sum = entry.getValue();
            values.put(entry.getKey(), shared, places, i * shared.length());
            n[i] = sum.n;
            denied[i] = sum.denied;
            values.put(sum.first, first, i);
            values.put(sum.last, last, i);
            i++;
        }
        return new Folded(values.all.toArray(), places, n, denied, first, last);
    }

    private static final class Running {
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

        /** By time, object and index. */
        private static int compare(UnsafeRow x, UnsafeRow y) {
            int c = Long.compare(x.getLong(0), y.getLong(0));
            if (c == 0) {
                c = x.getUTF8String(1).compareTo(y.getUTF8String(1));
            }
            return c != 0 ? c : Integer.compare(x.getInt(2), y.getInt(2));
        }
    }

    /** Values by their place. */
    private static final class Values {
        private final Map<Object, Integer> places = new HashMap<>();
        private final List<Object> all = new ArrayList<>();

        void put(UnsafeRow row, StructType types, int[] into, int from) {
            for (int i = 0; i < types.length(); i++) {
                DataType type = types.fields()[i].dataType();
                into[from + i] = place(row.isNullAt(i) ? null : row.get(i, type));
            }
        }

        void put(UnsafeRow ref, Refs into, int i) {
            into.micros[i] = ref.getLong(0);
            into.objects[i] = place(ref.getUTF8String(1));
            into.recordIndexes[i] = ref.getInt(2);
            into.eventIds[i] = ref.isNullAt(3) ? null : ref.getUTF8String(3).toString();
        }

        private int place(Object value) {
            Integer place = places.get(value);
            if (place == null) {
                place = all.size();
                places.put(value instanceof UTF8String text ? text.copy() : value, place);
                all.add(value instanceof UTF8String text ? text.toString() : value);
            }
            return place;
        }
    }
}
