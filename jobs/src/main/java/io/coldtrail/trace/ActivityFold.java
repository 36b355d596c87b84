package io.coldtrail.trace;

import java.sql.Timestamp;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Folds the events of a partition into activities, which then need to be merged. Spark's own aggregation would sort all
 * events, since a text does not fit into its hash map.
 */
final class ActivityFold implements MapPartitionsFunction<Row, Row> {
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

    private static final List<String> REF = List.of("event_time", "object", "record_index", "event_id");
    private static final String REF_TYPE =
            "struct<event_time: timestamp, object: string, record_index: int, event_id: string>";
    private static final StructType FOLDED = StructType.fromDDL("ident string, acct string, uid string, "
            + "user_arn string, user_type string, session_created timestamp, access_key_id string, ip string, "
            + "vpc_endpoint_id string, service string, ua string, presigned boolean, day bigint, issuer_arn string, "
            + "user_name string, source_identity string, on_behalf_of string, web_id_provider string, "
            + "in_scope_of string, mfa boolean, n bigint, denied bigint, first " + REF_TYPE + ", last " + REF_TYPE);

    /** A task that meets more lets them go and begins anew: what it gives is merged later anyway. */
    private static final int MOST = 50_000;

    /** One row an activity and partition, or more: columns {@link #KEYS}, {@link #TRAITS}, n, denied, first, last. */
    static Dataset<Row> of(Dataset<Row> events) {
        Column[] columns = Stream.of(KEYS, TRAITS, REF, List.of("outcome"))
                .flatMap(List::stream)
                .map(functions::col)
                .toArray(Column[]::new);
        return events.select(columns).mapPartitions(new ActivityFold(), Encoders.row(FOLDED));
    }

    private static final class Sum {
        final Object[] traits = new Object[TRAITS.size()];
        long n;
        long denied;
        Row first;
        Row last;

        void add(Row event) {
            for (int i = 0; i < traits.length; i++) {
                traits[i] = greater(traits[i], event.get(KEYS.size() + i));
            }
            n++;
            int ref = KEYS.size() + TRAITS.size();
            denied += "denied".equals(event.get(ref + REF.size())) ? 1 : 0;
            if (first == null || compare(event, ref, first, 0) < 0) {
                first = ref(event, ref);
            }
            if (last == null || compare(event, ref, last, 0) > 0) {
                last = ref(event, ref);
            }
        }

        Row row(List<Object> key) {
            Object[] values = new Object[FOLDED.length()];
            int at = 0;
            for (Object k : key) {
                values[at++] = k;
            }
            for (Object trait : traits) {
                values[at++] = trait;
            }
            values[at++] = n;
            values[at++] = denied;
            values[at++] = first;
            values[at] = last;
            return RowFactory.create(values);
        }

        private static Row ref(Row event, int from) {
            return RowFactory.create(event.get(from), event.get(from + 1), event.get(from + 2), event.get(from + 3));
        }
    }

    private static int compare(Row x, int from, Row y, int to) {
        int c = ((Timestamp) x.get(from)).compareTo((Timestamp) y.get(to));
        if (c == 0) {
            c = text(x.getString(from + 1), y.getString(to + 1));
        }
        return c != 0 ? c : Integer.compare(x.getInt(from + 2), y.getInt(to + 2));
    }

    private static Object greater(Object x, Object y) {
        if (y == null || Objects.equals(x, y)) {
            return x;
        }
        if (x == null) {
            return y;
        }
        int c = x instanceof String s ? text(s, (String) y) : Boolean.compare((Boolean) x, (Boolean) y);
        return c < 0 ? y : x;
    }

    /** By bytes, as Spark compares. */
    private static int text(String x, String y) {
        return x.equals(y) ? 0 : UTF8String.fromString(x).compareTo(UTF8String.fromString(y));
    }

    @Override
    public Iterator<Row> call(Iterator<Row> events) {
        return new Iterator<>() {
            private Iterator<Map.Entry<List<Object>, Sum>> folded =
                    Map.<List<Object>, Sum>of().entrySet().iterator();

            @Override
            public boolean hasNext() {
                if (!folded.hasNext() && events.hasNext()) {
                    folded = fold(events).entrySet().iterator();
                }
                return folded.hasNext();
            }

            @Override
            public Row next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                Map.Entry<List<Object>, Sum> one = folded.next();
                return one.getValue().row(one.getKey());
            }
        };
    }

    private static Map<List<Object>, Sum> fold(Iterator<Row> events) {
        Map<List<Object>, Sum> sums = new HashMap<>();
        while (events.hasNext() && sums.size() < MOST) {
            Row event = events.next();
            Object[] key = new Object[KEYS.size()];
            for (int i = 0; i < key.length; i++) {
                key[i] = event.get(i);
            }
            sums.computeIfAbsent(Arrays.asList(key), k -> new Sum()).add(event);
        }
        return sums;
    }
}
