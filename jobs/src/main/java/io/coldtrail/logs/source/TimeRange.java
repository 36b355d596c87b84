package io.coldtrail.logs.source;

import java.io.Serializable;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.DataTypes;

/**
 * The times of events that a query can use, from its filters: records outside are dropped when their time is parsed.
 * Spark still applies the filters itself.
 *
 * @param from microseconds since 1970, inclusive
 * @param to microseconds since 1970, inclusive
 */
record TimeRange(long from, long to) implements Serializable {
    static final TimeRange ALL = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);

    /** Narrowed by a filter, where it is {@code event_time} against a literal. */
    TimeRange and(Predicate filter) {
        if (filter.children().length != 2
                || !(filter.children()[0] instanceof NamedReference column)
                || column.fieldNames().length != 1
                || !column.fieldNames()[0].equalsIgnoreCase("event_time")) {
            return this;
        }
        Expression value = filter.children()[1];
        if (!(value instanceof Literal<?> literal)
                || !literal.dataType().equals(DataTypes.TimestampType)
                || !(literal.value() instanceof Long micros)) {
            return this;
        }
        return switch (filter.name()) {
            case ">", ">=" -> new TimeRange(Math.max(from, micros), to);
            case "<", "<=" -> new TimeRange(from, Math.min(to, micros));
            case "=" -> new TimeRange(Math.max(from, micros), Math.min(to, micros));
            default -> this;
        };
    }
}
